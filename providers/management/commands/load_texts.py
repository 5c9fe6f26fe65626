"""Loads what ships with the project: questions, the site's facts, the usual prices and staff's roles."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from providers.actions import questions, site_facts, staff_roles

CONTENT = Path(__file__).parents[2] / "guide" / "content"
LOADERS: dict[str, Callable[[Any], Counter[str]]] = {
    "questions": questions.load_questions,
    "site_facts": site_facts.load_site_facts,
    "prices": site_facts.load_reference_prices,
}


class Command(BaseCommand):
    help = "Load questions, site facts, usual prices and staff's roles; what staff edited is left as it is."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in LOADERS.items():
            counts = load(json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8")))
            summary = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
            self.stdout.write(f"{name.replace('_', ' ').capitalize()}: {summary}.")
        self.stdout.write(f"Roles: {staff_roles.ensure_roles()} groups of staff.")
