"""The section of answers: each question that patients are told to ask, and what the listing says already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language

from providers.actions import editing_answers
from providers.models import Answer, Provider, Question
from providers.models.fact_answers import GivenAnswer, given_answers
from providers.models.vocabulary import QuestionGroup
from providers.shown.listing import find, load

from .conflict import MergingForm
from .entrance import MemberRequest
from .frame import Edit, edit, editing
from .text_fields import TextField

LONGEST = 1000


class AnswersForm(MergingForm):
    def __init__(self, data: Any, *, questions: list[Question], answers: dict[int, Answer]) -> None:
        initial = {f"answer_{number}": answer.text for number, answer in answers.items()}
        super().__init__(data, initial=initial)
        for question in questions:
            self.fields[f"answer_{question.number}"] = TextField(
                label=question.words["text"],
                help_text=escape(question.words["why"]),
                max_length=LONGEST,
                rows=3,
                required=False,
            )
        self.remember()

    def facts(self) -> dict[int, str]:
        return {int(name.removeprefix("answer_")): text for name, text in self.cleaned_data.items()}


@dataclass(frozen=True)
class Asked:
    """given: what the listing's facts say without an answer. is_reworded: since it was answered."""

    number: int
    field: BoundField
    given: GivenAnswer | None
    is_reworded: bool


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    asked: list[Asked]
    answered: int


@editing
def edit_answers(request: MemberRequest, listing: Provider) -> HttpResponse:
    questions = current()

    def form(data: Any) -> AnswersForm:
        return AnswersForm(data, questions=questions, answers=stored(listing))

    def save(form: AnswersForm, version: str) -> None:
        editing_answers.save(by=request.user, provider=listing, version=version, answers=form.facts())

    change = Edit(
        section="answers",
        form=form,
        version=lambda: editing_answers.version(listing),
        save=save,
        context=lambda form: answers_context(form, listing, questions),
    )
    return edit(request, listing, change)


def current() -> list[Question]:
    language = (get_language() or "en").split("-")[0]
    return list(Question.objects.current().with_words(language))


def stored(listing: Provider) -> dict[int, Answer]:
    return {answer.question.number: answer for answer in editing_answers.answers_of(listing)}


def answers_context(form: AnswersForm, listing: Provider, questions: list[Question]) -> dict[str, Any]:
    given, answers = given_by_facts(listing), stored(listing)
    groups = []
    for group in QuestionGroup:
        asked = [_asked(form, question, given, answers) for question in questions if question.group == group]
        if asked:
            answered = sum(1 for each in asked if each.given or each.field.value())
            groups.append(Group(group.value, str(group.label), asked, answered))
    return {"groups": groups, "total": len(questions), "answered": sum(group.answered for group in groups)}


def _asked(
    form: AnswersForm, question: Question, given: dict[int, GivenAnswer], answers: dict[int, Answer]
) -> Asked:
    own = answers.get(question.number)
    return Asked(
        question.number,
        form[f"answer_{question.number}"],
        given.get(question.number),
        own is not None and own.question_version != question.version,
    )


def given_by_facts(listing: Provider) -> dict[int, GivenAnswer]:
    """Of the listing's first location; none without one."""
    locations = find(listing.slug, among=Provider.objects.filter(pk=listing.pk))
    return given_answers(load(locations).facts, timezone.localdate()) if locations else {}
