"""US states, counties, cities and ZIP codes from the shipped GeoNames and Census files, as plain records."""

from __future__ import annotations

import csv
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from django.utils.text import slugify

from providers.models.geography import great_circle_miles
from providers.models.place_names import MILITARY, STATES, search_key

from .gazetteer_counties import WITHOUT_COUNTIES, NearestZip, counties_of, county_name, county_names
from .gazetteer_record import Record, first_free, middle, most_common

DATA = Path(__file__).parent / "data"
SAME_PLACE_MILES = 8
NEW_YORK_CITY = "5128581"
REMARK = re.compile(r"^(City|Village) of (?=.*\()|\s*\(.*\)|,.*$")


def places(folder: Path = DATA) -> list[Record]:
    """Every place, in an order that is always the same, so that numbering them gives stable keys."""
    zips = read_zips(folder)
    civil = [record for record in zips if record.latitude is not None]
    cities = with_slugs(with_post_offices(read_cities(folder, civil), civil))
    counties = counties_of(civil, cities)
    groups = (states_of(cities), counties, cities, zips)
    return [record for group in groups for record in sorted(group, key=lambda record: record.code)]


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def read_zips(folder: Path) -> list[Record]:
    names = county_names(folder)
    rows = [zip_record(row, names) for row in read_rows(folder / "us_zips.csv.xz")]
    index = NearestZip(row for row in rows if row.county)
    return [row if row.county or row.state in WITHOUT_COUNTIES else index.fill_county(row) for row in rows]


def zip_record(row: dict[str, str], names: dict[tuple[str, str], str]) -> Record:
    """Military post has the coordinates of a base overseas: they are left out."""
    state, code = row["state"], row["zip"]
    military = state in MILITARY
    return Record(
        kind="zip",
        code=code,
        name=row["city"].split()[0] if military else row["city"],
        state=state,
        county=county_name(state, row["county"], names),
        slug=code,
        search_key=code,
        latitude=None if military else float(row["lat"]),
        longitude=None if military else float(row["lng"]),
    )


def read_cities(folder: Path, zips: list[Record]) -> list[Record]:
    """The biggest first; a smaller one of the same name in the same county or close by is the same."""
    index = NearestZip(row for row in zips if row.county)
    rows = [city_record(row) for row in read_rows(folder / "us_cities.csv.xz")]
    kept: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (-row.prominence, row.code)):
        city = row if row.state in WITHOUT_COUNTIES else index.fill_county(row)
        namesakes = kept[city.state, city.search_key]
        if not any(same_place(city, other) for other in namesakes):
            namesakes.append(city)
    return list(chain.from_iterable(kept.values()))


def city_record(row: dict[str, str]) -> Record:
    name = "New York" if row["geonameid"] == NEW_YORK_CITY else REMARK.sub("", row["name"]).strip()
    population = int(row["population"] or 0) or None
    return Record(
        kind="city",
        code=row["geonameid"],
        name=name,
        state=row["state"],
        county="",
        slug="",
        search_key=search_key(name),
        latitude=float(row["lat"]),
        longitude=float(row["lng"]),
        population=population,
        prominence=population or 0,
        timezone=row["timezone"],
    )


def same_place(one: Record, other: Record) -> bool:
    if one.county == other.county:
        return True
    return great_circle_miles(*one.position, *other.position) < SAME_PLACE_MILES


def with_post_offices(cities: list[Record], zips: list[Record]) -> list[Record]:
    """Adds the cities that only the post knows, at the middle of their ZIP codes."""
    known = {(city.state, city.search_key) for city in cities}
    offices: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in zips:
        if (key := (row.state, search_key(row.name))) not in known:
            offices[key].append(row)
    return cities + [post_office(key, rows) for key, rows in offices.items()]


def post_office(key: tuple[str, str], zips: list[Record]) -> Record:
    state, name_key = key
    latitude, longitude = middle(zips)
    return Record(
        kind="city",
        code=f"{state}:{slugify(name_key)}",
        name=most_common(row.name for row in zips),
        state=state,
        county=most_common(row.county for row in zips),
        slug="",
        search_key=name_key,
        latitude=latitude,
        longitude=longitude,
    )


def with_slugs(cities: list[Record]) -> list[Record]:
    """One address per city and state; where two claim it the bigger one has it, the other adds its county."""
    taken: set[tuple[str, str]] = set()
    named = []
    for city in sorted(cities, key=lambda city: (-city.prominence, city.code)):
        slug = first_free(city.state, slugify(city.name) or city.code, slugify(city.county), taken)
        named.append(replace(city, slug=slug))
    return named


def states_of(cities: list[Record]) -> list[Record]:
    members: dict[str, list[Record]] = defaultdict(list)
    for city in cities:
        members[city.state].append(city)
    return [state(code, name, members[code]) for code, name in STATES.items()]


def state(code: str, name: str, cities: list[Record]) -> Record:
    latitude, longitude = centre_of_people(cities) if cities else (None, None)
    return Record(
        kind="state",
        code=code,
        name=name,
        state=code,
        county="",
        slug=slugify(name),
        search_key=search_key(name),
        latitude=latitude,
        longitude=longitude,
        prominence=sum(city.prominence for city in cities),
    )


def centre_of_people(cities: list[Record]) -> tuple[float, float]:
    """The mean of a state's cities, each as heavy as its population (at least one person)."""
    weight = sum(city.prominence or 1 for city in cities)
    latitude = sum(city.position[0] * (city.prominence or 1) for city in cities) / weight
    longitude = sum(city.position[1] * (city.prominence or 1) for city in cities) / weight
    return round(latitude, 5), round(longitude, 5)
