"""Names that were nearly spelt right: what looks alike, and how many slips of the finger lie between."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from providers.models import Place
from providers.models.place import PlaceKind

from .place_text import Meaning

LOOKALIKES = 60
LEAST_LIKENESS = 0.25


def lookalikes(meaning: Meaning) -> list[Place]:
    """In a state all its names are compared, which costs less than the index of all the country's."""
    if meaning.state:
        named = Place.objects.filter(kind__in=(PlaceKind.CITY, PlaceKind.COUNTY), state=meaning.state)
    else:
        named = Place.objects.exclude(kind=PlaceKind.ZIP).spelt_like(meaning.key)
    return list(named.most_alike_first(meaning.key, at_least=LEAST_LIKENESS)[:LOOKALIKES])


def slips_between(typed: str, name: str) -> int:
    """Letters added, left out, changed or swapped; a wrong first letter counts twice."""
    return int(OSA.distance(typed, name)) + (typed[:1] != name[:1])


def slips_allowed(key: str) -> int:
    if len(key) <= 3:
        return 0
    return 1 if len(key) <= 5 else 2 if len(key) <= 11 else 3
