"""Finds listings that may stand here twice and opens a case for each pair. Decided ones are left in peace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from providers.models import Case, DuplicatePair, Location, Provider
from providers.models.duplicate import COMPARED, PairState
from providers.models.geography import bounding_box

from . import cases, duplicate_keys
from .duplicate_judge import NEAR_MILES, Found, judge
from .duplicate_profiles import Profile, profiles
from .lookalikes import likeness
from .matching import name_words

BATCH = 2000
Pair = tuple[int, int]


@dataclass
class Tally:
    """compared: pairs that were looked at; found: of them, those that may be one; new: of these.

    ended: cases of pairs that are none any more.
    """

    compared: int = 0
    found: int = 0
    new: int = 0
    ended: int = 0


def find_all(*, with_demo: bool = False, progress: Callable[[int], object] | None = None) -> Tally:
    """Every listing with every other that shares a key with it; batch by batch, each in its transaction."""
    tally = Tally()
    candidates = duplicate_keys.pairs(with_demo=with_demo)
    for batch in _batches(candidates):
        known = profiles({pk for pair in batch for pk in pair})
        found = _judged(batch, known)
        tally.compared += len(batch)
        tally.found += len(found)
        tally.new += len(_keep(found))
        if progress is not None:
            progress(len(batch))
    tally.ended = end_moot()
    return tally


def find_for(provider: Provider) -> list[DuplicatePair]:
    """For one listing that came or changed, at once: the new pairs. A draft is its writer's own business."""
    if provider.status not in COMPARED:
        return []
    others = _worth_comparing(provider)
    known = profiles({provider.pk, *others})
    pairs = [(min(provider.pk, pk), max(provider.pk, pk)) for pk in sorted(others)]
    return _keep(_judged(pairs, known))


@transaction.atomic
def end_moot() -> int:
    """Cases of pairs of which one listing is closed, removed or merged: nobody has to decide them."""
    waiting = DuplicatePair.objects.filter(state=PairState.OPEN, cases__in=Case.objects.open())
    gone = waiting.exclude(one__status__in=COMPARED, other__status__in=COMPARED)
    moot = gone.select_related("one", "other").select_for_update(of=("self",), skip_locked=True)
    rows = list(moot.order_by("pk"))
    for row in rows:
        cases.follow(row)
    return len(rows)


def _batches(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    return (pairs[start : start + BATCH] for start in range(0, len(pairs), BATCH))


def _judged(pairs: Sequence[Pair], known: dict[int, Profile]) -> dict[Pair, Found]:
    """A listing that went away between the two readings is in no pair."""
    found = {}
    for one, other in pairs:
        if one in known and other in known and (seen := judge(known[one], known[other])):
            found[one, other] = seen
    return found


@transaction.atomic
def _keep(found: dict[Pair, Found]) -> list[DuplicatePair]:
    """Writes what is new, brings up to date what is still open; returns the new ones."""
    ones = {one for one, _other in found}
    rows = DuplicatePair.objects.filter(one__in=ones).select_for_update().order_by("pk")
    stored = {(row.one_id, row.other_id): row for row in rows}
    new = []
    for pair, seen in found.items():
        row = stored.get(pair)
        if row is None:
            row, is_new = DuplicatePair.objects.get_or_create(
                one_id=pair[0], other_id=pair[1], defaults=_values(seen)
            )
            new += [row] if is_new else []
        elif row.state == PairState.OPEN:
            _refresh(row, seen)
    for row in new:
        cases.follow(row)
    return new


def _values(seen: Found) -> dict[str, object]:
    return {"why": list(seen.why), "score": seen.score, "miles": seen.miles}


def _refresh(row: DuplicatePair, seen: Found) -> None:
    """What is still open may have a case that ended when one of the two was away."""
    values = _values(seen)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    if not Case.objects.open().filter(duplicate=row).exists():
        cases.follow(row)


def _worth_comparing(provider: Provider) -> set[int]:
    """Those with the same NPI, number or domain, and those with a similar name within a few miles."""
    mine = profiles([provider.pk])[provider.pk]
    shown = Location.objects.filter(provider__status__in=COMPARED, provider__is_demo=provider.is_demo)
    shown = shown.filter(closed_on=None).exclude(provider=provider)
    same = Q(phone__in=mine.phones)
    if mine.npi:
        same |= Q(provider__npi=mine.npi)
    if mine.domain:
        same |= Q(provider__website__icontains=mine.domain)
    found = set(shown.filter(same).values_list("provider", flat=True)[: duplicate_keys.MOST_SHARING])
    nearby = shown.filter(_around(mine)).values_list("provider", "provider__display_name").distinct()
    return found | {pk for pk, name in nearby if likeness(mine.words, frozenset(name_words(name)))}


def _around(mine: Profile) -> Q:
    near = Q(pk=None)
    for site in mine.sites:
        near |= Q(state=site.state, city__iexact=site.city)
        if site.point:
            box = bounding_box(*site.point, NEAR_MILES)
            for west, east in box.longitude_spans():
                near |= Q(longitude__range=(west, east), latitude__range=(box.south, box.north))
    return near
