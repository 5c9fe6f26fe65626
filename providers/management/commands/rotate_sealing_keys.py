"""Locks every sealed number with the first of SEALING_KEYS, so that the others can be taken away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from providers.actions import dea


class Command(BaseCommand):
    help = "Encrypt the DEA numbers that are kept with the first key of SEALING_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = dea.rotate()
        self.stdout.write(f"{done} numbers are locked with the first key.")
        if lost:
            raise CommandError(f"{lost} numbers cannot be opened with any key that is set.")
