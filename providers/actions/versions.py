"""Two people at one page: what it was drawn from, as one short text, and the refusal to save over newer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Stale(Exception):
    """Somebody saved since the page was drawn. The view answers 409 and shows both versions."""


def chosen(row: models.Model, *fields: str) -> Mapping[str, Any]:
    """Only these fields, of a row that changes for other reasons too: `version_of(chosen(row, "about"))`."""
    return {"row": [row._meta.label, row.pk], **{field: getattr(row, field) for field in fields}}


def version_of(*parts: models.Model | Mapping[str, Any] | Iterable[models.Model]) -> str:
    """A digest of rows, querysets of rows and `chosen` fields, in any order.

    Give rows as the database has them (read anew): a value that was typed may be spelt differently.
    """
    said = sorted(_text(value) for part in parts for value in _values(part))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]


def refuse_stale(expected: str, *parts: models.Model | Mapping[str, Any] | Iterable[models.Model]) -> None:
    """Raises Stale unless these are still the rows of that version. Call it after the lock."""
    if version_of(*parts) != expected:
        raise Stale


def _values(part: models.Model | Mapping[str, Any] | Iterable[models.Model]) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, models.Model):
        yield chosen(part, *(field.attname for field in part._meta.concrete_fields))
    elif isinstance(part, Mapping):
        yield part
    else:
        for row in part:
            yield from _values(row)


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, cls=DjangoJSONEncoder)
