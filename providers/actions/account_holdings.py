"""Everything that an account holds, as JSON in a zip with the files that the person uploaded.

Rows are found through the model's own relations to User, so that a new table cannot be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from allauth.account.models import EmailAddress
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.db.models.functions import Lower
from django.utils import timezone

from providers.models import Document, Message, User

# What lets one in, or tells how: of no use to its owner and of use to a thief.
SECRET = {"password", "data", "session_key", "digest", "token_digest"}
MEGABYTE = 1024 * 1024


def archive(*, by: User) -> IO[bytes]:
    """A zip file, to be read from its beginning; large ones lie on the disk."""
    packed = SpooledTemporaryFile(max_size=8 * MEGABYTE)  # noqa: SIM115
    with ZipFile(packed, "w", ZIP_DEFLATED) as bundle:
        text = json.dumps(holdings(by=by), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        bundle.writestr("account.json", text)
        for document in Document.objects.filter(uploaded_by=by):
            _add_file(bundle, document)
    packed.seek(0)
    return packed


def holdings(*, by: User) -> dict[str, Any]:
    """account: the person's own row; rows: by table, every row that names the person; mail: what we wrote."""
    rows = {}
    for related in relations():
        found = related.related_model._base_manager.filter(**{related.field.name: by}).order_by("pk")
        rows[label_of(related)] = [_plain(row) for row in found]
    addresses = {by.email, *EmailAddress.objects.filter(user=by).values_list("email", flat=True)}
    lower = {address.lower() for address in addresses}
    letters = Message.objects.alias(lower=Lower("to")).filter(lower__in=lower).order_by("pk")
    return {
        "made_at": timezone.now(),
        "account": _plain(User.objects.get(pk=by.pk)),
        "rows": rows,
        "mail": [_plain(letter) for letter in letters],
    }


def relations() -> Iterator[ForeignObjectRel]:
    """What points at a person. The history of rows is a listing's, not a person's: it keeps only numbers."""
    for related in User._meta.get_fields(include_hidden=True):
        is_history = hasattr(related.related_model, "pgh_id")
        if isinstance(related, ForeignObjectRel) and related.field.concrete and not is_history:
            yield related


def label_of(related: ForeignObjectRel) -> str:
    """As "providers.claim.claimant": a table may name a person in two ways."""
    return f"{related.related_model._meta.label_lower}.{related.field.name}"


def _plain(row: Model) -> dict[str, Any]:
    fields: list[Field[Any, Any]] = [field for field in row._meta.concrete_fields if field.name not in SECRET]
    return {field.attname: _value(field, row) for field in fields}


def _value(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, bool | int | float | list | dict | None) else str(value)


def _add_file(bundle: ZipFile, document: Document) -> None:
    """One that the storage has lost is left out; the row tells that it was there."""
    try:
        stored = document.file.open("rb")
    except FileNotFoundError:
        return
    with stored, bundle.open(f"documents/{document.public_id}.{_ending(document)}", "w") as into:
        for chunk in stored.chunks():
            into.write(chunk)


def _ending(document: Document) -> str:
    return str(document.content_type).rpartition("/")[2]
