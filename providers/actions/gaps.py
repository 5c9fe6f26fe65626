"""What listings leave unsaid of what a patient needs: per location, and as a percentage per listing."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Avg

from providers.models import Location, SearchRow
from providers.models.listing_facts import ListingFacts

from .completeness import stated
from .known_facts import facts_of, with_facts
from .search_rows import courses_of, row_for


@dataclass(frozen=True)
class Gaps:
    """missing: names of completeness.WEIGHTS that the location leaves unsaid."""

    location: Location
    completeness: int
    missing: list[str]


def gaps_of(listing: int, day: datetime.date) -> list[Gaps]:
    """Of each open location of this listing. A fixed number of queries."""
    locations = with_facts(Location.objects.filter(provider=listing, closed_on=None))
    return [_gaps(facts_of(location), day) for location in locations.order_by("pk")]


def _gaps(facts: ListingFacts, day: datetime.date) -> Gaps:
    courses = courses_of(facts, day)
    row = row_for(facts, day, courses)
    said = stated(facts, courses, row.verified_until)
    return Gaps(facts.location, row.completeness, [name for name, is_said in said.items() if not is_said])


def completeness_of(listings: Collection[int], day: datetime.date) -> dict[int, int]:
    """The mean of each listing's open locations: as search has it, or counted where search has nothing.

    A listing without a location has no entry.
    """
    rows = SearchRow.objects.filter(location__provider__in=listings).values_list("location__provider")
    found = {listing: round(mean) for listing, mean in rows.annotate(Avg("completeness")).order_by()}
    others = Location.objects.filter(provider__in=set(listings) - found.keys(), closed_on=None)
    counted: dict[int, list[int]] = {}
    for location in with_facts(others):
        counted.setdefault(location.provider_id, []).append(_gaps(facts_of(location), day).completeness)
    return found | {listing: round(sum(each) / len(each)) for listing, each in counted.items()}
