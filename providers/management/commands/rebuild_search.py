"""Rebuild what search reads, or prove that it has not drifted from the listings."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from providers.actions import search_index


class Command(BaseCommand):
    help = "Rebuilds every search entry. With --check: changes nothing, and fails if an entry has drifted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare only; exit 1 and list differences")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self.stdout.write(f"{search_index.rebuild()} locations can be found.")
            return
        drift = search_index.drift()
        for what in ("missing", "surplus", "different"):
            for pk in getattr(drift, what):
                self.stderr.write(f"{what}: location {pk}")
        if drift:
            raise CommandError("Search has drifted from the listings. Run: manage.py rebuild_search")
        self.stdout.write("Search agrees with the listings.")
