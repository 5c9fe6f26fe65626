"""What the search box offers while somebody types: places, then providers' names."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from providers.models import SearchCard

from .place_text import LONGEST_TEXT
from .places import suggest as suggest_places
from .rows import RowReader

MOST_NAMES = 4
FEWEST_LETTERS = 3


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """HTML options for the combobox; JSON where the request asks for it."""
    text = request.GET.get("q", "").replace("\x00", "")[: LONGEST_TEXT + 1]
    options = [
        {"kind": "place", "label": place.label, "value": place.query, "url": ""}
        for place in suggest_places(text)
    ]
    options += named(text)
    if request.accepts("text/html") or not request.accepts("application/json"):
        response = render(request, "search/suggestions.html", {"options": options})
    else:
        response = JsonResponse({"options": options})
    patch_vary_headers(response, ["Accept"])
    patch_cache_control(response, public=True, max_age=300)
    return response


def named(text: str) -> list[dict[str, str]]:
    """Providers whose name has words that begin like the typed ones."""
    words = ["".join(c for c in word if c.isalnum()) for word in text.split()]
    words = [word for word in words if word]
    if len("".join(words)) < FEWEST_LETTERS or len(text) > LONGEST_TEXT:
        return []
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    reader = RowReader(timezone.localdate())
    cards = SearchCard.objects.filter(words=query).only("name", "card")[:MOST_NAMES]
    return [
        {
            "kind": "provider",
            "label": f"{card.name}, {card.card['city']}, {card.card['state']}",
            "value": card.name,
            "url": reader.url(card.card),
        }
        for card in cards
    ]
