"""What to offer while a place is being typed."""

from __future__ import annotations

import re

from django.db.models import Q

from providers.models import Place
from providers.models.place import LAST_CHARACTER, PlaceKind, Places
from providers.models.place_names import SHORT_WORDS, plain_words, search_key

from .place_text import LETTER, LONGEST_TEXT, states_beginning

FEWEST_LETTERS = 2
FEWEST_FOR_LOOKALIKES = 4
FEWEST_FOR_LONG_FORM = 3
SPARE = 4
DIGITS = re.compile(r"^\s*([0-9]{2,5})(?:-[0-9]{0,4})?\s*$")


def suggest(text: str, limit: int = 8) -> list[Place]:
    """Places whose name or ZIP code begins like the text, the biggest first; then names that look like it."""
    if len(text) > LONGEST_TEXT:
        return []
    if digits := DIGITS.match(text):
        zips = Place.objects.filter(kind=PlaceKind.ZIP, latitude__isnull=False)
        return list(zips.beginning_with(digits[1]).order_by("search_key")[:limit])
    key = search_key(text)
    if len(key) < FEWEST_LETTERS:
        return []
    begun = named().filter(begins_like(text)).order_by("-prominence", "kind", "search_key", "pk")
    offered = list(begun[: limit + SPARE])
    if not offered and len(key) >= FEWEST_FOR_LOOKALIKES and LETTER.search(key):
        offered = list(named().spelt_like(key).most_alike_first(key)[: limit + SPARE])
    return one_of_each_label(offered)[:limit]


def named() -> Places:
    return Place.objects.filter(latitude__isnull=False).exclude(kind=PlaceKind.ZIP)


def begins_like(text: str) -> Q:
    """Names that begin like the text, or a whole name followed by the beginning of its state."""
    before, comma, after = text.rpartition(",")
    if comma and (key := search_key(before)):
        return Q(search_key=key, state__in=states_beginning(search_key(after)))
    alternatives = Q()
    for key in beginnings(text):
        alternatives |= Q(search_key__gte=key, search_key__lt=key + LAST_CHARACTER)
    name, space, last = search_key(text).rpartition(" ")
    if space and (states := states_beginning(last)):
        alternatives |= Q(search_key=name, state__in=states)
    return alternatives


def beginnings(text: str) -> list[str]:
    """The key of the text, and what it would be if the last word is on its way to "saint" or "fort"."""
    *before, last = plain_words(text)
    stem = search_key(" ".join(before))
    words = [last]
    if len(last) >= FEWEST_FOR_LONG_FORM:
        words += [f"{short} " for long, short in SHORT_WORDS.items() if long.startswith(last)]
    return [f"{stem} {word}".lstrip() for word in words]


def one_of_each_label(places: list[Place]) -> list[Place]:
    """Two towns of one name in one state are one line; who chooses it is asked which of them."""
    return list({place.label: place for place in reversed(places)}.values())[::-1]
