"""Counties and their equals: the official name, the county of a point, and the records themselves."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from django.utils.text import slugify

from providers.models.geography import flat_distance, great_circle_miles
from providers.models.place_names import MILITARY, search_key

from .gazetteer_record import Record, first_free, middle

OFFICIAL_COUNTY = re.compile(
    r"(County|Parish|Borough|Municipio|Municipality|Census Area|City and Borough|District)$"
)
CITY_AS_COUNTY = re.compile(r"^City of (?P<after>.+)$|^(?P<before>.+) \(city\)$")
WITHOUT_COUNTIES = MILITARY | {"DC", "GU", "MH"}


def county_names(folder: Path) -> dict[tuple[str, str], str]:
    with (folder / "county_names.csv").open(encoding="utf-8", newline="") as lines:
        return {(row["state"], row["in_zips"]): row["name"] for row in csv.DictReader(lines)}


def county_name(state: str, in_zips: str, names: dict[tuple[str, str], str]) -> str:
    """The official name: "Boulder County", "Orleans Parish", "Richmond City"."""
    if not in_zips or (state, in_zips) in names:
        return names.get((state, in_zips), "")
    if OFFICIAL_COUNTY.search(in_zips):
        return in_zips
    if city := CITY_AS_COUNTY.match(in_zips):
        return f"{city['after'] or city['before']} City"
    return f"{in_zips} Parish" if state == "LA" else f"{in_zips} County"


class NearestZip:
    """Finds the county of a point from the ZIP codes around it, in the same state."""

    CELLS_PER_DEGREE = 4
    WIDEST_RING = 12

    def __init__(self, zips: Iterable[Record]) -> None:
        self.by_cell: dict[tuple[str, int, int], list[Record]] = defaultdict(list)
        self.by_city: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for row in zips:
            self.by_cell[row.state, *self.cell(row)].append(row)
            self.by_city[row.state, search_key(row.name)].append(row)

    def cell(self, row: Record) -> tuple[int, int]:
        latitude, longitude = row.position
        return int(latitude * self.CELLS_PER_DEGREE), int(longitude * self.CELLS_PER_DEGREE)

    def fill_county(self, row: Record) -> Record:
        return replace(row, county=self.county_near(row))

    def county_near(self, row: Record) -> str:
        """Of the nearest ZIP code with the same city's name within reach, else of the nearest at all."""
        namesakes = self.by_city.get((row.state, search_key(row.name)), [])
        here = [zip_ for zip_ in namesakes if great_circle_miles(*row.position, *zip_.position) < 25]
        around = here or self.around(row)
        if not around:
            return ""
        return min(around, key=lambda zip_: flat_distance(*row.position, *zip_.position)).county

    def around(self, row: Record) -> list[Record]:
        """The ZIP codes in the smallest square of cells that has any, and one ring more to be sure."""
        north, east = self.cell(row)
        for reach in range(1, self.WIDEST_RING):
            if self.square(row.state, north, east, reach):
                return self.square(row.state, north, east, reach + 1)
        return []

    def square(self, state: str, north: int, east: int, reach: int) -> list[Record]:
        steps = range(-reach, reach + 1)
        cells = (self.by_cell.get((state, north + up, east + over), ()) for up in steps for over in steps)
        return list(chain.from_iterable(cells))


def counties_of(zips: list[Record], cities: list[Record]) -> list[Record]:
    biggest: dict[tuple[str, str], int] = defaultdict(int)
    for city in cities:
        key = (city.state, city.county)
        biggest[key] = max(biggest[key], city.prominence)
    members: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in zips:
        if row.county:
            members[row.state, row.county].append(row)
    taken = {(city.state, city.slug) for city in cities}
    return [county(key, rows, biggest[key], taken) for key, rows in sorted(members.items())]


def county(key: tuple[str, str], zips: list[Record], prominence: int, taken: set[tuple[str, str]]) -> Record:
    state, name = key
    latitude, longitude = middle(zips)
    return Record(
        kind="county",
        code=f"{state}:{slugify(name)}",
        name=name,
        state=state,
        county=name,
        slug=first_free(state, slugify(name), "area", taken),
        search_key=search_key(name),
        latitude=latitude,
        longitude=longitude,
        prominence=prominence,
    )
