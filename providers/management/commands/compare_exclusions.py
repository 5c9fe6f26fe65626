"""Holds everybody against the federal exclusion list, as the worker does every four weeks."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from providers.actions import exclusion_run


class Command(BaseCommand):
    help = "Compare all people and listings with the exclusion list that was read last."

    def handle(self, *args: Any, **options: Any) -> None:
        with tqdm(unit=" compared", file=sys.stderr, disable=None) as bar:
            account = exclusion_run.run(progress=bar.update)
        if account is None:
            raise CommandError("No exclusion list was read yet: import_leie does that.")
        self.stdout.write(f"Compared: {account.rows:,} people and listings.")
