"""Loads the shipped states, counties, cities and ZIP codes, in place of those that are there."""

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from providers.actions import places
from providers.sources import gazetteer


class Command(BaseCommand):
    help = "Load the US states, counties, cities and ZIP codes that ship with the project."

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(records: Any) -> Any:
            return tqdm(records, unit=" places", disable=options["verbosity"] == 0)

        counts = places.load_places(records=gazetteer.places(), progress=progress)
        summary = ", ".join(f"{number:,} of kind {kind}" for kind, number in sorted(counts.items()))
        self.stdout.write(f"Loaded {counts.total():,} places: {summary}.")
