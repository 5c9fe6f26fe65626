"""Brings staff's queue in step with the rows that it is about; the worker does so each night."""

from typing import Any

from django.core.management.base import BaseCommand

from providers.actions import case_upkeep, cases


class Command(BaseCommand):
    help = "Open the cases that are missing, close those that are done, and wake those whose day has come."

    def handle(self, *args: Any, **options: Any) -> None:
        woken, done = cases.wake(), case_upkeep.follow_all()
        parts = [f"{done[what]} {what}" for what in ("opened", "changed", "closed")]
        self.stdout.write(f"Cases: {', '.join(parts)}, {woken} woken.")
