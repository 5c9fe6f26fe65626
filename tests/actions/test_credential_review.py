"""The decision on a credential: who may take it, on which day, and the appeal."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from providers.actions import credentials
from providers.actions.credentials import TransitionRefused
from providers.models import Credential, SearchRow
from providers.models.vocabulary import CheckMethod, CheckResult
from providers.models.vocabulary import CredentialStatus as C

from .. import cast, factories
from ..factories.facts import day
from .claims import adverse, in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return cast.stranger()


@pytest.fixture
def reviewer():
    return cast.reviewer()


def test_an_adverse_case_needs_two_people(owner, reviewer):
    row = adverse(owner)
    with pytest.raises(TransitionRefused, match="second person"):
        credentials.approve(by=reviewer, credential=row)

    row = credentials.endorse(by=reviewer, credential=row, reason="Marriage certificate seen.")
    with pytest.raises(TransitionRefused, match="second person"):
        credentials.approve(by=reviewer, credential=row)

    assert credentials.approve(by=cast.lead_reviewer(), credential=row).status == C.ACTIVE


def test_who_entered_the_check_cannot_approve_an_adverse_case(owner, reviewer):
    row = adverse(owner)
    checker = row.checks.get().by
    row = credentials.endorse(by=reviewer, credential=row, reason="Looks right.")

    with pytest.raises(TransitionRefused, match="did not enter this"):
        credentials.approve(by=checker, credential=row)
    with pytest.raises(TransitionRefused, match="did not enter this"):
        credentials.endorse(by=checker, credential=row, reason="Fine.")


def test_nobody_approves_what_they_submitted(owner):
    with pytest.raises(TransitionRefused, match="did not enter this"):
        credentials.approve(by=owner, credential=in_review(owner))


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ({"attested_on": 91}, "more than 90 days old"),
        ({"attested_on": -1}, "still to come"),
        ({"attested_on": None}, "Nobody has signed"),
        ({"checked_on": 121}, "The check is 121 days old"),
        ({"checked_on": -1}, "still to come"),
        ({"checked_on": None}, "not been checked"),
        ({"issued_on": -1}, "still to come"),
        ({"expires_on": 1}, "has expired"),
    ],
)
def test_approval_is_refused_for_dates_that_do_not_hold(owner, reviewer, dates, sentence):
    row = in_review(owner)
    days = {field: None if ago is None else day(ago) for field, ago in dates.items()}
    Credential.objects.filter(pk=row.pk).update(**days)

    with pytest.raises(TransitionRefused, match=sentence):
        credentials.approve(by=reviewer, credential=row)
    row.refresh_from_db()
    assert row.status == C.IN_REVIEW


@pytest.mark.parametrize(("attested", "checked_days"), [(90, 120), (0, 0)])
def test_approval_is_allowed_on_the_last_day_of_each_window(owner, reviewer, attested, checked_days):
    row = in_review(owner)
    Credential.objects.filter(pk=row.pk).update(
        attested_on=day(attested), checked_on=day(checked_days), expires_on=day()
    )

    assert credentials.approve(by=reviewer, credential=row).status == C.ACTIVE


def test_a_new_signature_clears_an_old_statement(owner, reviewer):
    row = in_review(owner)
    Credential.objects.filter(pk=row.pk).update(attested_on=day(200))
    row = credentials.attest(by=owner, credential=row)

    assert credentials.approve(by=reviewer, credential=row).attested_on == day()


def test_what_the_source_did_not_find_is_never_approved(owner, reviewer):
    row = in_review(owner)
    check = row.checks.get()
    row.checks.create(
        source="register",
        source_date=day(),
        checked_at=check.checked_at,
        method=CheckMethod.REGISTER_WEB,
        result=CheckResult.NOT_FOUND,
    )
    with pytest.raises(TransitionRefused, match="did not find it"):
        credentials.approve(by=reviewer, credential=row)


def test_a_page_that_is_out_of_date_changes_nothing(owner, reviewer):
    stale = in_review(owner)
    credentials.refuse(by=reviewer, credential=stale, reason="The license is for another person.")

    with pytest.raises(TransitionRefused, match="the status is “Refused”"):
        credentials.approve(by=cast.lead_reviewer(), credential=stale)


def test_a_refusal_can_be_appealed_once_and_is_heard_by_another(owner, reviewer):
    row = credentials.refuse(by=reviewer, credential=in_review(owner), reason="Not shown.")
    row = credentials.appeal(by=owner, credential=row, reason="It is on the board's page.")
    with pytest.raises(TransitionRefused, match="Another reviewer"):
        credentials.reopen(by=reviewer, credential=row, reason="Again.")

    row = credentials.refuse(by=cast.lead_reviewer(), credential=row, reason="Still not shown.")
    with pytest.raises(TransitionRefused, match="final"):
        credentials.appeal(by=owner, credential=row, reason="Once more.")


def test_an_appeal_has_thirty_days(owner, reviewer, time_machine):
    row = credentials.refuse(by=reviewer, credential=in_review(owner), reason="Not shown.")
    time_machine.move_to(timezone.now() + datetime.timedelta(days=31))

    with pytest.raises(TransitionRefused, match="30 days, is over"):
        credentials.appeal(by=owner, credential=row, reason="Late.")


@pytest.mark.parametrize("action", ["refuse", "reopen", "suspend", "revoke", "find_discrepancy", "reply"])
def test_a_step_that_hurts_asks_for_its_reason(reviewer, action):
    starts = {"refuse": C.IN_REVIEW, "find_discrepancy": C.SOURCE_CHECKED, "reply": C.DISCREPANCY}
    row = factories.licence(status=starts.get(action, C.ACTIVE))

    with pytest.raises(TransitionRefused, match="Give the reason"):
        getattr(credentials, action)(by=reviewer, credential=row, reason=" ")


def test_search_hears_of_it_in_the_same_transaction(reviewer):
    site = factories.published_listing()
    assert SearchRow.objects.get(location=site).verified_until is not None
    row = Credential.objects.get(practitioner__roles__location=site)

    credentials.suspend(by=reviewer, credential=row, reason="Exclusion list, same NPI.")

    assert SearchRow.objects.get(location=site).verified_until is None


def test_the_row_is_locked_before_its_state_is_read(owner, reviewer):
    row = in_review(owner)
    with CaptureQueriesContext(connection) as queries:
        credentials.approve(by=reviewer, credential=row)

    reads = [query["sql"] for query in queries if 'FROM "providers_credential"' in query["sql"]]
    assert reads[0].endswith("FOR UPDATE")
