"""Access, languages, hours and telehealth states, as a provider's page shows them."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from providers.models import AccessFact, Language, OpeningHours
from providers.models.listing_facts import ListingFacts
from providers.models.place_names import STATES
from providers.models.vocabulary import AccessFeature, SpokenBy

from .facts import Fact, Facts, Voice, label


def access_voice(facts: ListingFacts, today: datetime.date) -> Voice:
    return Voice.of([*facts.access_facts, *_other_languages(facts)], today)


def access_lines(facts: ListingFacts, voice: Voice) -> Facts:
    """Every feature that the field knows, so that what is not stated shows as such."""
    stated = {row.feature: row for row in facts.access_facts}
    lines = [_access_fact(code, stated.get(code.value), voice) for code in AccessFeature]
    languages = _other_languages(facts)
    words = ", ".join(map(language_line, languages))
    return Facts.of([*lines, Fact(_("Languages besides English"), words, voice.beside(languages))])


def _access_fact(code: AccessFeature, row: AccessFact | None, voice: Voice) -> Fact:
    if row is None:
        return Fact(str(code.label), "")
    return Fact(str(code.label), _("Yes") if row.is_available else _("No"), voice.beside([row]))


# Those that Django has no name for.
LANGUAGE_NAMES = {
    "am": gettext_lazy("Amharic"),
    "ase": gettext_lazy("American Sign Language"),
    "gu": gettext_lazy("Gujarati"),
    "he": gettext_lazy("Hebrew"),
    "hmn": gettext_lazy("Hmong"),
    "ht": gettext_lazy("Haitian Creole"),
    "lo": gettext_lazy("Lao"),
    "nv": gettext_lazy("Navajo"),
    "oj": gettext_lazy("Ojibwe"),
    "ps": gettext_lazy("Pashto"),
    "sm": gettext_lazy("Samoan"),
    "so": gettext_lazy("Somali"),
    "ti": gettext_lazy("Tigrinya"),
    "tl": gettext_lazy("Tagalog"),
    "yi": gettext_lazy("Yiddish"),
    "ypk": gettext_lazy("Yupik"),
    "yue": gettext_lazy("Cantonese"),
    "zh": gettext_lazy("Chinese"),
}


def language_name(tag: str) -> str:
    if tag in LANGUAGE_NAMES:
        return str(LANGUAGE_NAMES[tag])
    try:
        return str(_(get_language_info(tag.split("-")[0])["name"]))
    except KeyError:
        return tag


def _other_languages(facts: ListingFacts) -> list[Language]:
    return [row for row in facts.languages if row.tag != "en"]


def language_line(row: Language) -> str:
    name = language_name(row.tag)
    return f"{name} ({label(row.spoken_by, SpokenBy)})" if row.spoken_by else name


def telehealth_states(facts: ListingFacts, voice: Voice) -> list[str]:
    states = []
    for row in facts.telehealth_reach:
        own, name = voice.beside([row]), STATES.get(row.state, row.state)
        states.append(f"{name} ({own})" if own else name)
    return states


@dataclass(frozen=True)
class Day:
    name: str
    spans: str
    who: str = ""


def week(facts: ListingFacts, voice: Voice) -> list[Day]:
    """Seven days, each with its spans; a day without one is closed. Empty when no hours are stated."""
    if not facts.opening_hours:
        return []
    rows: dict[int, list[OpeningHours]] = defaultdict(list)
    for row in facts.opening_hours:
        rows[row.weekday].append(row)
    return [Day(str(WEEKDAYS[n]), _spans(rows[n]), voice.beside(rows[n])) for n in range(7)]


def _spans(rows: list[OpeningHours]) -> str:
    spans = [f"{time_format(row.opens)} - {time_format(row.closes)}" for row in rows]
    return ", ".join(spans) or _("Closed")
