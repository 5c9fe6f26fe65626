"""The questions' words: what ships with the project becomes rows, and staff's own edits stay as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from providers.models import Question, QuestionText, User

from .loading import load_row, said

LANGUAGES = ("en", "es")
WORDS = ("text", "why", "good_answer", "warning_sign")
PLAIN = ("key", "group", "position", "sources")


@transaction.atomic
def load_questions(data: Mapping[str, Any]) -> Counter[str]:
    """How many rows were created, updated, unchanged, or kept as staff edited them."""
    counts: Counter[str] = Counter()
    for entry in data["questions"]:
        facts = {name: entry[name] for name in PLAIN} | {"is_from_article": entry["article"]}
        outcome = load_row(Question, {"number": entry["number"]}, facts)
        question = Question.objects.get(number=entry["number"])
        words = {language: load_words(question, language, entry[language]) for language in LANGUAGES}
        if words["en"] == "updated":
            raise_version(question)
        counts.update([outcome, *words.values()])
    return counts


def load_words(question: Question, language: str, entry: Mapping[str, str]) -> str:
    natural_key = {"question": question, "language": language}
    return load_row(QuestionText, natural_key, {name: entry[name] for name in WORDS})


def raise_version(question: Question) -> None:
    """Answers name the version they were given to."""
    question.version += 1
    question.save(update_fields=["version"])


@transaction.atomic
def revise(*, by: User, text: QuestionText) -> QuestionText:
    """Stores staff's words. New English words are a new version of the question."""
    stored = QuestionText.objects.select_for_update().get(pk=text.pk)
    text.save(update_fields=list(WORDS))
    if stored.language == "en" and said(stored, WORDS) != said(text, WORDS):
        raise_version(Question.objects.select_for_update().get(pk=stored.question_id))
    return text
