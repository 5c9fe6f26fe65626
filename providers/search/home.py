"""The first page: the search box, what is checked, the questions, usual prices with their source."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from providers.models import Question, ReferencePrice
from providers.models.vocabulary import PriceUnit
from providers.shown.amounts import dollars
from providers.shown.site_facts import site_facts

from .regions import states_with_providers

FIRST_QUESTIONS = 3


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    language = (get_language() or "en").split("-")[0]
    questions = Question.objects.current().with_words(language)[:FIRST_QUESTIONS]
    context = {
        "questions": [{"number": q.number, **q.words} for q in questions],
        "reference_prices": reference_prices(language),
        "facts": site_facts(today),
        "states": states_with_providers(today),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "search/home.html", context)


def reference_prices(language: str) -> list[dict[str, str]]:
    return [
        {
            "label": price.label(language),
            "amount": dollars(price.low, price.high),
            "unit": str(PriceUnit(price.per).label),
            "source": price.source,
            "source_url": price.source_url,
            "year": str(price.source_year or ""),
        }
        for price in ReferencePrice.objects.all()
    ]


@require_safe
def how_ordered(request: HttpRequest) -> HttpResponse:
    """The rule of ranking, in public."""
    canonical = request.build_absolute_uri(request.path)
    return render(request, "search/how_ordered.html", {"canonical": canonical})
