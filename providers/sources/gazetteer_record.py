"""One place as the gazetteer yields it, and what is computed from several of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from statistics import median


@dataclass(frozen=True, slots=True)
class Record:
    """One row for the table of places; the fields are those of models.Place."""

    kind: str
    code: str
    name: str
    state: str
    county: str
    slug: str
    search_key: str
    latitude: float | None
    longitude: float | None
    population: int | None = None
    prominence: int = 0
    timezone: str = ""

    @property
    def position(self) -> tuple[float, float]:
        assert self.latitude is not None
        assert self.longitude is not None
        return self.latitude, self.longitude


def middle(records: list[Record]) -> tuple[float, float]:
    """The median of each coordinate: one stray point, such as Wake Island's ZIP code, does not move it."""
    positions = [record.position for record in records]
    return round(median(lat for lat, _ in positions), 5), round(median(lng for _, lng in positions), 5)


def most_common(values: Iterable[str]) -> str:
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def first_free(state: str, slug: str, county: str, taken: set[tuple[str, str]]) -> str:
    numbered = (f"{slug}-{number}" for number in range(2, 1000))
    free = next(name for name in chain([slug, f"{slug}-{county}"], numbered) if (state, name) not in taken)
    taken.add((state, free))
    return free
