"""The questions to ask, the printable sheet of the chosen ones, and how a listing answers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from providers.models import Question
from providers.models.fact_answers import GivenAnswer
from providers.models.vocabulary import QuestionGroup

from .sheet_answers import Column, columns

MOST_COLUMNS = 3


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    questions: list[Question]


def language() -> str:
    return (get_language() or "en").split("-")[0]


def current() -> list[Question]:
    return list(Question.objects.current().with_words(language()))


def numbers(values: list[str]) -> set[int]:
    """The question numbers or keys among what was sent; anything else is left out."""
    return {int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10}


def grouped(questions: list[Question]) -> list[Group]:
    """The article's three first, then the groups in the order of the field."""
    first = [question for question in questions if question.is_from_article]
    rest = [question for question in questions if not question.is_from_article]
    groups = [Group("first", _("Start with these three"), first)]
    groups += [
        Group(group.value, str(group.label), [q for q in rest if q.group == group]) for group in QuestionGroup
    ]
    return [group for group in groups if group.questions]


def listing_numbers(request: HttpRequest) -> list[int]:
    """The locations whose answers the sheet shows."""
    return sorted(numbers(request.GET.getlist("at")))[:MOST_COLUMNS]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    everything = current()
    chosen = numbers(request.GET.getlist("q"))
    context = {
        "groups": grouped(everything),
        "chosen": chosen,
        "total": len(everything),
        "listings": listing_numbers(request),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "guide/questions.html", context)


@require_safe
def question_sheet(request: HttpRequest) -> HttpResponse:
    """One sheet to print or to send: the chosen questions (all, if none is chosen), with room to write."""
    everything = current()
    chosen = numbers(request.GET.getlist("q"))
    shown = [question for question in everything if question.number in chosen] or everything
    listings = columns(listing_numbers(request))
    context: dict[str, Any] = {
        "questions": [(question, answers_of(question, listings)) for question in shown],
        "listings": listings,
        "is_comparison": len(listings) > 1,
        "address": request.build_absolute_uri(),
        "change_url": f"{reverse('questions')}?{request.GET.urlencode()}",
        "is_everything": len(shown) == len(everything),
    }
    return render(request, "guide/question_sheet.html", context)


def answers_of(question: Question, listings: list[Column]) -> list[tuple[Column, GivenAnswer | None]]:
    return [(column, column.answers.get(question.number)) for column in listings]
