"""The page of results."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from providers.http import fragment, query_with, wants_fragment
from providers.models.weekly_count import Counted

from . import results
from .choices import field_label, groups
from .counting import counted
from .filters import SORTS, WITHIN, Asked, read
from .where import Where, where

TEMPLATE, PARTIAL = "search/search.html", "results"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """422 names what could not be read; 404 is a page past the end, and shows the last one."""
    asked = read(request.GET)
    if asked.errors:
        named = {
            name: [f"{field_label(name)}: {text}" for text in texts] for name, texts in asked.errors.items()
        }
        return _answer(request, asked, Where(title=gettext("Search")), named, status=422)
    place = where(asked, request.GET)
    if place.error:
        is_blank = not asked.near and not asked.q
        return _answer(request, asked, place, {"near": [place.error]}, status=200 if is_blank else 422)
    if place.area is None:
        return _answer(request, asked, place, {})
    found = results.find(asked, place, request.GET, timezone.localdate())
    response = _answer(request, asked, place, {}, found, status=404 if found.page_is_missing else 200)
    return counted(request, response, Counted.SHOWN, found.shown())


def _answer(
    request: HttpRequest,
    asked: Asked,
    place: Where,
    errors: dict[str, list[str]],
    found: results.Results | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    params = request.GET
    context = {
        "params": {name: params.get(name, "") for name in ("near", "within", "q", "sort")},
        "errors": errors,
        "area_label": place.label,
        "corrected_from": place.corrected_from,
        "which_one": place.which_one,
        "nearest_spellings": place.nearest_spellings,
        "groups": groups(
            params, found.tally if found else None, errors, is_partial=bool(found and found.is_partial)
        ),
        "kept": [name for name in ("reach", "stale") if params.get(name) == "1"],
        "within_choices": within_choices(asked),
        "sort_choices": sort_choices(asked),
        "is_fragment": wants_fragment(request),
        "title": place.title,
        "place_name": place.place_name,
        "description": gettext("%(title)s: who vouches for them, what each offers and what it costs.")
        % {"title": place.title},
        "canonical": request.build_absolute_uri(reverse("search") + query_with(params)),
        **(found.context if found else {}),
    }
    return fragment(request, TEMPLATE, PARTIAL, context, status=status)


def within_choices(asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "value": str(miles),
            "label": ngettext("%(miles)d mile", "%(miles)d miles", miles) % {"miles": miles},
            "is_selected": miles == asked.within,
        }
        for miles in WITHIN
    ]


def sort_choices(asked: Asked) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": str(label), "is_selected": value == asked.sort}
        for value, label in SORTS.items()
    ]
