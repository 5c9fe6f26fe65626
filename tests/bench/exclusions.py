"""The monthly exclusion run: how long the list takes to read, and everybody to be held against it."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from providers.actions import exclusion_load, exclusion_run
from providers.models import Check, Credential, ExclusionMatch
from tests.bench import exclusion_people

PEOPLE, ROWS, HITS, ALLOWED = 100_000, 85_000, 20, 120.0


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = act()
    return time.perf_counter() - start, found


def print_exclusions(seed: int, people: int = PEOPLE, rows: int = ROWS) -> None:
    """In an empty database that has been pointed at."""
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        exclusion_people.fill(people, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "UPDATED.csv"
        exclusion_people.write_list(path, rows, seed, HITS)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        reading, outcome = _timed(lambda: exclusion_load.load(by=None, path=path))
        running, account = _timed(exclusion_run.run)
        again, _account = _timed(exclusion_run.catch_up)
    print(f"\n| {people:,} people against {outcome.load.rows:,} rows of the exclusion list | seconds | |")
    print("|---|---|---|")
    print(f"| reading the list | {reading:.1f} | |")
    verdict = "within" if reading + running <= ALLOWED else "over"
    print(f"| comparing {account.rows:,} people and listings | {running:.1f} | {verdict} {ALLOWED:.0f} |")
    print(f"| catching up when nobody is new | {again:.1f} | |")
    suspended = Credential.objects.filter(status="suspended").count()
    print(
        f"\n{ExclusionMatch.objects.count():,} hits, {suspended} licenses suspended,"
        f" {Check.objects.filter(gate='exclusion').count():,} checks stored."
    )
