"""Harmless facts in the clinic's own words: live at once, dated today, and only where something changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from providers.models import Policy, Provider, User
from providers.models.provenance import Provenance
from providers.models.vocabulary import Basis

from .clock import today

Row = TypeVar("Row", bound=Provenance)
STAMP = ("basis", "source", "source_url", "confirmed_on", "confirmed_by")


def stamp(by: User) -> dict[str, Any]:
    return {
        "basis": Basis.PROVIDER_ATTESTED,
        "source": "",
        "source_url": "",
        "confirmed_on": today(),
        "confirmed_by": by,
    }


def state(row: Row, *, by: User, facts: Mapping[str, Any]) -> bool:
    """Writes what differs, with today's date; True if anything did. An untouched row keeps its evidence."""
    changed = {name: value for name, value in facts.items() if not _same(getattr(row, name), value)}
    if not changed:
        return False
    vouch(row, by=by, **changed)
    return True


def vouch(row: Row, *, by: User, **changed: Any) -> Row:
    """The clinic says today that this row is true, with these changes."""
    for name, value in {**changed, **stamp(by)}.items():
        setattr(row, name, value)
    row.save(update_fields=None if row._state.adding else [*changed, *STAMP])
    return row


def _same(one: Any, other: Any) -> bool:
    """Codes have no order."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    return bool(one == other)


def hold(provider: Provider) -> Provider:
    """The listing first, in every action: what is read after it nobody else is changing."""
    held: Provider = Provider.objects.select_for_update().get(pk=provider.pk)
    return held


def policy_of(provider: Provider) -> Policy:
    """The provider's promises; an unsaved row of nothing stated where there is none yet."""
    return Policy.objects.filter(provider=provider).first() or Policy(provider=provider)
