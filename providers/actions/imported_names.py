"""The name and the address (slug) of a listing that a register brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import count

from django.utils.text import slugify

from providers.models import FormerSlug, Provider
from providers.models.facility import Facility

LONGEST_NAME = 200
LONGEST_SLUG = 110
LEADS_ON = frozenset({"at", "of", "for", "and", "in", "on", "with", "by", "the", "to", "from", "&"})
NUMBERS = 50


def display_name(facility: Facility) -> str:
    """“Care Clinic – Adult Services”; but “Resnick Neuropsychiatric Hospital at UCLA” reads as one name."""
    name, unit = facility.name, facility.unit_name
    if not unit or unit.casefold() in name.casefold():
        return name
    runs_on = name.split()[-1].casefold() in LEADS_ON or name[-1] in "-/&," or unit[0] in "(/&"
    whole = f"{name} {unit}" if runs_on else f"{name} – {unit}"
    return whole if len(whole) <= LONGEST_NAME else name


def slug_of(facility: Facility) -> str:
    """“care-clinic-huntsville-al”."""
    slug = slugify(f"{display_name(facility)} {facility.city} {facility.state}")
    return slug[:LONGEST_SLUG].strip("-") or "provider"


def free_slugs(wanted: Sequence[str]) -> list[str]:
    """One for each, in order: as wanted, or with -2, -3 and so on where that is taken. Two queries or so."""
    taken = _taken(wanted)
    crowded = {slug for slug, times in Counter(wanted).items() if times > 1 or slug in taken}
    taken |= _taken([name for slug in crowded for name in _numbered(slug, 2)])
    chosen = []
    for slug in wanted:
        free = _first_free(slug, taken) if slug in taken else slug
        taken.add(free)
        chosen.append(free)
    return chosen


def _numbered(slug: str, start: int) -> list[str]:
    return [f"{slug}-{number}" for number in range(start, start + NUMBERS)]


def _first_free(slug: str, taken: set[str]) -> str:
    for start in count(2, NUMBERS):
        names = _numbered(slug, start)
        if start > 2:
            taken |= _taken(names)
        if free := next((name for name in names if name not in taken), None):
            return free
    raise AssertionError("unreachable: there is always a higher number")


def _taken(slugs: Collection[str]) -> set[str]:
    """Those that a listing has, or had: an old address goes on redirecting."""
    if not slugs:
        return set()
    now = Provider.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    once = FormerSlug.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    return {*now, *once}
