"""Loads NUCC's list of specialties, which names the codes that the NPI register uses."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from providers.actions import taxonomies
from providers.management import feed_output


class Command(BaseCommand):
    help = "Load NUCC's Health Care Provider Taxonomy (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--again", action="store_true", help="read it although it is the last one read")
        feed_output.add_by(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        by = feed_output.person(options["by"])
        with feed_output.failures_told(options["file"], self.stdout):
            outcome = taxonomies.load(by=by, path=options["file"], again=options["again"])
            feed_output.finish(outcome.load, self.stdout, counts={"retired": outcome.retired})
