"""Questions, answers and places."""

from typing import Any

from django.utils.text import slugify

from providers.models import Answer, Place, Provider, Question, QuestionText
from providers.models.vocabulary import QuestionGroup

from .facts import attested, numbers


def question(number: int | None = None, *, text: str = "Who will stay with me?", **over: Any) -> Question:
    """With its English and Spanish words."""
    number = number or 1000 + next(numbers)
    over.setdefault("key", f"question-{number}")
    over.setdefault("group", QuestionGroup.PEOPLE)
    over.setdefault("position", number)
    asked = Question.objects.create(number=number, **over)
    for language, words in (("en", text), ("es", "¿Quién se quedará conmigo?")):
        QuestionText.objects.create(
            question=asked,
            language=language,
            text=words,
            why="Because breathing can slow.",
            good_answer="A named nurse, the whole time.",
            warning_sign="Nobody in particular.",
        )
    return asked


def answer(provider: Provider, question: Question, **over: Any) -> Answer:
    over.setdefault("text", "A nurse stays with you.")
    over.setdefault("question_version", question.version)
    return Answer.objects.create(provider=provider, question=question, **attested(over))


def place(kind: str, name: str, state: str, **over: Any) -> Place:
    """kind: state, county, city or zip; the key is the name in small letters unless told otherwise."""
    over.setdefault("code", f"{state}:{slugify(name)}:{next(numbers)}")
    over.setdefault("slug", slugify(name))
    over.setdefault("search_key", name.lower())
    return Place.objects.create(kind=kind, name=name, state=state, **over)
