"""Whatever changes its state has its case opened, moved and closed with it."""

import datetime

import pytest
import time_machine

from providers.actions import (
    account,
    changes,
    claim_review,
    claims,
    credentials,
    listings,
    removals,
    report_steps,
    reports,
)
from providers.models import Case, CaseEvent, User
from providers.models.case import CaseKind, CaseState
from providers.models.change_request import ChangedField
from providers.models.vocabulary import CredentialType, ListingStatus, ReportStatus
from tests import cast, factories

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 15, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(MONDAY):
        yield


def open_cases():
    return list(Case.objects.open().order_by("pk"))


def test_a_claim_is_a_case_once_our_staff_must_call_and_closes_with_the_decision():
    place = factories.unclaimed_listing()
    claim = claims.start(by=cast.claimant(), provider=place.provider)
    assert open_cases() == []
    claims.ask_for_call(by=cast.claimant(), claim=claim, phone=place.phone)
    (case,) = open_cases()
    assert (case.kind, case.claim, case.provider) == (CaseKind.CLAIM, claim, place.provider)
    assert case.due_on == datetime.date(2026, 11, 18)
    code = claim_review.make_phone_code(by=cast.reviewer(), claim=claim)
    claims.enter_code(by=cast.claimant(), claim=claim, code=code)
    assert open_cases() == [case]
    claim_review.approve(by=cast.reviewer(), claim=claim)
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_by) == (CaseState.CLOSED, "owner", cast.reviewer())


def test_a_disputed_claim_waits_seven_days_for_the_owner():
    place = factories.published_listing()
    cast.owner(place.provider)
    claim = claims.start(by=cast.claimant(), provider=place.provider)
    claims.ask_for_call(by=cast.claimant(), claim=claim, phone=place.phone)
    code = claim_review.make_phone_code(by=cast.reviewer(), claim=claim)
    claims.enter_code(by=cast.claimant(), claim=claim, code=code)
    (case,) = open_cases()
    assert (case.state, case.wakes_on, case.risk) == (CaseState.WAITING, datetime.date(2026, 11, 23), 60)


def test_a_listing_is_a_case_while_it_waits_to_be_published():
    draft = factories.provider(status=ListingStatus.DRAFT)
    listings.submit(by=cast.owner(draft), provider=draft)
    (case,) = open_cases()
    assert (case.kind, case.due_on) == (CaseKind.LISTING, datetime.date(2026, 11, 23))
    listings.return_to_draft(by=cast.reviewer(), provider=draft, reason="The street is missing.")
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, "claimed_draft")


def test_other_steps_of_a_listing_open_nothing():
    clinic = factories.published_listing().provider
    listings.confirm(by=cast.owner(clinic), provider=clinic)
    listings.suspend(by=cast.reviewer(), provider=clinic, reason="Excluded.")
    assert open_cases() == []


def test_a_sensitive_edit_replaced_is_a_new_case_and_one_withdrawn_is_none():
    clinic = factories.published_listing().provider
    owner = cast.owner(clinic)
    ask = {"by": owner, "provider": clinic, "field": ChangedField.DISPLAY_NAME}
    changes.request_change(after="Bear Creek Clinic", **ask)
    (first,) = open_cases()
    change = changes.request_change(after="Elk Creek Clinic", **ask)
    (second,) = open_cases()
    first.refresh_from_db()
    assert (first.outcome, second.change, second.risk) == ("replaced", change, 30)
    changes.withdraw_change(by=owner, change=change)
    assert open_cases() == []


@pytest.mark.parametrize("verdict", ["approved", "refused"])
def test_a_sensitive_edit_closes_with_the_decision(verdict):
    clinic = factories.published_listing().provider
    change = changes.request_change(
        by=cast.owner(clinic), provider=clinic, field=ChangedField.DISPLAY_NAME, after="Bear Creek Clinic"
    )
    if verdict == "approved":
        changes.approve_change(by=cast.reviewer(), change=change)
    else:
        changes.refuse_change(by=cast.reviewer(), change=change, reason="No sign says so.")
    assert open_cases() == []
    assert Case.objects.get().outcome == verdict


def test_a_removal_is_a_case_only_by_telephone():
    place = factories.unclaimed_listing(website="https://clear-creek.example.org")
    ask = {"provider": place.provider, "name": "Dana", "client": "192.0.2.1"}
    removals.ask_by_mail(address="dana@clear-creek.example.org", **ask)
    assert open_cases() == []
    request, _token = removals.ask_by_phone(phone=place.phone, contact="dana@example.net", **ask)
    (case,) = open_cases()
    assert (case.kind, case.removal) == (CaseKind.REMOVAL, request)
    removals.refuse(by=cast.reviewer(), request=request, reason="Nobody there knows of it.")
    assert open_cases() == []


def test_a_credential_is_a_case_from_the_claim_on():
    clinic = factories.published_listing().provider
    Case.objects.all()._raw_delete("default")
    held = credentials.claim(
        by=cast.owner(clinic),
        holder=clinic,
        type=CredentialType.FACILITY_ACCREDITATION,
        issuer="The Joint Commission",
    )
    (case,) = open_cases()
    assert (case.kind, case.credential, case.risk) == (CaseKind.CREDENTIAL, held, 20)
    credentials.withdraw(by=cast.owner(clinic), credential=held, reason="A mistake.")
    case.refresh_from_db()
    assert [event.kind for event in case.events.all()] == ["opened", "closed"]


def report(place, field="safety"):
    return reports.file_report(location=place, field=field, message="It is wrong.", client="192.0.2.7")


def test_reports_on_one_field_of_one_place_weigh_more_together():
    place = factories.published_listing()
    report(place)
    report(place)
    report(place, "hours")
    assert sorted(Case.objects.values_list("kind", "risk")) == [
        ("report", 30),
        ("report", 75),
        ("report", 75),
    ]


def test_a_settled_report_weighs_no_longer():
    place = factories.published_listing()
    first, second = report(place), report(place)
    right = {"status": ReportStatus.UPHELD_AS_IS, "outcome": "The clinic showed us the room."}
    report_steps.triage(by=cast.reviewer(), report=first)
    report_steps.settle(by=cast.reviewer(), report=first, **right)
    (case,) = open_cases()
    assert (case.report, case.risk) == (second, 60)


def test_triage_leaves_two_days_more():
    place = factories.published_listing()
    one = report(place)
    assert Case.objects.get().due_on == datetime.date(2026, 11, 17)
    report_steps.triage(by=cast.reviewer(), report=one)
    assert Case.objects.get().due_on == datetime.date(2026, 11, 19)


def test_what_happened_is_kept_with_who_did_it():
    draft = factories.provider(status=ListingStatus.DRAFT)
    owner = cast.owner(draft)
    listings.submit(by=owner, provider=draft)
    event = CaseEvent.objects.get()
    assert (event.kind, event.by) == ("opened", owner)


def test_an_account_can_be_deleted_although_its_claim_was_a_case():
    place = factories.unclaimed_listing()
    person = cast.claimant()
    claim = claims.start(by=person, provider=place.provider)
    claims.ask_for_call(by=person, claim=claim, phone=place.phone)
    account.delete(by=person)
    assert not Case.objects.exists()
    assert not CaseEvent.objects.exists()
    assert not User.objects.filter(pk=person.pk).exists()
