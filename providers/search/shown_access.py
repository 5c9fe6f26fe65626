"""Access, languages, hours and telehealth states, as a provider's page shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from providers.models.listing_facts import ListingFacts
from providers.models.place_names import STATES
from providers.models.vocabulary import AccessFeature, SpokenBy

from .shown import Fact, Facts, label


def access_lines(facts: ListingFacts) -> Facts:
    """Every feature that the field knows, so that what is not stated shows as such."""
    stated = {row.feature: row.is_available for row in facts.access_facts}
    words = {True: _("Yes"), False: _("No"), None: ""}
    lines = [Fact(str(code.label), words[stated.get(code.value)]) for code in AccessFeature]
    return Facts.of([*lines, Fact(_("Languages besides English"), ", ".join(language_lines(facts)))])


def language_name(tag: str) -> str:
    names = {
        "ase": _("American Sign Language"),
        "zh": _("Chinese"),
        "ht": _("Haitian Creole"),
        "he": _("Hebrew"),
        "hmn": _("Hmong"),
        "tl": _("Tagalog"),
        "oj": _("Ojibwe"),
        "ypk": _("Yupik"),
        "nv": _("Navajo"),
        "so": _("Somali"),
    }
    if tag in names:
        return names[tag]
    try:
        return str(_(get_language_info(tag.split("-")[0])["name"]))
    except KeyError:
        return tag


def language_lines(facts: ListingFacts) -> list[str]:
    return [
        f"{language_name(row.tag)} ({label(row.spoken_by, SpokenBy)})"
        if row.spoken_by
        else language_name(row.tag)
        for row in facts.languages
        if row.tag != "en"
    ]


def telehealth_states(facts: ListingFacts) -> list[str]:
    return [STATES.get(row.state, row.state) for row in facts.telehealth_reach]


@dataclass(frozen=True)
class Day:
    name: str
    spans: str


def week(facts: ListingFacts) -> list[Day]:
    """Seven days, each with its spans; a day without one is closed. Empty when no hours are stated."""
    if not facts.opening_hours:
        return []
    spans: dict[int, list[str]] = defaultdict(list)
    for row in facts.opening_hours:
        spans[row.weekday].append(f"{time_format(row.opens)} - {time_format(row.closes)}")
    return [Day(str(WEEKDAYS[n]), ", ".join(spans[n]) or _("Closed")) for n in range(7)]
