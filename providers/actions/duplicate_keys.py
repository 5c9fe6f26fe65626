"""Which listings are worth comparing: a table of keys, joined with itself. Sharing a key proves nothing.

Nobody compares 100,000 listings each with each: what shares no NPI, number, domain or word nearby is no pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import cos, floor, radians
from typing import Any

from django.db import connection, transaction

from providers.models import Location, Provider
from providers.models.duplicate import COMPARED

from .duplicate_judge import NEAR_MILES
from .duplicate_profiles import telling_prefixes
from .web_domains import mail_domain

CELLS_PER_DEGREE = 8
MILES_PER_DEGREE = 69.0
# A key that more listings share than this says nothing: a switchboard, a word of the whole city.
MOST_SHARING = 60
CHUNK = 50_000
Row = tuple[str, int]

MAKE = 'CREATE TEMP TABLE duplicate_key (value text COLLATE "C", provider_id bigint) ON COMMIT DROP'
COPIED = "COPY duplicate_key (value, provider_id) FROM STDIN"
# Each pair once; the older listing first.
JOIN = """
    WITH shared AS (
        SELECT value FROM duplicate_key GROUP BY value
        HAVING count(DISTINCT provider_id) BETWEEN 2 AND %(most)s
    ), held AS (
        SELECT DISTINCT value, provider_id FROM duplicate_key JOIN shared USING (value)
    )
    SELECT DISTINCT a.provider_id, b.provider_id
    FROM held a JOIN held b ON a.value = b.value AND a.provider_id < b.provider_id
    ORDER BY 1, 2
"""


@transaction.atomic
def pairs(*, with_demo: bool = False) -> list[tuple[int, int]]:
    """Every two listings that share a key. Made-up ones are compared only where it is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE)
        rows = _rows(with_demo)
        while chunk := list(islice(rows, CHUNK)):
            _copy(cursor, chunk)
        cursor.execute("ANALYZE duplicate_key")
        cursor.execute(JOIN, {"most": MOST_SHARING})
        found: list[tuple[int, int]] = cursor.fetchall()
        cursor.execute("DROP TABLE duplicate_key")
        return found


def _copy(cursor: Any, rows: list[Row]) -> None:
    """Of what was read before: while rows are copied in, the connection reads nothing."""
    with cursor.copy(COPIED) as out:
        for row in rows:
            out.write_row(row)


def _rows(with_demo: bool) -> Iterator[Row]:
    listings = Provider.objects.filter(status__in=COMPARED)
    places = Location.objects.filter(provider__status__in=COMPARED, closed_on=None)
    if not with_demo:
        listings, places = listings.filter(is_demo=False), places.filter(provider__is_demo=False)
    for pk, npi, website in listings.values_list("pk", "npi", "website").iterator(5000):
        if npi:
            yield f"npi {npi}", pk
        if website and (domain := mail_domain(website).name):
            yield f"domain {domain}", pk
    columns = ("provider", "provider__display_name", "phone", "state", "city", "latitude", "longitude")
    for pk, name, phone, state, city, latitude, longitude in places.values_list(*columns).iterator(5000):
        if phone:
            yield f"phone {phone}", pk
        areas = [f"{state} {city.casefold()}", *cells(latitude, longitude)]
        for word in telling_prefixes(name):
            for area in areas:
                yield f"word {area} {word}", pk


def cells(latitude: float | None, longitude: float | None) -> list[str]:
    """The squares of a grid that a place is in, or nearly: any two within NEAR_MILES share one."""
    if latitude is None or longitude is None:
        return []
    up = NEAR_MILES / MILES_PER_DEGREE / 2
    aside = up / max(cos(radians(latitude)), 0.1)
    rows = {floor((latitude + step) * CELLS_PER_DEGREE) for step in (-up, up)}
    columns = {floor((longitude + step) * CELLS_PER_DEGREE) for step in (-aside, aside)}
    return [f"{row} {column}" for row in sorted(rows) for column in sorted(columns)]
