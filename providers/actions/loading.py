"""Rows from the files that ship with the project, without undoing what staff changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from providers.models.loaded import Loaded


def said(row: Loaded, fields: Iterable[str]) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}


def digest(facts: Mapping[str, Any]) -> str:
    """Of the facts as they are stored, in any order. Keys of another spelling are another fact."""
    text = json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def load_row(model: type[Loaded], natural_key: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Creates the row, or brings it up to date unless staff edited it. Facts must be in the stored types.

    Returns created, updated, unchanged or kept.
    """
    rows = model._default_manager.select_for_update()
    row = rows.filter(**natural_key).first()
    new = digest(facts)
    if row is None:
        row = model(**natural_key, **facts, loaded_digest=new)
        row.full_clean()
        row.save()
        return "created"
    if row.loaded_digest == new:
        return "unchanged"
    if digest(said(row, facts)) != row.loaded_digest:
        return "kept"
    for field, value in facts.items():
        setattr(row, field, value)
    row.loaded_digest = new
    row.full_clean()
    row.save(update_fields=[*facts, "loaded_digest"])
    return "updated"
