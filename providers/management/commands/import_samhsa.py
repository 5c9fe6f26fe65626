"""Imports SAMHSA's National Directory of Mental Health Facilities from its CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.actions import imports
from providers.management import import_output
from providers.models.source_record import Register
from providers.sources import samhsa
from providers.sources.reading import UnreadableSourceError, digest_of


class Command(BaseCommand):
    help = "Import the facilities that state ketamine from SAMHSA's National Directory (CSV)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        import_output.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as stream:
                report = imports.store(
                    samhsa.read(stream),
                    by=None,
                    register=Register.SAMHSA_2022,
                    only_ketamine=not options["all"],
                    dry_run=options["dry_run"],
                    progress=import_output.progress,
                    file_name=path.name,
                    digest=digest_of(path),
                )
        except (OSError, UnreadableSourceError) as error:
            raise CommandError(f"{path}: {error}") from error
        import_output.finish(report, self.stdout, dry_run=options["dry_run"])
