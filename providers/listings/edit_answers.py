"""The section of answers: each question that patients are told to ask, and what the listing says already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    """given: what the listing's facts say without an answer, by the question's number."""

    def __init__(
        self,
        data: Any,
        *,
        questions: list[Question],
        answers: dict[int, Answer],
        given: dict[int, GivenAnswer],
    ) -> None:
        initial = {f"answer_{number}": answer.text for number, answer in answers.items()}
        super().__init__(data, initial=initial)
        for question in questions:
            self.fields[f"answer_{question.number}"] = TextField(
                label=question.words["text"],
                help_text=_help(question, given.get(question.number)),
                max_length=LONGEST,
                rows=3,
                required=False,
            )
        self.remember()

    def facts(self) -> dict[int, str]:
        return {int(name.removeprefix("answer_")): text for name, text in self.cleaned_data.items()}


def _help(question: Question, given: GivenAnswer | None) -> str:
    why = escape(question.words["why"])
    if given is None:
        return why
    said = _("Your listing’s facts already say: “%(text)s” Words of your own take its place.")
    return format_html('{} <span class="answer-given">{}</span>', why, said % {"text": given.text})


@dataclass(frozen=True)
class Asked:
    """is_reworded: the question, since it was answered."""

    field: BoundField
    is_reworded: bool


@dataclass(frozen=True)
class Group:
    key: str
    label: str
    asked: list[Asked]
    answered: int


@editing
def edit_answers(request: MemberRequest, listing: Provider) -> HttpResponse:
    questions, given = current(), given_by_facts(listing)

    def form(data: Any) -> AnswersForm:
        return AnswersForm(data, questions=questions, answers=stored(listing), given=given)

    def save(form: AnswersForm, version: str) -> None:
        editing_answers.save(by=request.user, provider=listing, version=version, answers=form.facts())

    change = Edit(
        section="answers",
        form=form,
        version=lambda: editing_answers.version(listing),
        save=save,
        context=lambda form: answers_context(form, questions, given, stored(listing)),
    )
    return edit(request, listing, change)


def current() -> list[Question]:
    language = (get_language() or "en").split("-")[0]
    return list(Question.objects.current().with_words(language))


def stored(listing: Provider) -> dict[int, Answer]:
    return {answer.question.number: answer for answer in editing_answers.answers_of(listing)}


def answers_context(
    form: AnswersForm,
    questions: list[Question],
    given: dict[int, GivenAnswer],
    answers: dict[int, Answer],
) -> dict[str, Any]:
    groups = []
    for group in QuestionGroup:
        asked = [question for question in questions if question.group == group]
        rows = [_asked(form, question, answers.get(question.number)) for question in asked]
        said = [number for number in (q.number for q in asked) if number in given or number in answers]
        if rows:
            groups.append(Group(group.value, str(group.label), rows, len(said)))
    return {"groups": groups, "total": len(questions), "answered": sum(group.answered for group in groups)}


def _asked(form: AnswersForm, question: Question, own: Answer | None) -> Asked:
    is_reworded = own is not None and own.question_version != question.version
    return Asked(form[f"answer_{question.number}"], is_reworded)


def given_by_facts(listing: Provider) -> dict[int, GivenAnswer]:
    """Of the listing's first location; none without one."""
    locations = find(listing.slug, among=Provider.objects.filter(pk=listing.pk))
    return given_answers(load(locations).facts, timezone.localdate()) if locations else {}
