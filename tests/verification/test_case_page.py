"""The page of a case: who sees it, who has it in hand, what is shown and in how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.actions import cases
from providers.models import Check
from providers.models.case import CaseEventKind
from providers.models.vocabulary import CheckMethod, CheckResult
from tests import cast
from tests.actions.claims import checked, claimed
from tests.factories.facts import day

from .at_work import at, case_of, page, take

pytestmark = pytest.mark.django_db
# Session, person, second factor, rights twice; the case and its events; the credential with what stands
# beside it, its checks, its decisions, the holder's others. A lead's page also asks who may be assigned.
CASE_QUERIES = {"reviewer": 11, "lead_reviewer": 12}


@pytest.fixture
def row():
    return claimed(cast.stranger())


def test_a_case_shows_claim_and_source_with_the_keys(client, row):
    case = take(cast.reviewer(), row)
    shown = page(at(client, cast.reviewer()), case)

    text = shown.content.decode()
    assert "DR.0012345" in text
    assert "not said" in text
    keys = {button.action.key for button in shown.context["buttons"] if not button.why_not}
    assert keys == {"r", "i", "x", "w"}
    assert "no-store" in shown.headers["Cache-Control"]


def test_same_and_different_are_said_in_words(client):
    row = checked(cast.stranger())
    found = {"number": "DR.0099999", "state": "CO", "differs": []}
    _look(row, found=found, result=CheckResult.DIFFERS)

    text = page(at(client, cast.reviewer()), case_of(row)).content.decode()

    assert text.count("differs</td>") == 1
    assert text.count("same</td>") == 1


def _look(row, **over):
    return Check.objects.create(
        credential=row,
        source="Colorado DORA license lookup",
        source_date=over.pop("source_date", day()),
        checked_at=timezone.now(),
        method=CheckMethod.REGISTER_WEB,
        **{"result": CheckResult.AGREES, "by": cast.checker(), **over},
    )


def test_what_another_has_in_hand_is_seen_and_not_worked_on(client, row):
    case = take(cast.other_reviewer(), row)
    shown = page(at(client, cast.reviewer()), case)

    assert "Colleague has this case in hand until" in shown.content.decode()
    assert {button.why_not for button in shown.context["buttons"]} == {"Take the case first."}


def test_an_operator_reads_and_decides_nothing(client, row):
    case = take(cast.operator(), row)
    shown = page(at(client, cast.operator()), case)

    assert shown.status_code == 200
    assert {button.why_not for button in shown.context["buttons"]} == {"Not with your rights."}


def test_a_closed_case_offers_nothing(client, row):
    case = case_of(row)
    cases.end(case, by=None, outcome="withdrawn")
    shown = page(at(client, cast.reviewer()), case)

    assert shown.context["buttons"] == []
    assert "This case is closed." in shown.content.decode()


def test_notes_and_messages_stand_in_the_history(client, row):
    case = case_of(row)
    cases.write(by=cast.operator(), case=case, kind=CaseEventKind.NOTE, text="Asked <b>twice</b>.")
    cases.write(by=cast.operator(), case=case, kind=CaseEventKind.TO_PROVIDER, text="Please send it.")
    shown = page(at(client, cast.reviewer()), case)

    assert "Asked &lt;b&gt;twice&lt;/b&gt;." in shown.content.decode()
    assert [line.text for line in shown.context["talk"]] == ["Please send it."]
    assert "Note" in [line.what for line in shown.context["history"]]


@pytest.mark.parametrize("ago", [90, 91, 120, 121])
def test_an_old_look_says_so(client, row, ago):
    _look(row, source_date=day(ago))
    text = page(at(client, cast.reviewer()), case_of(row)).content.decode()
    said = ("ageing: over 90 days" in text, "too old to decide on: over 120 days" in text)
    assert said == (90 < ago <= 120, ago > 120)


@pytest.mark.parametrize("who", CASE_QUERIES)
def test_two_hundred_looks_cost_no_more_queries_than_one(client, row, who):
    desk = at(client, getattr(cast, who)())
    _look(row)
    counts = {_queries(desk, row)}
    for _number in range(199):
        _look(row)
    counts |= {_queries(desk, row), _queries(desk, row, checks="all")}

    assert counts == {CASE_QUERIES[who]}
    shown = page(desk, case_of(row))
    assert (len(shown.context["looks"]), shown.context["more_looks"]) == (20, 180)
    assert len(page(desk, case_of(row), checks="all").context["looks"]) == 200


def _queries(desk, row, **query):
    with CaptureQueriesContext(connection) as queries:
        assert page(desk, case_of(row), **query).status_code == 200
    return len(queries) - 1  # case_of asks once itself


def test_only_staff_come_in(client, row):
    address = reverse("staff_case", args=[case_of(row).pk])
    assert client.get(address).url.startswith(reverse("account_login"))
    client.force_login(cast.stranger())
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("pk", [0, 999_999, 10**18])
def test_no_such_case(client, pk):
    desk = at(client, cast.reviewer())
    assert desk.get(reverse("staff_case", args=[pk])).status_code == 404
