"""The exclusion list's table, written in sets: a file's rows wait beside it and are then merged in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from providers.models import Exclusion, FeedLoad

TABLE = Exclusion._meta.db_table
SAID = (
    *("last_name", "first_name", "middle_name", "business", "general", "specialty", "npi", "born_on"),
    *("street", "city", "state", "zip", "type", "excluded_on", "reinstated_on", "waived_on", "waiver_state"),
)
WRITTEN = (*SAID, "keys", "ended_on")
COLUMNS = ("key", *WRITTEN)


@contextmanager
def staged(rows: Iterable[dict[str, Any]]) -> Iterator[int]:
    """Inside a transaction. Yields how many rows wait in the table `leie_rows`."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE leie_rows ON COMMIT DROP AS SELECT {_list(COLUMNS)} FROM {TABLE} LIMIT 0"
        )
        with cursor.copy(f"COPY leie_rows ({_list(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in COLUMNS])
                count += 1
        cursor.execute("ANALYZE leie_rows")
        yield count
        cursor.execute("DROP TABLE leie_rows")


def merge(load: FeedLoad) -> tuple[int, int, int]:
    """Added, changed, and of the added those that were over already. What is the same stays unwritten."""
    pairs = ", ".join(f"{name} = new.{name}" for name in WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} AS old SET {pairs}, load_id = %s FROM leie_rows AS new WHERE old.key = new.key"
            f" AND ({_list(WRITTEN, 'old')}) IS DISTINCT FROM ({_list(WRITTEN, 'new')})",
            [load.pk],
        )
        changed = cursor.rowcount
        cursor.execute(
            f"WITH added AS (INSERT INTO {TABLE} ({_list(COLUMNS)}, load_id)"
            f" SELECT {_list(COLUMNS)}, %s FROM leie_rows ON CONFLICT (key) DO NOTHING RETURNING ended_on)"
            " SELECT count(*), count(ended_on) FROM added",
            [load.pk],
        )
        added, over = cursor.fetchone()
        cursor.execute(f"ANALYZE {TABLE}")
    return added, changed, over


def end_missing(load: FeedLoad, *, is_sure: bool) -> tuple[int, int]:
    """Whom a whole file no longer names is off the list since its day. How many ended; how many were kept."""
    gone = f"ended_on IS NULL AND NOT EXISTS (SELECT FROM leie_rows AS new WHERE new.key = {TABLE}.key)"
    with connection.cursor() as cursor:
        if not is_sure:
            cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE {gone}")
            return 0, cursor.fetchone()[0]
        cursor.execute(
            f"UPDATE {TABLE} SET ended_on = %s, load_id = %s WHERE {gone}", [load.published_on, load.pk]
        )
        return cursor.rowcount, 0


def _list(names: Iterable[str], table: str = "") -> str:
    return ", ".join(f"{table}.{name}" if table else name for name in names)
