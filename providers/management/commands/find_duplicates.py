"""manage.py find_duplicates: compare all listings now, as the worker does every night."""

from typing import Any

from django.core.management.base import BaseCommand

from providers.actions import duplicate_finder


class Command(BaseCommand):
    help = "Finds listings that may stand here twice and opens a case for each pair."

    def handle(self, *args: Any, **options: Any) -> None:
        tally = duplicate_finder.find_all()
        self.stdout.write(
            f"{tally.compared:,} pairs compared, {tally.found:,} may be one, {tally.new:,} of them new; "
            f"{tally.ended:,} cases ended."
        )
