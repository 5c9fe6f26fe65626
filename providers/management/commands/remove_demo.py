"""Removes every fictional listing and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import ProtectedError

from providers.actions import demo


class Command(BaseCommand):
    help = "Remove every demo listing, with its locations, people, history and search entries."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed = demo.remove()
        except ProtectedError as refusal:
            raise CommandError(str(refusal.args[0])) from refusal
        self.stdout.write(f"Removed {removed:,} demo listings.")
