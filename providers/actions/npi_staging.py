"""The table beside the NPI register's, in which a file is gathered piece by piece before any of it counts."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from providers.models import FeedLoad, NpiRecord
from providers.sources.npi_row import NpiRow

TARGET = NpiRecord._meta.db_table
COLUMNS = tuple(name for name in NpiRow._fields if name != "line")
CELLS = ", ".join(COLUMNS)
MERGE_MEMORY = "256MB"
OTHER_NAMES, TAXONOMIES = NpiRow._fields.index("other_names"), NpiRow._fields.index("taxonomies")
encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Merged:
    """What a file changed in the register's table. dropped: numbers that a whole file no longer names."""

    added: int
    changed: int
    dropped: int


def table_of(load: FeedLoad) -> str:
    return f"npi_staging_{load.pk}"


def prepare(load: FeedLoad) -> bool:
    """Makes the table; or says True where it is there with all the rows that the reading has counted.

    It is not logged: a crash of PostgreSQL empties it, and the file is read again from its beginning.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [table_of(load)])
        if cursor.fetchone()[0] is not None:
            cursor.execute(f"SELECT count(*) FROM {table_of(load)}")
            if cursor.fetchone()[0] == load.rows:
                return True
        drop(load)
        cursor.execute(f"CREATE UNLOGGED TABLE {table_of(load)} (LIKE {TARGET}, line integer NOT NULL)")
    return False


def drop(load: FeedLoad) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table_of(load)}")


def copy(load: FeedLoad, rows: Iterable[NpiRow]) -> int:
    """Returns how many rows there were."""
    count, nothing = 0, encode([])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table_of(load)} ({CELLS}, line) FROM STDIN") as out,
    ):
        for row in rows:
            cells = list(row)
            cells[OTHER_NAMES] = encode(row.other_names) if row.other_names else nothing
            cells[TAXONOMIES] = encode(row.taxonomies) if row.taxonomies else nothing
            out.write_row(cells)
            count += 1
    return count


def last_update(load: FeedLoad) -> datetime.date | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(updated_on) FROM {table_of(load)}")
        newest: datetime.date | None = cursor.fetchone()[0]
    return newest


def merge(load: FeedLoad, *, is_whole: bool) -> Merged:
    """Brings the register's table in step: in one transaction, and writing only rows that differ.

    Readers are not held up; another merge waits. Of a number that a file names twice the later line counts.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{MERGE_MEMORY}'")
        cursor.execute(f"LOCK TABLE {TARGET} IN SHARE ROW EXCLUSIVE MODE")
    if not NpiRecord.objects.exists():
        merged = Merged(added=_add(load), changed=0, dropped=0)
    else:
        _forget_earlier_lines(load)
        changed, added = _change(load), _add(load)
        merged = Merged(added=added, changed=changed, dropped=_drop_unnamed(load) if is_whole else 0)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {TARGET}")
    return merged


def _forget_earlier_lines(load: FeedLoad) -> None:
    table = table_of(load)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} staged USING (SELECT npi, max(line) AS line FROM {table}"
            " GROUP BY npi HAVING count(*) > 1) last WHERE staged.npi = last.npi AND staged.line < last.line"
        )
        cursor.execute(f"ANALYZE {table}")


def _change(load: FeedLoad) -> int:
    here, staged = (", ".join(f"{name}.{column}" for column in COLUMNS[1:]) for name in ("here", "staged"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TARGET} here SET ({', '.join(COLUMNS[1:])}, load_id) = ROW({staged}, %s)"
            f" FROM {table_of(load)} staged"
            f" WHERE staged.npi = here.npi AND ({here}) IS DISTINCT FROM ({staged})",
            [load.pk],
        )
        return cursor.rowcount


def _add(load: FeedLoad) -> int:
    """In the order of the numbers: the index is then filled in half the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TARGET} ({CELLS}, load_id) SELECT DISTINCT ON (npi) {CELLS}, %s"
            f" FROM {table_of(load)} staged"
            f" WHERE NOT EXISTS (SELECT FROM {TARGET} here WHERE here.npi = staged.npi)"
            " ORDER BY npi, line DESC",
            [load.pk],
        )
        return cursor.rowcount


def _drop_unnamed(load: FeedLoad) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {TARGET} here"
            f" WHERE NOT EXISTS (SELECT FROM {table_of(load)} staged WHERE staged.npi = here.npi)"
        )
        return cursor.rowcount
