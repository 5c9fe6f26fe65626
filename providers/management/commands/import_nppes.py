"""Loads the NPI register (NPPES) from its monthly file, or a week's changes, as a zip or a CSV."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from providers.actions import npi_load
from providers.management import feed_output


class Command(BaseCommand):
    help = "Load the NPI register's monthly file; with --weekly a week's changes. A killed run goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--weekly", action="store_true", help="the file has a week's changes only")
        parser.add_argument(
            "--again",
            action="store_true",
            help="read it although it is the last one read, older or much smaller than what is here; give up "
            "a reading that is unfinished",
        )
        feed_output.add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = feed_output.person(options["by"])
        with feed_output.failures_told(options["file"], self.stdout):
            with feed_output.progress() as show:
                outcome = npi_load.load(
                    by=by,
                    path=options["file"],
                    weekly=options["weekly"],
                    again=options["again"],
                    progress=show,
                )
            merged = outcome.merged
            counts = {"added": merged.added, "changed": merged.changed, "no longer named": merged.dropped}
            feed_output.finish(outcome.load, self.stdout, counts=counts, warning=outcome.warning)
