"""Reminders: on which days, to whom, never twice, and silent as soon as the clinic has answered."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError

from providers.actions import attest_links, attested_facts, attesting, reminders
from providers.models import Freshness, Membership, Provider, Reminder
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox
from ..together import at_once

pytestmark = pytest.mark.django_db
CONFIRMED = datetime.date(2026, 1, 10)
DUE = datetime.date(2026, 4, 10)


def provider(**over):
    over.setdefault("last_confirmed_on", CONFIRMED)
    row = factories.published_listing(**over).provider
    cast.owner(row)
    return row


def steps():
    return list(Reminder.objects.order_by("pk").values_list("step", flat=True))


def each_day(first, last):
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_clinic_that_never_answers_is_asked_seven_times_on_these_days():
    provider()
    asked = [day for day in each_day(CONFIRMED, datetime.date(2026, 12, 31)) if reminders.send_due(day)]
    assert asked == [
        datetime.date(2026, 3, 26),
        datetime.date(2026, 3, 31),
        datetime.date(2026, 4, 5),
        datetime.date(2026, 4, 11),
        datetime.date(2026, 4, 24),
        datetime.date(2026, 5, 8),
        datetime.date(2026, 5, 22),
    ]
    assert steps() == [-15, -10, -5, 1, 14, 28, 42]
    assert len(mailbox.sent()) == 7


def test_the_second_run_of_a_day_sends_nothing():
    provider()
    day = datetime.date(2026, 3, 26)
    assert [reminders.send_due(day), reminders.send_due(day)] == [1, 0]
    assert len(mailbox.sent()) == 1


def test_days_that_were_missed_send_only_the_newest():
    provider()
    assert reminders.send_due(datetime.date(2026, 4, 30)) == 1
    assert steps() == [14]
    assert reminders.send_due(datetime.date(2026, 5, 7)) == 0
    assert reminders.send_due(datetime.date(2026, 5, 8)) == 1


def test_all_owners_are_asked_and_nobody_else():
    row = provider()
    second = cast.stranger()
    Membership.objects.create(provider=row, user=second, role=MemberRole.OWNER)
    cast.editor_of(row)
    off = cast.invited()
    Membership.objects.create(provider=row, user=off, role=MemberRole.OWNER)
    off.is_active = False
    off.save()
    reminders.send_due(DUE)
    assert {mail.to for mail in mailbox.sent()} == {cast.owner(row).email, second.email}


@pytest.mark.parametrize(
    "status", [S.SUSPENDED, S.CLOSED, S.DRAFT, S.CLAIMED_DRAFT, S.PENDING_REVIEW, S.IMPORTED_UNCLAIMED]
)
def test_what_patients_do_not_rely_on_is_not_asked_about(status):
    provider(status=status)
    assert reminders.send_due(DUE) == 0
    assert (mailbox.sent(), steps()) == ([], [])


def test_a_listing_that_nobody_owns_uses_up_no_step():
    row = factories.published_listing(last_confirmed_on=CONFIRMED).provider
    assert reminders.send_due(DUE) == 0
    cast.owner(row)
    assert reminders.send_due(DUE) == 1


@time_machine.travel(datetime.datetime(2026, 4, 5, 14, tzinfo=datetime.UTC), tick=False)
def test_an_answer_stops_them_at_once():
    row = provider()
    reminders.send_due(DUE - datetime.timedelta(days=5))
    assert len(mailbox.sent()) == 1
    version = attested_facts.version(row, datetime.date(2026, 4, 5))
    attesting.attest(by=cast.owner(row), provider=row, version=version)

    assert mailbox.sent() == []  # what had not left yet does not leave
    assert [reminders.send_due(day) for day in each_day(DUE, DUE + datetime.timedelta(days=60))] == [0] * 61
    assert reminders.send_due(datetime.date(2026, 7, 4) - datetime.timedelta(days=15)) == 1


@time_machine.travel(datetime.datetime(2026, 4, 5, 14, tzinfo=datetime.UTC), tick=False)
def test_what_was_sent_stays_sent():
    row = provider()
    reminders.send_due(datetime.date(2026, 4, 5))
    mailbox.deliver()
    version = attested_facts.version(row, datetime.date(2026, 4, 5))
    attesting.attest(by=cast.owner(row), provider=row, version=version)
    assert [bool(mail.sent_at) for mail in mailbox.sent()] == [True]


@time_machine.travel(datetime.datetime(2026, 4, 11, 14, tzinfo=datetime.UTC), tick=False)
def test_the_mail_says_what_patients_see_and_has_a_link_that_works():
    row = provider(display_name="Clear Creek Clinic")
    reminders.send_due(datetime.date(2026, 4, 11))
    mail = mailbox.sent()[0]
    assert mail.subject == "Patients now see that Clear Creek Clinic was not confirmed lately"
    assert "10 Jan 2026" in mail.text
    assert "10 Apr 2026" in mail.text
    assert "you own this listing" in mail.text
    token = mail.text.split("/still-true/")[1].split("/")[0]
    assert attest_links.read(token).person == cast.owner(row)
    assert token in mail.html


def test_one_listing_that_fails_does_not_keep_the_others_waiting(caplog):
    bad, good = provider(), provider()
    person = cast.owner(bad)
    type(person).objects.filter(pk=person.pk).update(email="not an address")
    assert reminders.send_due(DUE) == 1
    assert [mail.to for mail in mailbox.sent()] == [cast.owner(good).email]
    assert f"No reminder for listing {bad.pk}" in caplog.text


def test_the_database_refuses_a_second_reminder_of_one_step():
    row = provider()
    Reminder.objects.create(provider=row, due_on=DUE, step=-5)
    with pytest.raises(IntegrityError):
        Reminder.objects.create(provider=row, due_on=DUE, step=-5)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_one_mail_each_owner():
    for _n in range(3):
        provider()
    found = at_once(*[lambda: reminders.send_due(DUE)] * 2)
    assert sum(found) == 3
    assert len(mailbox.sent()) == 3


def test_a_stopped_worker_never_makes_a_stale_listing_look_fresh():
    row = provider()
    for moment, freshness in (
        (DUE, Freshness.FRESH),
        (DUE + datetime.timedelta(days=1), Freshness.AGEING),
        (CONFIRMED + datetime.timedelta(days=181), Freshness.STALE),
        (datetime.date(2029, 1, 1), Freshness.STALE),
    ):
        assert Provider.objects.get(pk=row.pk).freshness(moment) == freshness


def test_patients_see_the_age_though_no_job_ever_ran(client):
    row = provider()
    with time_machine.travel(datetime.datetime(2026, 7, 20, 12, tzinfo=datetime.UTC), tick=False):
        page = client.get(row.get_absolute_url()).content.decode()
        found = client.get("/search/?near=80302").content.decode()
    assert "has not confirmed this listing for more than 180 days" in page
    assert row.display_name not in found
    assert steps() == []
