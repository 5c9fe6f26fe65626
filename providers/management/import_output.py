"""How the import commands show progress and report what was done; no rule of the import itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError, CommandParser, OutputWrapper
from tqdm import tqdm

from providers.actions.imports import Note, Report

MOST_SHOWN = 100


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="report what would be done; change nothing")
    parser.add_argument("--all", action="store_true", help="also facilities that do not state ketamine")


def progress(records: Any) -> Any:
    """A bar on the terminal; nothing where the output goes into a file."""
    return tqdm(records, unit=" facilities", file=sys.stderr, disable=None)


@contextmanager
def pages() -> Iterator[Callable[[int, int], None]]:
    with tqdm(unit=" pages", file=sys.stderr, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def finish(report: Report, out: OutputWrapper, *, dry_run: bool) -> None:
    """Write the report; raises CommandError, for exit code 1, if nothing could be read."""
    out.write("Dry run; nothing was changed. A real run would have:" if dry_run else "Import finished:")
    for label, number in (
        ("created", report.created),
        ("updated", report.updated),
        ("unchanged", report.unchanged),
        ("skipped", len(report.skipped)),
        ("refused", len(report.refused)),
        ("left out: do not state ketamine", report.left_out),
    ):
        out.write(f"{number:>9,}  {label}")
    for heading, notes in (
        ("Refused", report.refused),
        ("Skipped", report.skipped),
        ("The same facility again", report.repeats),
        ("Worth a look", report.warnings),
    ):
        _write_notes(heading, notes, out)
    if report.read == 0:
        raise CommandError("No facility could be read.")


def _write_notes(heading: str, notes: Sequence[Note], out: OutputWrapper) -> None:
    if not notes:
        return
    out.write(f"{heading}:")
    for note in notes[:MOST_SHOWN]:
        out.write(f"  {note}")
    if len(notes) > MOST_SHOWN:
        out.write(f"  and {len(notes) - MOST_SHOWN:,} more")
