"""Stores what a register says, and brings the unclaimed listings in step with it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from providers.models import (
    Coverage,
    ImportRun,
    Language,
    Location,
    Match,
    Policy,
    Provider,
    SearchCard,
    SearchRow,
    Service,
    SourceRecord,
    User,
)
from providers.models.facility import Facility, Refused
from providers.models.source_record import Register

from . import search_density, search_index
from .import_batch import Batch
from .import_report import Note, Report
from .imported_places import Surroundings

__all__ = ["Note", "Report", "store"]

BATCH = 500
LOCK = 5_0318  # one import at a time: two could create the same listing
GROWING = (
    *(Provider, Location, Service, Coverage, Language, Policy),
    *(SourceRecord, Match, SearchRow, SearchCard),
)
Records = Iterable[Facility | Refused]


def no_progress(records: Records) -> Records:
    return records


@transaction.atomic
def store(
    records: Records,
    *,
    by: User | None,
    register: Register,
    only_ketamine: bool = True,
    dry_run: bool = False,
    progress: Callable[[Records], Records] = no_progress,
    file_name: str = "",
    digest: str = "",
) -> Report:
    """All or nothing, in memory that does not grow with the register.

    A dry run does the same work and takes it back, so its numbers are those of the real one. With
    only_ketamine, a facility that does not state ketamine is left out, unless it is listed already.
    """
    run = _begin(register, file_name, digest)
    report, surroundings = Report(), Surroundings()
    readable = _readable(iter(progress(records)), report)
    batches = iter(lambda: list(islice(readable, BATCH)), [])
    for number, facilities in enumerate(batches, start=1):
        batch = Batch(
            facilities,
            run=run,
            by=by,
            surroundings=surroundings,
            report=report,
            only_ketamine=only_ketamine,
        )
        batch.store()
        if number.bit_count() == 1:
            _tell_planner()
        search_index.reindex(batch.touched)
    search_density.refresh()
    report.keep_in(run)
    _end()
    if dry_run:
        transaction.set_rollback(True)
    return report


def _begin(register: Register, file_name: str, digest: str) -> ImportRun:
    """Wait for other imports, and name this one in the history of every row that it writes.

    Set here and not by pghistory.context, which would put it in front of each of the big INSERTs. Where these
    settings are missing, pghistory's and pgtrigger's functions catch an error for every row, and PostgreSQL
    then walks all foreign keys that are still to be checked: the import would take five times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        run = ImportRun.objects.create(
            register=register, file_name=file_name[-255:], digest=digest, started_at=timezone.now()
        )
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', %s, true),"
            " set_config('pgtrigger.ignore', '{}', true)",
            [str(uuid.uuid4()), json.dumps({"import_run": run.pk, "register": register})],
        )
    return run


def _end() -> None:
    """What the caller may write after this in the same transaction is not the import's doing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pghistory.context_id', '', true)")


def _tell_planner() -> None:
    """PostgreSQL counts the rows of an open transaction only when asked; it plans for empty tables else.

    Asked when the number of batches has doubled.
    """
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in GROWING)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def _readable(records: Iterator[Facility | Refused], report: Report) -> Iterator[Facility]:
    for record in records:
        if isinstance(record, Refused):
            report.refuse(record.line, record.reason)
        else:
            yield record
