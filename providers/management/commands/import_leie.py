"""Reads the federal exclusion list (LEIE), and holds everybody against it at once."""

import datetime
import sys
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from providers.actions import exclusion_load, exclusion_run
from providers.actions.exclusion_load import Outcome
from providers.models import User
from providers.sources.reading import UnreadableSourceError

MOST_SHOWN = 100


class Command(BaseCommand):
    help = (
        "Read the OIG's exclusion list (UPDATED.csv, or a month's supplement) and compare everybody with it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--supplement", action="store_true", help="a month's exclusions or reinstatements"
        )
        parser.add_argument(
            "--published",
            type=datetime.date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day the file speaks for; the day of its last change unless given",
        )
        parser.add_argument("--by", metavar="EMAIL", help="who reads it, for the record")
        parser.add_argument(
            "--force",
            action="store_true",
            help="a lead takes a file that is older or much smaller",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._person(options["by"])
        try:
            outcome = exclusion_load.load(
                by=by,
                path=options["file"],
                is_supplement=options["supplement"],
                published_on=options["published"],
                force=options["force"],
                progress=lambda records: tqdm(records, unit=" rows", file=sys.stderr, disable=None),
            )
        except (OSError, UnreadableSourceError) as error:
            raise CommandError(f"{options['file']}: {error} Nothing was changed.") from error
        except ValidationError as error:
            raise CommandError(f"{options['file']}: {' '.join(error.messages)}") from error
        self._report(outcome)
        self._compare(by)

    def _person(self, email: str | None) -> User | None:
        if email is None:
            return None
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}.")
        return person

    def _report(self, outcome: Outcome) -> None:
        load = outcome.load
        self.stdout.write(f"Read, for {load.published_on}:")
        for label, number in (
            ("rows", load.rows),
            ("new", outcome.added),
            ("changed", outcome.changed),
            ("no longer on the list", outcome.ended),
            ("no longer in the file, but kept: lines of it were refused", outcome.kept),
            ("new to us and reinstated already", outcome.unknown),
            ("matches of ours that ended with it", outcome.ended_matches),
            ("lines refused", load.rejected),
        ):
            self.stdout.write(f"{number:>9,}  {label}")
        refused = [(each["line"], each["reason"]) for each in load.rejections]
        self._lines("Refused", refused)
        self._lines("Read without a part", outcome.warnings)

    def _lines(self, heading: str, lines: list[tuple[int, str]]) -> None:
        if lines:
            self.stdout.write(f"{heading}:")
        for number, reason in lines[:MOST_SHOWN]:
            self.stdout.write(f"  line {number}: {reason}")
        if len(lines) > MOST_SHOWN:
            self.stdout.write(f"  and {len(lines) - MOST_SHOWN:,} more")

    def _compare(self, by: User | None) -> None:
        with tqdm(unit=" compared", file=sys.stderr, disable=None) as bar:
            account = exclusion_run.run(by=by, progress=bar.update)
        if account is None:
            self.stdout.write("Nobody was compared: read a whole file first.")
        else:
            self.stdout.write(f"Compared with the list: {account.rows:,} people and listings.")
