"""Replaces the table of places with what the gazetteer yields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from django.db import connection, transaction

COLUMNS = (
    "kind",
    "code",
    "name",
    "state",
    "county",
    "slug",
    "search_key",
    "latitude",
    "longitude",
    "population",
    "prominence",
    "timezone",
)

NUMBER_ON = "SELECT setval(pg_get_serial_sequence('providers_place', 'id'), max(id)) FROM providers_place"


class PlaceRecord(Protocol):
    """Anything with the fields of a place, by name."""

    @property
    def kind(self) -> str: ...

    @property
    def code(self) -> str: ...


def no_progress(records: Iterable[PlaceRecord]) -> Iterable[PlaceRecord]:
    return records


@transaction.atomic
def load_places(
    *,
    records: Iterable[PlaceRecord],
    progress: Callable[[Iterable[PlaceRecord]], Iterable[PlaceRecord]] = no_progress,
) -> Counter[str]:
    """Counts of what was loaded, by kind.

    Rows are numbered in the order given, so that loading the same places again changes nothing. Readers see
    the old places until the transaction ends. Nothing may refer to a place by its primary key.
    """
    counts: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM providers_place")
        with cursor.copy(f"COPY providers_place (id, {', '.join(COLUMNS)}) FROM STDIN") as copy:
            for number, record in enumerate(progress(records), start=1):
                copy.write_row((number, *(getattr(record, column) for column in COLUMNS)))
                counts[record.kind] += 1
        cursor.execute(NUMBER_ON)
        cursor.execute("ANALYZE providers_place")
    return counts
