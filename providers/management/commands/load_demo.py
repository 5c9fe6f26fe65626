"""Loads fictional listings, so that every feature can be seen and every size measured."""

import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from providers.actions import demo


class Command(BaseCommand):
    help = "Load fictional listings, marked as demo wherever they appear. remove_demo takes them out again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=400, help="how many locations (400)")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives other listings (1)")
        parser.add_argument("--yes-in-production", action="store_true", help="load them even without DEBUG")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["yes_in_production"]):
            raise CommandError(
                "Demo listings are not for production. Say --yes-in-production if you mean it."
            )
        count, begin = options["count"], time.monotonic()
        with tqdm(total=count, unit=" locations", disable=options["verbosity"] == 0) as bar:
            try:
                demo.load(count=count, seed=options["seed"], progress=bar.update)
            except (ValidationError, LookupError) as refusal:
                raise CommandError("; ".join(getattr(refusal, "messages", [str(refusal)]))) from refusal
        self.stdout.write(f"Loaded {count:,} demo locations in {time.monotonic() - begin:.1f} seconds.")
