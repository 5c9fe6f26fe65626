"""The clocks of a credential, each by the calendar; a second run, two at once, a broken row, missed days."""

import datetime

import pytest
import time_machine

from providers.actions import cases, credential_deadlines, credentials, dea
from providers.actions.credentials import TransitionRefused
from providers.models import Case, Check, Credential, SealedNumber
from providers.models.case import CaseState
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType, Gate, Standing

from .. import cast, factories, mailbox
from ..together import at_once

pytestmark = pytest.mark.django_db
START = datetime.date(2026, 3, 2)  # a Monday


@pytest.fixture
def clock():
    with time_machine.travel(noon(START), tick=False) as traveller:
        yield traveller


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def after(days):
    return START + datetime.timedelta(days=days)


def each_day(clock, row, last, first=0):
    """The state at each day's end on which it changed, by days since the start."""
    found = {}
    for number in range(first, last + 1):
        clock.move_to(noon(after(number)))
        credential_deadlines.keep_time()
        row.refresh_from_db()
        if not found or list(found.values())[-1] != row.status:
            found[number] = row.status
    return found


@pytest.fixture
def role():
    role = factories.role(factories.published_listing(licence={"expires_on": None}))
    cast.owner(role.location.provider)
    return role


def claimed(role, **over):
    facts = {"issuer": "Colorado Medical Board", "number": "DR.0012345", "state": "CO", **over}
    return credentials.claim(
        by=cast.owner(role.location.provider),
        holder=role.practitioner,
        type=facts.pop("type", CredentialType.STATE_LICENCE),
        attested_on=datetime.datetime.now(tz=datetime.UTC).date(),
        **facts,
    )


def requested(role, **over):
    row = credentials.match_identity(by=None, credential=claimed(role, **over))
    return credentials.request_source(by=None, credential=row)


def events(row):
    return [step.event for step in row.decisions.all()]


def mails():
    return [(mail.template, mail.subject) for mail in mailbox.sent()]


def test_what_was_asked_for_and_never_came_is_closed_after_thirty_days(clock, role):
    row = credentials.mark_incomplete(by=None, credential=claimed(role, issuer=""))
    assert each_day(clock, row, 31) == {0: C.INCOMPLETE, 30: C.WITHDRAWN}
    last = row.decisions.last()
    assert (last.by, last.reason) == (None, credential_deadlines.NOTHING_CAME)
    ((_template, subject),) = mails()
    assert subject.startswith("Entry closed: State license, Colorado")


def test_a_sealed_number_goes_with_what_is_closed(clock, role):
    row = claimed(role, type=CredentialType.DEA_REGISTRATION, number="", issuer="")
    dea.seal(credential=row, number="AB1234563")
    credentials.mark_incomplete(by=None, credential=row)
    each_day(clock, row, 30, first=30)
    assert not SealedNumber.objects.exists()


def test_a_silent_register_is_asked_again_on_three_days_and_then_a_person_is(clock, role):
    row = requested(role)
    days = {}
    for number in range(25):
        clock.move_to(noon(after(number)))
        before = len(events(row))
        credential_deadlines.keep_time()
        days[number] = events(row)[before:]
    assert {number: steps for number, steps in days.items() if steps} == {
        14: ["source_unavailable"],
        15: ["request_source"],
        16: ["source_unavailable", "request_source"],
        17: ["source_unavailable", "request_source"],
        18: ["source_unavailable"],
    }
    row.refresh_from_db()
    assert row.standing(after(25)) == Standing.NOT_CONFIRMED
    assert len(mails()) == 1


def test_then_its_case_is_ready_for_a_person(clock, role):
    row = requested(role)
    each_day(clock, row, 18)
    assert Case.objects.get(credential=row).state == CaseState.WAITING
    clock.move_to(noon(after(19)))
    cases.wake()
    assert Case.objects.get(credential=row).state == CaseState.READY


def test_an_answer_in_time_stops_that_clock(clock, role):
    row = requested(role)
    clock.move_to(noon(after(13)))
    row = credentials.withdraw(by=None, credential=row)
    assert each_day(clock, row, 30, first=14) == {14: C.WITHDRAWN}


def in_force(role, **over):
    return factories.licence(
        role.practitioner,
        **{"checked_on": START, "decided_on": START, "attested_on": START, "since": START, **over},
    )


def test_reminders_go_out_ninety_thirty_and_seven_days_before_and_it_expires_the_day_after(clock, role):
    row = in_force(role, expires_on=after(100))
    told = {}
    for number in range(104):
        clock.move_to(noon(after(number)))
        before = len(mails())
        credential_deadlines.keep_time()
        if len(mails()) > before:
            told[number] = [subject.partition(":")[0] for _template, subject in mails()[before:]]
    ends = "Good until 10 Jun 2026"
    assert told == {10: [ends], 70: [ends], 93: [ends], 101: ["Expired"]}
    row.refresh_from_db()
    assert row.status == C.EXPIRED
    bands = row.checks.filter(gate=Gate.EXPIRY).order_by("pk").values_list("found__within_days", flat=True)
    assert list(bands) == [90, 30, 7, 0]


