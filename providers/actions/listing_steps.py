"""One step in a listing's life: lock, check again, change, keep who and why, reindex. See listings.py."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pghistory

from providers.models import Provider, User
from providers.models.provider import LIFE
from providers.models.vocabulary import ListingStatus as S

from . import cases, search_index
from .refusals import refuse_unless_in


def locked(provider: Provider, starts: Collection[str]) -> Provider:
    row: Provider = Provider.objects.select_for_update().get(pk=provider.pk)
    refuse_unless_in(row.status, starts, str(S(row.status).label))
    return row


def starts_of(end: str) -> list[str]:
    """The states from which the database lets a listing come here."""
    return [start for start, ends in LIFE.items() if end in ends]


def save(provider: Provider, *, by: User | None, event: str, reason: str = "", **changes: Any) -> Provider:
    """Writes these fields; who, what and why go with the history that the database writes."""
    for field, value in changes.items():
        setattr(provider, field, value)
    with pghistory.context(event=event, reason=reason, by=by.pk if by else None):
        provider.save(update_fields=list(changes))
    search_index.reindex(provider.locations.values_list("pk", flat=True))
    if "status" in changes:
        cases.follow(provider, by=by)
    return provider
