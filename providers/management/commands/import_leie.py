"""Reads the federal exclusion list (LEIE), and holds everybody against it at once."""

import datetime
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from providers.actions import exclusion_load, exclusion_run
from providers.actions.exclusion_load import Outcome
from providers.management import feed_output
from providers.models import User


class Command(BaseCommand):
    help = "Read the OIG's exclusion list (UPDATED.csv, or a supplement) and compare everybody with it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--supplement", action="store_true", help="a month's changes, of either kind")
        parser.add_argument(
            "--published",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day the file speaks for; the day of its last change unless given",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="a lead (--by) takes a file that is older than what is here or much smaller",
        )
        feed_output.add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = feed_output.person(options["by"])
        with feed_output.failures_told(options["file"], self.stdout):
            outcome = exclusion_load.load(
                by=by,
                path=options["file"],
                is_supplement=options["supplement"],
                published_on=options["published"],
                force=options["force"],
                progress=lambda records: tqdm(records, unit=" rows", file=sys.stderr, disable=None),
            )
        self._report(outcome)
        self._compare(by)

    def _report(self, outcome: Outcome) -> None:
        counts = {
            "new": outcome.added,
            "changed": outcome.changed,
            "no longer on the list": outcome.ended,
            "no longer in the file, but kept: lines of it were refused": outcome.kept,
            "new to us and reinstated already": outcome.unknown,
            "matches of ours that ended with it": outcome.ended_matches,
        }
        feed_output.finish(outcome.load, self.stdout, counts=counts)
        for line, warning in outcome.warnings[: feed_output.MOST_SHOWN]:
            self.stdout.write(f"  line {line}: {warning}")

    def _compare(self, by: User | None) -> None:
        with tqdm(unit=" compared", file=sys.stderr, disable=None) as bar:
            account = exclusion_run.run(by=by, progress=bar.update)
        if account is None:
            self.stdout.write("Nobody was compared: read a whole file first.")
        else:
            self.stdout.write(f"Compared with the list: {account.rows:,} people and listings.")
