"""What may be done on a case and by whom, what is refused, and how the next one comes."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from providers.actions import case_holding
from providers.models import Case, CaseEvent, Decision
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CredentialStatus as C
from providers.verification import panels
from tests import cast
from tests.actions.claims import checked, claimed, in_review
from tests.together import at_once, kinds

from .at_work import at, case_of, page, send, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return cast.reviewer()


@pytest.fixture
def desk(client, reviewer):
    return at(client, reviewer)


def stands(row):
    row.refresh_from_db()
    return row.status


def test_signed_out_leads_to_the_login_and_reading_is_no_step(client, reviewer):
    case = take(reviewer, in_review(cast.stranger()))
    assert send(client, case, "approve").url.startswith(reverse("account_login"))
    at(client, reviewer)
    assert client.get(reverse("staff_do", args=[case.pk, "approve"])).status_code == 405


def test_an_operator_and_a_stranger_decide_nothing(client):
    row = in_review(cast.stranger())
    case = take(cast.operator(), row)
    at(client, cast.operator())
    assert send(client, case, "approve").status_code == 403
    client.logout()
    client.force_login(cast.stranger())
    assert send(client, case, "approve").status_code == 403
    assert stands(row) == C.IN_REVIEW


@pytest.mark.parametrize("verb", ["dance", "approve-all"])
def test_no_such_step(desk, reviewer, verb):
    assert send(desk, take(reviewer, in_review(cast.stranger())), verb).status_code == 404


def test_a_case_must_be_in_hand(desk):
    row = in_review(cast.stranger())
    refused = send(desk, case_of(row), "approve")
    assert refused.status_code == 409
    assert "Take this case first." in refused.content.decode()

    take(cast.other_reviewer(), row)
    assert "Colleague has this case in hand." in send(desk, case_of(row), "approve").content.decode()
    assert stands(row) == C.IN_REVIEW


def test_a_hold_that_ran_out_is_none(desk, reviewer, time_machine):
    row = in_review(cast.stranger())
    case = take(reviewer, row)
    Case.objects.filter(pk=case.pk).update(held_until=timezone.now())
    assert send(desk, case, "approve").status_code == 409
    assert stands(row) == C.IN_REVIEW


def test_what_changed_since_the_page_was_opened_is_looked_at_again(desk, reviewer):
    row = in_review(cast.stranger())
    case = take(reviewer, row)
    seen = page(desk, case).context["seen"]
    row.number = "DR.0099999"
    row.save(update_fields=["number"])

    refused = send(desk, case, "approve", seen=seen)

    assert refused.status_code == 409
    text = refused.content.decode()
    assert "This has changed since you opened the page." in text
    assert "DR.0099999" in text
    assert send(desk, case, "approve", seen=refused.context["seen"]).status_code == 302
    assert stands(row) == C.ACTIVE


def test_what_was_typed_survives_a_refusal(desk, reviewer):
    row = checked(cast.stranger())
    case = take(reviewer, row)
    refused = send(desk, case, "suspend", reason="The board says so.", sure="1")
    assert refused.status_code == 409
    assert "The board says so." in refused.content.decode()
    assert not Decision.objects.filter(credential=row, event="suspend").exists()


def test_no_reason_is_422(desk, reviewer):
    row = in_review(cast.stranger())
    wrong = send(desk, take(reviewer, row), "refuse", reason=" ", sure="1")
    assert wrong.status_code == 422
    assert 'id="error-summary"' in wrong.content.decode()
    assert stands(row) == C.IN_REVIEW


@pytest.mark.parametrize("reason", ["\0", "x" * 2001])
def test_what_no_table_takes_is_422(desk, reviewer, reason):
    row = in_review(cast.stranger())
    assert send(desk, take(reviewer, row), "refuse", reason=reason, sure="1").status_code == 422


def test_the_next_case_comes_by_itself(desk, reviewer):
    first, second = in_review(cast.stranger()), in_review(cast.stranger())
    case = take(reviewer, first)

    answer = send(desk, case, "approve")

    upcoming = case_of(second)
    assert answer.url == reverse("staff_case", args=[upcoming.pk])
    assert upcoming.held_by == reviewer
    text = desk.get(answer.url).content.decode()
    assert "Approved." in text
    assert "Next case:" in text
    assert f'href="{reverse("staff_case", args=[case.pk])}"' in text


def test_the_last_case_leads_back_to_the_queue(desk, reviewer):
    case = take(reviewer, in_review(cast.stranger()))
    answer = send(desk, case, "approve")
    assert answer.url == reverse("staff_queue")
    assert "Nothing else is waiting." in desk.get(answer.url).content.decode()


def test_whoever_likes_stays(desk, reviewer):
    first, second = in_review(cast.stranger()), in_review(cast.stranger())
    case = take(reviewer, first)
    chosen = desk.post(reverse("staff_stay"), {"stays": "1", "case": case.pk})
    assert chosen.url == reverse("staff_case", args=[case.pk])

    answer = send(desk, case, "approve")

    assert answer.url == reverse("staff_case", args=[case.pk])
    assert case_of(second).held_by is None
    assert "Approved." in desk.get(answer.url).content.decode()


@pytest.mark.parametrize("case", ["", "x", "9" * 30, "-1"])
def test_staying_without_a_case_leads_to_the_queue(desk, case):
    assert desk.post(reverse("staff_stay"), {"stays": "1", "case": case}).url == reverse("staff_queue")


def test_a_closed_case_takes_no_step(desk, reviewer):
    row = in_review(cast.stranger())
    case = take(reviewer, row)
    send(desk, case, "approve")
    before = CaseEvent.objects.filter(case=case).count()
    assert send(desk, case, "suspend", reason="x", sure="1").status_code == 409
    assert CaseEvent.objects.filter(case=case).count() == before
    assert stands(row) == C.ACTIVE


def test_every_key_on_a_page_is_one(desk, reviewer):
    for row in (claimed(cast.stranger()), checked(cast.stranger()), in_review(cast.stranger())):
        keys = [button.action.key for button in page(desk, take(reviewer, row)).context["buttons"]]
        assert len(keys) == len(set(keys))
        assert not set(keys) & set("tbnm?")


def test_two_locks_that_wait_for_each_other_are_a_refusal(desk, reviewer, monkeypatch):
    """PostgreSQL ends one of two such transactions; whoever it is sees a sentence."""
    case = take(reviewer, in_review(cast.stranger()))

    def collide(*_given):
        error = OperationalError("deadlock detected")
        error.__cause__ = type("Detected", (Exception,), {"sqlstate": "40P01"})()
        raise error

    known = panels.VERBS[CaseKind.CREDENTIAL]["approve"]
    stuck = panels.Verb(form=known.form, do=collide)
    monkeypatch.setitem(panels.VERBS[CaseKind.CREDENTIAL], "approve", stuck)
    refused = send(desk, case, "approve")
    assert refused.status_code == 409
    assert "Somebody was just changing this." in refused.content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_of_two_takes_a_case(reviewer):
    row = in_review(cast.stranger())
    case, other = case_of(row), cast.other_reviewer()
    results = at_once(
        lambda: case_holding.take(by=reviewer, case=case), lambda: case_holding.take(by=other, case=case)
    )
    assert kinds(results) == ["Case", "TransitionRefused"]
    assert Case.objects.get(pk=case.pk).state == CaseState.READY
