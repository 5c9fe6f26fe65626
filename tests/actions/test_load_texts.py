"""The shipped words become rows once; what staff edit stays."""

import json
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from providers.actions import questions, site_facts
from providers.management.commands.load_texts import CONTENT
from providers.models import Question, QuestionText, ReferencePrice, SiteFact
from providers.permissions import ROLES

from .. import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    return json.loads((CONTENT / "questions.json").read_text(encoding="utf-8"))


def english(number):
    return QuestionText.objects.get(question__number=number, language="en")


def test_the_command_loads_everything_and_running_it_again_changes_nothing(capsys):
    call_command("load_texts")
    call_command("load_texts")

    assert Question.objects.count() == 28
    assert QuestionText.objects.filter(language="es").count() == 28
    assert SiteFact.objects.get(key="telehealth_flexibility").valid_to.isoformat() == "2026-12-31"
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Questions: 84 created."
    again = ["Questions: 84 unchanged.", "Site facts: 3 unchanged.", "Prices: 9 unchanged."]
    again += ["Registers: 166 unchanged.", "Taxonomies: 14 unchanged."]
    assert lines[6:] == [*again, "Roles: 3 groups of staff."]
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_the_three_questions_of_the_article_come_first():
    call_command("load_texts")

    first = Question.objects.current()[:3]
    assert [question.number for question in first] == [1, 9, 3]
    assert all(question.is_from_article for question in first)


def test_prices_keep_their_source_and_a_part_of_every_route_has_none():
    call_command("load_texts")

    evaluation = ReferencePrice.objects.get(key="evaluation_thervo")
    assert (evaluation.route, evaluation.low, evaluation.high) == (None, Decimal(150), Decimal(300))
    assert (evaluation.source, evaluation.source_year) == ("Thervo", None)


def test_new_english_words_are_a_new_version_and_spanish_words_are_not(shipped):
    questions.load_questions(shipped)
    shipped["questions"][0]["en"]["text"] = "Who prescribes?"
    shipped["questions"][1]["es"]["text"] = "¿Tiene certificación?"

    counts = questions.load_questions(shipped)

    assert counts == {"updated": 2, "unchanged": 82}
    assert Question.objects.get(number=1).version == 2
    assert Question.objects.get(number=2).version == 1
    assert english(1).text == "Who prescribes?"


def test_what_staff_edited_is_never_overwritten(shipped):
    questions.load_questions(shipped)
    text = english(1)
    text.text = "Our own words?"
    questions.revise(by=cast.editor(), text=text)
    shipped["questions"][0]["en"]["text"] = "The file's newer words?"

    counts = questions.load_questions(shipped)

    assert english(1).text == "Our own words?"
    assert counts["kept"] == 1
    assert Question.objects.get(number=1).version == 2


def test_revising_spanish_words_keeps_the_version(shipped):
    questions.load_questions(shipped)
    text = QuestionText.objects.get(question__number=1, language="es")
    text.why = "Porque importa."

    questions.revise(by=cast.editor(), text=text)

    assert Question.objects.get(number=1).version == 1


def test_a_price_that_staff_corrected_stays():
    prices = json.loads((CONTENT / "prices.json").read_text(encoding="utf-8"))
    site_facts.load_reference_prices(prices)
    ReferencePrice.objects.filter(key="im_alvear").update(low=400)
    prices[5]["high"] = 500

    assert site_facts.load_reference_prices(prices) == {"unchanged": 8, "kept": 1}
    assert ReferencePrice.objects.get(key="im_alvear").high == 425
