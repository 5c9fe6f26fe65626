"""The dated facts of the whole site, in the reader's language."""

from __future__ import annotations

import datetime

from django.utils.translation import get_language

from providers.models import SiteFact


def site_facts(today: datetime.date) -> list[dict[str, str]]:
    language = (get_language() or "en").split("-")[0]
    return [
        {
            "key": fact.key,
            "title": fact.title(language),
            "text": fact.text(language, today),
            "source": fact.source,
            "source_url": fact.source_url,
            "year": str(fact.source_year or ""),
        }
        for fact in SiteFact.objects.order_by("pk")
    ]
