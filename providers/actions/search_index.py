"""Keeps what search reads in step with the listings: every action that changes a listing calls `reindex`.

A loader that has the facts in memory calls `entries_for` (or `row_for` and `card_for`) and writes the rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from providers.models import Location, Question, SearchCard, SearchReach, SearchRow
from providers.models.disputes import NONE, disputes_of
from providers.models.listing_facts import ListingFacts

from . import search_density
from .known_facts import facts_of, with_facts
from .search_cards import card_for
from .search_rows import courses_of, reach_for, row_for

__all__ = ["Drift", "Entries", "card_for", "drift", "entries_for", "rebuild", "reindex", "row_for"]

BATCH = 500


@dataclass(frozen=True)
class Entries:
    """Everything that search keeps of one location."""

    row: SearchRow
    card: SearchCard
    reach: list[SearchReach]


def entries_for(
    facts: ListingFacts, day: datetime.date, *, questions: int, is_only_location: bool = True
) -> Entries:
    """Pure: asks no database. questions: how many questions there are to answer."""
    courses = courses_of(facts, day)
    row = row_for(facts, day, courses)
    card = card_for(facts, day, questions=questions, is_only_location=is_only_location, courses=courses)
    return Entries(row, card, reach_for(facts, row, day))


@transaction.atomic
def reindex(location_ids: Iterable[int]) -> None:
    """Brings the entries of these locations, and of their sister locations, up to date.

    A location that is not listed has none. Some twenty queries for every 500 locations.
    """
    wanted = set(location_ids)
    sisters = Location.objects.filter(provider__locations__in=wanted).values_list("pk", flat=True)
    for batch in _batches(sorted(wanted.union(sisters))):
        _write(batch, list(_entries(batch, timezone.localdate())))


def rebuild() -> int:
    """Writes every entry anew, batch by batch, and drops what belongs to nothing; returns how many remain."""
    listed = Location.objects.listed()
    for batch in _batches(sorted(listed.values_list("pk", flat=True))):
        with transaction.atomic():
            _write(batch, list(_entries(batch, timezone.localdate())))
    for model in (SearchReach, SearchCard, SearchRow):
        model.objects.exclude(location__in=listed).delete()
    search_density.refresh()
    return SearchRow.objects.count()


@dataclass
class Drift:
    """Primary keys of locations whose entries are not what their facts say."""

    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    different: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.different)


def drift() -> Drift:
    """Compares every entry with the facts as they are today; changes nothing."""
    found, day = Drift(), timezone.localdate()
    everything = set(Location.objects.values_list("pk", flat=True))
    for batch in _batches(sorted(everything)):
        is_wanted = {entries.row.location_id: _contents(entries) for entries in _entries(batch, day)}
        is_there = {entries.row.location_id: _contents(entries) for entries in _stored(batch)}
        found.missing += sorted(is_wanted.keys() - is_there.keys())
        found.surplus += sorted(is_there.keys() - is_wanted.keys())
        both = is_wanted.keys() & is_there.keys()
        found.different += sorted(pk for pk in both if is_wanted[pk] != is_there[pk])
    return found


def _batches(pks: list[int]) -> Iterator[list[int]]:
    return (pks[start : start + BATCH] for start in range(0, len(pks), BATCH))


def _entries(location_ids: Collection[int], day: datetime.date) -> Iterator[Entries]:
    questions = Question.objects.current().count()
    wanted = Location.objects.listed().filter(pk__in=location_ids)
    locations = list(with_facts(wanted).order_by("pk"))
    alone = _only_locations({location.provider_id for location in locations})
    disputes = disputes_of(location_ids, day)
    for location in locations:
        facts = replace(facts_of(location), disputes=disputes.get(location.pk, NONE))
        yield entries_for(facts, day, questions=questions, is_only_location=location.pk in alone)


def _only_locations(provider_ids: set[int]) -> set[int]:
    """Locations whose provider lists no other."""
    by_provider: dict[int, list[int]] = {}
    listed = Location.objects.listed().filter(provider__in=provider_ids)
    for pk, provider in listed.values_list("pk", "provider_id"):
        by_provider.setdefault(provider, []).append(pk)
    return {pks[0] for pks in by_provider.values() if len(pks) == 1}


def _write(location_ids: Collection[int], entries: list[Entries]) -> None:
    gone = set(location_ids) - {each.row.location_id for each in entries}
    for model in (SearchRow, SearchCard):
        model.objects.filter(location__in=gone).delete()
    SearchReach.objects.filter(location__in=location_ids).delete()
    _upsert(SearchRow, [each.row for each in entries])
    _upsert(SearchCard, [each.card for each in entries])
    SearchReach.objects.bulk_create([reach for each in entries for reach in each.reach])


def _upsert(model: Any, rows: list[Any]) -> None:
    others = [field.name for field in model._meta.fields if not field.primary_key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["location"], update_fields=others)


def _stored(location_ids: Collection[int]) -> Iterator[Entries]:
    rows = SearchRow.objects.filter(location__in=location_ids)
    cards = SearchCard.objects.in_bulk(location_ids)
    reach: dict[int, list[SearchReach]] = {}
    for one in SearchReach.objects.filter(location__in=location_ids).order_by("state"):
        reach.setdefault(one.location_id, []).append(one)
    for row in rows:
        yield Entries(row, cards.get(row.pk, SearchCard()), reach.get(row.pk, []))


def _contents(entries: Entries) -> list[tuple[Any, ...]]:
    """Every stored value, for comparison; the key of a reach row says nothing."""
    return [
        tuple(getattr(one, field.attname) for field in one._meta.fields if field.name != "id")
        for one in (entries.row, entries.card, *entries.reach)
    ]
