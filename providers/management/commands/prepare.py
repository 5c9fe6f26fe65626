"""Gives an empty development database its first data; does nothing to one that has some."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from providers.models import Case, ImportRun, Place, Provider


class Command(BaseCommand):
    help = "Load places, demo listings and the file named by LISTINGS_FILE where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("This fills a development database; it needs DJANGO_DEBUG=1.")
        if not Place.objects.exists():
            call_command("load_places")
        call_command("load_texts")
        if not Provider.objects.exists():
            call_command("load_demo", "--count", "400")
        if not Case.objects.exists():
            call_command("follow_cases")
        if settings.LISTINGS_FILE and not ImportRun.objects.exists():
            call_command("import_samhsa", settings.LISTINGS_FILE)