def test_the_state_says_so_from_the_ninetieth_day_and_the_last_day_is_still_good(clock, role):
    row = in_force(role, expires_on=after(100))
    assert each_day(clock, row, 101) == {0: C.ACTIVE, 10: C.EXPIRING, 101: C.EXPIRED}
    assert row.decisions.filter(event="expire", by=None).exists()


def test_a_missed_week_sends_the_newest_reminder_only(clock, role):
    in_force(role, expires_on=after(100))
    for number in (96, 97):
        clock.move_to(noon(after(number)))
        credential_deadlines.keep_time()
    assert len(mails()) == 1


def test_a_renewed_one_is_reminded_of_again_in_its_time(clock, role):
    row = in_force(role, status=C.EXPIRING, expires_on=after(5))
    credential_deadlines.keep_time()
    Credential.objects.filter(pk=row.pk).update(expires_on=after(400))
    clock.move_to(noon(after(394)))
    Credential.objects.filter(pk=row.pk).update(checked_on=after(390))
    credential_deadlines.keep_time()
    assert [subject.partition(":")[0] for _template, subject in mails()] == [
        "Good until 7 Mar 2026",
        "Good until 6 Apr 2027",
    ]


def test_what_patients_read_does_not_wait_for_the_clock(clock, role):
    row = in_force(role, expires_on=after(100), checked_on=after(0))
    days = (0, 10, 100, 101)
    read = [row.standing(after(number)) for number in days]
    assert read == [Standing.CURRENT, Standing.EXPIRING, Standing.EXPIRING, Standing.EXPIRED]
    assert row.status == C.ACTIVE


def test_everything_begins_anew_120_days_before_three_years_are_over(clock, role):
    decided = datetime.date(2023, 7, 15)
    row = in_force(role, decided_on=decided, expires_on=after(900), checked_on=START)
    due = datetime.date(2026, 7, 15)
    starts = (due - datetime.timedelta(days=120) - START).days
    seen = each_day(clock, row, (due - START).days + 1)
    begun = next(number for number, status in seen.items() if status == C.SOURCE_REQUESTED)
    assert begun == starts == 15
    assert (list(seen)[-1], seen[list(seen)[-1]]) == ((due - START).days + 1, C.EXPIRED)
    subjects = [subject.partition(":")[0] for _template, subject in mails()]
    assert subjects == ["To be signed again", "No answer from the issuer yet", "Expired"]


def test_a_second_run_of_the_day_does_nothing_more(clock, role):
    row = in_force(role, expires_on=after(-1))
    requested(role)
    clock.move_to(noon(after(14)))
    assert credential_deadlines.keep_time() == 2
    steps, written = events(row), len(mails())
    assert credential_deadlines.keep_time() == 0
    assert (events(row), len(mails())) == (steps, written)


def test_a_row_that_fails_is_logged_and_keeps_no_other_waiting(clock, role, monkeypatch, caplog):
    broken, sound = in_force(role, expires_on=after(-1)), in_force(role, expires_on=after(-2))
    real, failures = credential_deadlines.credential_mail.tell, [RuntimeError("broken")]

    def failing_once(*args, **kwargs):
        if failures:
            raise failures.pop()
        real(*args, **kwargs)

    monkeypatch.setattr(credential_deadlines.credential_mail, "tell", failing_once)
    assert credential_deadlines.keep_time() == 1
    assert f"A clock of credential {broken.pk}" in caplog.text
    states = dict(Credential.objects.filter(pk__in=[broken.pk, sound.pk]).values_list("pk", "status"))
    assert states == {broken.pk: C.ACTIVE, sound.pk: C.EXPIRED}
    assert credential_deadlines.keep_time() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once():
    role = factories.role(factories.published_listing())
    cast.owner(role.location.provider)
    row = factories.licence(role.practitioner, expires_on=factories.facts.day(1))
    results = at_once(credential_deadlines.keep_time, credential_deadlines.keep_time)
    assert sorted(results) == [0, 1]
    assert events(row) == ["expire"]
    assert Check.objects.filter(credential=row, gate=Gate.EXPIRY).count() == 1
    assert len(mails()) == 1


def test_an_unanswered_discrepancy_is_ready_for_a_person_after_ten_business_days(clock, role):
    row = credentials.match_identity(by=None, credential=claimed(role))
    row = credentials.find_discrepancy(by=None, credential=row, reason="Another name.")
    for number, state in [(0, CaseState.WAITING), (13, CaseState.WAITING), (14, CaseState.READY)]:
        clock.move_to(noon(after(number)))
        cases.wake()
        assert (number, Case.objects.get(credential=row).state) == (number, state)


@pytest.mark.parametrize(("days", "is_open"), [(30, True), (31, False)])
def test_an_appeal_is_heard_within_thirty_days_of_the_refusal(clock, role, days, is_open):
    row = factories.licence(role.practitioner, status=C.IN_REVIEW, checked_on=START)
    row = credentials.refuse(by=cast.reviewer(), credential=row, reason="Not the same person.")
    clock.move_to(noon(after(days)))
    if is_open:
        assert credentials.appeal(by=None, credential=row, reason="It is.").status == C.APPEAL
    else:
        with pytest.raises(TransitionRefused, match="30 days"):
            credentials.appeal(by=None, credential=row, reason="It is.")
