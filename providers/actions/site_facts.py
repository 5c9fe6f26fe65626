"""Facts of the whole site and the prices that others publish: files become rows, staff's edits stay."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from providers.models import ReferencePrice, SiteFact
from providers.models.vocabulary import PriceUnit

from .loading import load_row

LANGUAGES = ("en", "es")
UNITS = {"visit": PriceUnit.COURSE.value}
CENT = Decimal("0.01")


@transaction.atomic
def load_site_facts(data: Mapping[str, Any]) -> Counter[str]:
    return Counter(_load_site_fact(entry) for entry in data["facts"])


def _load_site_fact(entry: Mapping[str, Any]) -> str:
    facts = {
        "texts": {language: entry[language] for language in LANGUAGES},
        "source": entry["source"],
        "source_url": entry["url"],
        "source_year": entry["year"],
        "valid_to": datetime.date.fromisoformat(entry["ends_on"]) if entry["ends_on"] else None,
    }
    return load_row(SiteFact, {"key": entry["key"]}, facts)


@transaction.atomic
def load_reference_prices(data: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """In the order of the file."""
    return Counter(_load_price(position, entry) for position, entry in enumerate(data, start=1))


def _load_price(position: int, entry: Mapping[str, Any]) -> str:
    facts = {
        "route": entry["route"] or None,
        "labels": {language: entry[language] for language in LANGUAGES},
        "low": Decimal(entry["low"]).quantize(CENT),
        "high": Decimal(entry["high"]).quantize(CENT),
        "per": UNITS.get(entry["unit"], entry["unit"]),
        "source": entry["source"],
        "source_url": entry["url"],
        "source_year": entry["year"],
        "position": position,
    }
    return load_row(ReferencePrice, {"key": entry["key"]}, facts)
