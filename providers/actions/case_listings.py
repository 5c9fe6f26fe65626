"""Which listing a case concerns; a person's first place stands for the person, real before made up."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from providers.models import PractitionerRole, Provider


def listing_ids(rows: Collection[Any]) -> dict[int, int | None]:
    """By key, for rows of one model; whoever read them has joined their locations."""
    people = {row.practitioner_id for row in rows if getattr(row, "practitioner_id", None)}
    first = _first_listings(people) if people else {}
    return {row.pk: _listing_id(row, first) for row in rows}


def listing_of(subject: Any) -> Provider | None:
    pk = listing_ids([subject])[subject.pk]
    return Provider.objects.filter(pk=pk).first() if pk else None


def _first_listings(people: Collection[int]) -> dict[int, int]:
    roles = PractitionerRole.objects.filter(practitioner__in=people)
    first = roles.order_by("practitioner", "location__provider__is_demo", "location_id")
    found = first.distinct("practitioner").values_list("practitioner_id", "location__provider_id")
    return dict(found)


def _listing_id(row: Any, first: dict[int, int]) -> int | None:
    if isinstance(row, Provider):
        return row.pk
    if getattr(row, "location_id", None) and not getattr(row, "provider_id", None):
        return int(row.location.provider_id)
    if person := getattr(row, "practitioner_id", None):
        return first.get(person)
    found: int | None = getattr(row, "provider_id", None) or getattr(row, "one_id", None)
    return found
