"""A practice's own answers to the questions that patients are told to ask."""

from __future__ import annotations

from collections.abc import Mapping

import pghistory
from django.db import transaction

from providers.models import Answer, Provider, Question, User

from . import search_index
from .own_words import refuse_claims
from .stated import hold, vouch
from .versions import refuse_stale, version_of


def version(provider: Provider) -> str:
    return version_of(answers_of(provider))


def answers_of(provider: Provider) -> list[Answer]:
    return list(Answer.objects.filter(provider=provider).select_related("question").order_by("pk"))


@transaction.atomic
def save(*, by: User, provider: Provider, version: str, answers: Mapping[int, str]) -> None:
    """answers: words by the question's number; "" takes an answer back. Questions not named stay as they are.

    An answer in the same words keeps its evidence. Raises Stale.
    """
    row = hold(provider)
    stored = {answer.question.number: answer for answer in answers_of(row)}
    refuse_stale(version, stored.values())
    refuse_claims(row, _texts({n: answer.text for n, answer in stored.items()}), _texts(answers))
    questions = {question.number: question for question in Question.objects.current()}
    said = False
    with pghistory.context(event="edit_answers", by=by.pk):
        for number in sorted(answers.keys() & questions.keys()):
            said |= _answer(row, questions[number], stored.get(number), answers[number], by)
    if said:
        search_index.reindex(row.locations.values_list("pk", flat=True))


def _texts(answers: Mapping[int, str]) -> dict[str, str]:
    """As the form names them."""
    return {f"answer_{number}": text for number, text in answers.items()}


def _answer(provider: Provider, question: Question, row: Answer | None, text: str, by: User) -> bool:
    if text == (row.text if row else ""):
        return False
    if row is not None and not text:
        row.delete()
        return True
    row = row or Answer(provider=provider, question=question)
    vouch(row, by=by, text=text, question_version=question.version)
    return True
