"""Uploaded evidence: stored, taken away, and swept where a row is gone. What is let in: document_check.py."""

from __future__ import annotations

import datetime
import hashlib
import weakref
from collections.abc import Iterable, Iterator
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Claim, Credential, Document, Provider, User
from providers.models.claim import ClaimStatus
from providers.models.credential import TERMINAL
from providers.models.document import MOST_PER_HOLDER, private_storage
from providers.models.identifiers import holds_dea
from providers.models.vocabulary import CredentialStatus

from .document_check import DocumentRefused, accept, shown_name
from .refusals import refuse_unless

__all__ = ["DocumentRefused", "remove", "sent_by_clinic", "store", "sweep"]

NOT_YET_SEEN = (CredentialStatus.CLAIMED, CredentialStatus.INCOMPLETE)
NOT_YET_PROVED = (ClaimStatus.STARTED, ClaimStatus.EVIDENCE_SENT)
GRACE = datetime.timedelta(days=1)


class _Unfinished:
    """Lives in the transaction's list of things to do on commit; gone from there, its file goes too."""


@transaction.atomic
def store(
    *,
    by: User,
    upload: UploadedFile,
    provider: Provider,
    credential: Credential | None = None,
    claim: Claim | None = None,
) -> Document:
    """Of one credential or one claim. The same file again is the document that is there already.

    Raises DocumentRefused for the file, TransitionRefused for what has five already or has ended.
    """
    accepted = accept(upload)
    holder = _held(credential, claim)
    digest = hashlib.sha256(accepted.content).hexdigest()
    there = list(holder.documents.filter(provider=provider).select_related("uploaded_by"))
    for document in there:
        if document.digest == digest:
            return document
    _refuse_many(by, there)
    document = Document(
        provider=provider,
        credential=credential,
        claim=claim,
        name=_label(upload.name or "", accepted.content_type),
        content_type=accepted.content_type,
        size=len(accepted.content),
        pages=accepted.pages,
        digest=digest,
        scan=accepted.scan,
        uploaded_by=by,
    )
    _write(document, accepted.content)
    document.save()
    return document


def _refuse_many(by: User, there: list[Document]) -> None:
    """What staff keep of a register, look after look, takes no room from what the clinic sends."""
    sent = sent_by_clinic(there)
    refuse_unless(
        by.is_staff or len(sent) < MOST_PER_HOLDER,
        _("There are %s documents already. Take one away first.") % len(sent),
    )


def sent_by_clinic(documents: Iterable[Document]) -> list[Document]:
    return [row for row in documents if row.uploaded_by is None or not row.uploaded_by.is_staff]


def _label(name: str, content_type: str) -> str:
    """Even a file's name holds no DEA number here."""
    return shown_name("" if holds_dea(name) else name, content_type)


def _held(credential: Credential | None, claim: Claim | None) -> Credential | Claim:
    """The one thing that the document belongs to, locked: two uploads at once count each other."""
    if credential is not None:
        row = Credential.objects.select_for_update().get(pk=credential.pk)
        refuse_unless(row.status not in TERMINAL, _("This credential has ended; nothing can be added to it."))
        return row
    if claim is None:
        raise ValueError("A document belongs to a credential or a claim.")
    asked = Claim.objects.select_for_update().get(pk=claim.pk)
    refuse_unless(asked.is_open, _("This claim has ended; nothing can be added to it."))
    return asked


def _write(document: Document, content: bytes) -> None:
    """The file stays only if the transaction does.

    Django has no hook for a rollback, but it drops what was to be done on commit, at that moment.
    """
    document.file.save("", ContentFile(content), save=False)
    unfinished = _Unfinished()
    undo = weakref.finalize(unfinished, document.file.storage.delete, str(document.file.name))
    transaction.on_commit(partial(_finish, unfinished, undo))


def _finish(_unfinished: _Unfinished, undo: weakref.finalize) -> None:
    undo.detach()


@transaction.atomic
def remove(*, by: User, document: Document) -> None:
    """Before staff have it in hand; afterwards it is evidence and stays."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    refuse_unless(
        _is_unseen(row), _("Our staff are working with this document. Withdraw the credential instead.")
    )
    storage, name = row.file.storage, str(row.file.name)
    row.delete()
    transaction.on_commit(partial(storage.delete, name))


def _is_unseen(document: Document) -> bool:
    if document.credential is not None:
        return document.credential.status in NOT_YET_SEEN
    return document.claim is not None and document.claim.status in NOT_YET_PROVED


def sweep(*, now: datetime.datetime | None = None) -> int:
    """Deletes files whose row went with its credential, claim or listing, or whose process died; how many.

    A day's grace, so that an upload under way is left alone.
    """
    storage = private_storage()
    before = (now or timezone.now()) - GRACE
    known = set(Document.objects.values_list("file", flat=True))
    orphans = [name for name in _stored(storage) if name not in known]
    old = [name for name in orphans if storage.get_modified_time(name) < before]
    for name in old:
        storage.delete(name)
    return len(old)


def _stored(storage: Storage) -> Iterator[str]:
    if not storage.exists(""):
        return
    for folder in storage.listdir("")[0]:
        for name in storage.listdir(folder)[1]:
            yield f"{folder}/{name}"
