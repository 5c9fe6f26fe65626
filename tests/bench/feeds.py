"""Loads a made-up NPI register file of the real layout: the first, the next month's, and a week's."""

import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from tqdm import tqdm

from providers.actions import npi_load
from tests.bench import nppes_file

MONTH, NEXT_MONTH = "npidata_pfile_20050523-20250608.csv", "npidata_pfile_20050523-20250713.csv"
WEEK = "npidata_pfile_20250714-20250720.csv"
WANTED = 30_000


def print_feeds(rows: int) -> None:
    """Asks for a machine that does nothing else; seconds of processor time tell whether it was so."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        month, next_month, week = (Path(folder) / f"{name}.zip" for name in ("month", "next", "week"))
        for path, member, count, seed in (
            (month, MONTH, rows, 1),
            (next_month, NEXT_MONTH, rows, 1),
            (week, WEEK, rows // 100, 2),
        ):
            print(f"Writing {count:,} made-up rows of 330 columns.")
            nppes_file.write_zip(path, member, count, seed=seed)
        print(f"\nThe NPI register's file, {rows:,} rows; wanted: {WANTED:,} rows a second.")
        _print("into an empty table", lambda: npi_load.load(by=None, path=month, progress=bar()))
        _print("the next month, same rows", lambda: npi_load.load(by=None, path=next_month, progress=bar()))
        _print("a week's changes", lambda: npi_load.load(by=None, path=week, weekly=True, progress=bar()))
    print(f"Most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.")


def bar() -> npi_load.Progress:
    shown = tqdm(unit="B", unit_scale=True, disable=None, leave=False)

    def show(done: int, size: int, load: object) -> None:
        shown.total = size
        shown.update(done - shown.n)

    return show


def _print(what: str, load: Callable[[], npi_load.Outcome]) -> None:
    """own: this process's processor time; server's: that of the connection's process, where it runs here.

    Both work at the same time, so that rows by the sum of both is what two idle cores do at the least.
    """
    start, own, servers = time.perf_counter(), time.process_time(), _server_seconds()
    outcome = load()
    took, own = time.perf_counter() - start, time.process_time() - own
    rows, merged, servers = outcome.load.rows, outcome.merged, _server_seconds() - servers
    print(
        f"{what:>26}: {rows / took:>8,.0f} rows/s by the clock, {rows / (own + servers):,.0f} by processor "
        f"time; {took:.1f} s, with {own:.1f} s of processor time here and {servers:.1f} s in PostgreSQL "
        f"({merged.added:,} added, {merged.changed:,} changed, {merged.dropped:,} dropped)"
    )


def _server_seconds() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return float("nan")
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
