"""What happens to a credential after the decision, on the clocks of the standard."""

import datetime

import pytest

from providers.actions import credentials
from providers.actions.credential_upkeep import redo_due_on
from providers.actions.credentials import Seen, TransitionRefused
from providers.models.vocabulary import CheckMethod, CheckResult, Standing
from providers.models.vocabulary import CredentialStatus as C

from .. import cast, factories
from ..factories.facts import day

pytestmark = pytest.mark.django_db


def seen(result=CheckResult.AGREES, ago=0):
    return Seen(source="the register", source_date=day(ago), method=CheckMethod.REGISTER_FILE, result=result)


def test_a_repeated_check_that_agrees_moves_the_day_and_nothing_else():
    row = factories.licence(checked_on=day(85))

    row = credentials.recheck(by=None, credential=row, seen=seen())

    assert (row.status, row.checked_on) == (C.ACTIVE, day())
    assert row.checks.count() == 1


@pytest.mark.parametrize("result", [CheckResult.DIFFERS, CheckResult.NOT_FOUND])
def test_a_repeated_check_that_fails_takes_the_badge_away_at_once(result):
    row = credentials.recheck(by=None, credential=factories.licence(), seen=seen(result))

    assert row.status == C.IN_REVIEW
    assert row.standing(day()) == Standing.NOT_CONFIRMED


def test_no_answer_keeps_the_old_day():
    row = factories.licence(checked_on=day(85))

    row = credentials.recheck(by=None, credential=row, seen=seen(CheckResult.NO_ANSWER))

    assert (row.status, row.checked_on) == (C.ACTIVE, day(85))


@pytest.mark.parametrize(("left", "allowed"), [(91, False), (90, True), (0, True), (-1, False)])
def test_expiring_is_noted_in_the_last_ninety_days(left, allowed):
    row = factories.licence(expires_on=day(-left))
    if allowed:
        assert credentials.note_expiring(by=None, credential=row).status == C.EXPIRING
    else:
        with pytest.raises(TransitionRefused):
            credentials.note_expiring(by=None, credential=row)


def test_renewal_is_a_new_row_of_evidence_and_a_later_day():
    row = factories.licence(status=C.EXPIRING, expires_on=day(-10))

    row = credentials.renew(by=None, credential=row, expires_on=day(-740), seen=seen())

    assert (row.status, row.expires_on, row.checked_on) == (C.ACTIVE, day(-740), day())
    assert row.decisions.get(event="renew").evidence == row.checks.get()


@pytest.mark.parametrize(
    ("expires_on", "result"),
    [(-10, CheckResult.AGREES), (5, CheckResult.AGREES), (-740, CheckResult.DIFFERS)],
)
def test_what_is_no_renewal_is_refused(expires_on, result):
    row = factories.licence(status=C.EXPIRING, expires_on=day(-10))

    with pytest.raises(TransitionRefused):
        credentials.renew(by=None, credential=row, expires_on=day(expires_on), seen=seen(result))


def test_it_expires_when_its_day_has_passed_and_not_on_it():
    today = factories.licence(expires_on=day())
    with pytest.raises(TransitionRefused, match="has not expired"):
        credentials.expire(by=None, credential=today)

    yesterday = factories.licence(expires_on=day(1))
    assert credentials.expire(by=None, credential=yesterday).status == C.EXPIRED


def test_three_years_after_the_decision_it_all_starts_again_or_expires():
    row = factories.licence(decided_on=day(3 * 366), expires_on=day(-100))
    with pytest.raises(TransitionRefused, match="start again"):
        credentials.recheck(by=None, credential=row, seen=seen())

    row = credentials.restart(by=None, credential=row)
    assert row.status == C.SOURCE_REQUESTED
    assert credentials.expire(by=None, credential=row).status == C.EXPIRED


@pytest.mark.parametrize(
    ("decided", "due"),
    [("2024-02-29", "2027-02-28"), ("2024-03-01", "2027-03-01"), ("2023-12-31", "2026-12-31")],
)
def test_thirty_six_months(decided, due):
    date = datetime.date.fromisoformat
    assert redo_due_on(date(decided)) == date(due)


def test_suspended_comes_back_only_through_a_second_decision():
    first, second = cast.reviewer(), cast.lead_reviewer()
    row = factories.licence()
    credentials.recheck(by=None, credential=row, seen=seen())
    row = credentials.suspend(by=first, credential=row, reason="A possible match.")
    assert row.standing(day()) == Standing.SUSPENDED

    row = credentials.reopen(by=first, credential=row, reason="Another person of that name.")
    with pytest.raises(TransitionRefused, match="second person"):
        credentials.approve(by=first, credential=row)
    row = credentials.endorse(by=first, credential=row, reason="The birth dates differ.")
    assert credentials.approve(by=second, credential=row).status == C.ACTIVE


@pytest.mark.parametrize("end", ["revoke", "withdraw"])
def test_the_end_is_the_end(end):
    row = credentials.suspend(by=cast.lead_reviewer(), credential=factories.licence(), reason="The board.")
    row = getattr(credentials, end)(by=cast.reviewer(), credential=row, reason="The board.")

    reasons = {"reopen": {"reason": "x"}, "withdraw": {"reason": "x"}}
    for action in ("restart", "reopen", "withdraw", "attest"):
        with pytest.raises(TransitionRefused):
            getattr(credentials, action)(by=cast.stranger(), credential=row, **reasons.get(action, {}))
