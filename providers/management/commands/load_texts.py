"""Loads what ships with the project: questions, site facts, prices, registers, specialties, roles."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from providers.actions import licence_registers, questions, site_facts, staff_roles, taxonomies

CONTENT = Path(__file__).parents[2] / "guide" / "content"
STAFF_CONTENT = Path(__file__).parents[2] / "verification" / "content"
LOADERS: dict[str, Callable[[Any], Counter[str]]] = {
    "questions": questions.load_questions,
    "site_facts": site_facts.load_site_facts,
    "prices": site_facts.load_reference_prices,
    "registers": licence_registers.load_registers,
    "taxonomies": taxonomies.load_shipped,
}
FOR_STAFF = {"registers", "taxonomies"}


class Command(BaseCommand):
    help = "Load questions, site facts, prices, registers and roles; what staff edited is left as it is."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for name, load in LOADERS.items():
            folder = STAFF_CONTENT if name in FOR_STAFF else CONTENT
            counts = load(json.loads((folder / f"{name}.json").read_text(encoding="utf-8")))
            summary = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
            self.stdout.write(f"{name.replace('_', ' ').capitalize()}: {summary}.")
        self.stdout.write(f"Roles: {staff_roles.ensure_roles()} groups of staff.")
