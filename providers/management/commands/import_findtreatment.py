"""Imports FindTreatment.gov's listing: from the service, page by page, or from a saved answer."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.actions import imports
from providers.management import import_output
from providers.models.source_record import Register
from providers.sources import findtreatment
from providers.sources.findtreatment_pages import Listing, Manners
from providers.sources.reading import UnreadableSourceError, digest_of


class Command(BaseCommand):
    help = "Import the facilities that state ketamine from FindTreatment.gov (or from --file)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="read this saved answer; do not use the network")
        parser.add_argument("--address", default=settings.FINDTREATMENT_URL, help="of the listing service")
        parser.add_argument("--page-size", type=int, default=100)
        parser.add_argument("--pause", type=float, default=Manners.pause, help="seconds between two pages")
        parser.add_argument("--cache", type=Path, default=settings.BASE_DIR / "var" / "findtreatment")
        import_output.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._from_file(options) if options["file"] else self._from_service(options)
        except (OSError, UnreadableSourceError) as error:
            raise CommandError(str(error)) from error
        import_output.finish(report, self.stdout, dry_run=options["dry_run"])

    def _from_file(self, options: dict[str, Any]) -> imports.Report:
        path: Path = options["file"]
        page = findtreatment.read_page(path.read_bytes())
        return self._store(findtreatment.read(page.rows), options, path.name, digest_of(path))

    def _from_service(self, options: dict[str, Any]) -> imports.Report:
        """Fetched pages are kept until an import has stored them: a killed run, and a dry one, lose none."""
        manners = Manners(pause=options["pause"])
        listing = Listing(
            options["address"], options["cache"], page_size=options["page_size"], manners=manners
        )
        with import_output.pages() as show:
            pages = listing.fetch(show)
        report = self._store(listing.records(pages), options, listing.address, listing.digest(pages))
        if not options["dry_run"]:
            listing.forget()
        return report

    def _store(self, records: Any, options: dict[str, Any], name: str, digest: str) -> imports.Report:
        return imports.store(
            records,
            by=None,
            register=Register.FINDTREATMENT,
            only_ketamine=not options["all"],
            dry_run=options["dry_run"],
            progress=import_output.progress,
            file_name=name,
            digest=digest,
        )
