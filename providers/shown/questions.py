"""The questions with this listing's answers: verified, stated, or not stated."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass

from django.utils.translation import get_language

from providers.models import Answer, Question
from providers.models.evidence import age
from providers.models.fact_answers import GivenAnswer, given_answers
from providers.models.listing_facts import ListingFacts


@dataclass(frozen=True)
class AnsweredQuestion:
    number: int
    text: str
    why: str
    answer: GivenAnswer | None
    age: str


def _own_answer(row: dict[str, str] | None) -> Answer | None:
    if row is None:
        return None
    confirmed_on = datetime.date.fromisoformat(row["confirmed_on"]) if row["confirmed_on"] else None
    return Answer(text=row["text"], basis=row["basis"], source=row["source"], confirmed_on=confirmed_on)


def answered_questions(facts: ListingFacts, today: datetime.date) -> list[AnsweredQuestion]:
    """In the order of the questions page. Costs one query."""
    language = (get_language() or "en").split("-")[0]
    questions = list(Question.objects.current().with_words(language).with_answer_of(facts.provider))
    own = {question.number: _own_answer(question.answer_row) for question in questions}
    facts = dataclasses.replace(facts, answers={number: answer for number, answer in own.items() if answer})
    given = given_answers(facts, today)
    return [
        AnsweredQuestion(
            question.number,
            question.words["text"],
            question.words["why"],
            answer := given.get(question.number),
            age(answer.confirmed_on, today) if answer and answer.confirmed_on else "",
        )
        for question in questions
    ]
