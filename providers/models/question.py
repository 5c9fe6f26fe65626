"""The questions to ask a provider, in each language, and a listing's own answers."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import JSONObject

from .fields import CodeField, one_of
from .loaded import Loaded
from .provenance import Provenance
from .provider import Provider
from .vocabulary import QuestionGroup


class Questions(models.QuerySet["Question"]):
    def current(self) -> Questions:
        return self.filter(is_active=True).order_by("position", "number")

    def with_words(self, language: str) -> Questions:
        """`words`: {text, why, good_answer, warning_sign} in this language, else in English."""
        texts = QuestionText.objects.filter(question=OuterRef("pk"), language__in=[language, "en"])
        first = texts.order_by(Case(When(language=language, then=0), default=1))
        names = ("text", "why", "good_answer", "warning_sign")
        row = first.values(row=JSONObject(**{name: name for name in names}))[:1]
        return self.annotate(words=Subquery(row)).filter(words__isnull=False)

    def with_answer_of(self, provider: Provider) -> Questions:
        """`answer_row`: the provider's own {text, basis, source, confirmed_on}, or null."""
        own = Answer.objects.filter(question=OuterRef("pk"), provider=provider)
        names = ("text", "basis", "source", "confirmed_on")
        return self.annotate(answer_row=Subquery(own.values(row=JSONObject(**{n: n for n in names}))[:1]))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Question(Loaded):
    """sources: a list of {name, year, url}. version counts changes of meaning; answers name theirs."""

    number = models.PositiveSmallIntegerField(unique=True)
    key = models.SlugField(unique=True)
    group = CodeField(QuestionGroup)
    position = models.PositiveSmallIntegerField()
    is_from_article = models.BooleanField(default=False)
    sources = models.JSONField(default=list, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    words: dict[str, str]  # from with_words
    answer_row: dict[str, str] | None  # from with_answer_of

    objects: ClassVar = Questions.as_manager()

    class Meta:
        ordering = ["position", "number"]
        constraints = [one_of("question", "group", QuestionGroup)]

    def __str__(self) -> str:
        return f"Question {self.number}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class QuestionText(Loaded):
    """The words of one question in one language."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.TextField(max_length=500)
    why = models.TextField(max_length=1000)
    good_answer = models.TextField(max_length=1000)
    warning_sign = models.TextField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "language"], name="questiontext_unique"),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Answer(Provenance):
    """What a provider says to a question, in its own words; question_version is the wording it answered."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    question_version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(max_length=1000)

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["provider", "question"], name="answer_unique"),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="answer_has_words",
                violation_error_message="An answer needs words; leave it out if there is none.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
