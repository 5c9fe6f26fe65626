"""What moves by itself after the gates have looked: forward, back to the provider, or not at all."""

import datetime

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from providers.actions import credential_entry, people
from providers.actions.gates import looks, run
from providers.models import Check, Credential
from providers.models.vocabulary import CheckResult, CredentialType, Gate, Standing
from providers.models.vocabulary import CredentialStatus as C
from tests import cast, factories, mailbox
from tests.factories.facts import day
from tests.together import at_once

from .entries import NPI, OTHER_NPI, WRONG_DIGIT, entry, whole_file

pytestmark = pytest.mark.django_db
LICENCE = {"issuer": "Colorado Medical Board", "number": "DR.0012345", "state": "CO", "expires_on": day(-300)}


def role_of(npi=NPI, name="Ana Sample", **over):
    location = factories.published_listing(licence={"state": "WY"})
    person = factories.practitioner(name=name, npi=npi, **over)
    return factories.role(location, person)


def entered(role, type=CredentialType.STATE_LICENCE, **over):
    listing = role.location.provider
    return credential_entry.enter(
        by=cast.owner(listing),
        provider=listing,
        holder=role.practitioner,
        type=type,
        facts={**LICENCE, **over},
    )


def events(row):
    return [(step.event, step.by) for step in row.decisions.order_by("pk")][2:]


def settled(row):
    mailbox.deliver()
    row.refresh_from_db()
    return row


def test_a_clean_entry_goes_to_its_source_by_itself_right_after_it_was_made():
    entry()
    row = entered(role_of())
    assert row.status == C.CLAIMED

    assert settled(row).status == C.SOURCE_REQUESTED
    assert events(row) == [("match_identity", None), ("request_source", None)]
    gates = set(row.checks.values_list("gate", "result", "by"))
    assert gates == {
        (Gate.NPI_DIGIT, CheckResult.AGREES, None),
        (Gate.NPI_REGISTER, CheckResult.AGREES, None),
        (Gate.EXPIRY, CheckResult.AGREES, None),
    }
    assert mailbox.sent() == []


def test_every_look_keeps_its_source_and_the_digest_of_what_was_seen():
    entry()
    row = settled(entered(role_of()))
    check = row.checks.get(gate=Gate.NPI_REGISTER)
    evidence = {"gate": check.gate, "source": check.source, "found": check.found}
    assert check.digest == looks.digest_of(evidence)
    assert (check.source_date, check.method) == (day(5), "register_file")


def test_no_gate_counts_as_a_look_at_the_issuer():
    entry()
    row = settled(entered(role_of()))
    assert not row.checks.at_source().exists()
    assert row.checked_on is None
    assert row.standing(day()) == Standing.NOT_CONFIRMED


def test_what_is_missing_is_asked_for_once_and_all_of_it():
    entry()
    row = settled(entered(role_of(npi=""), issuer="", number=""))
    assert row.status == C.INCOMPLETE
    (mail,) = mailbox.sent()
    for gap in ("who issued it", "its number", "the person’s NPI"):
        assert gap in mail.text
        assert gap in row.decisions.last().reason
    run.on_credential(row.pk)
    assert len(mailbox.sent()) == 1


def test_it_goes_on_by_itself_when_what_the_gates_missed_is_there():
    entry()
    role = role_of(npi="")
    row = settled(entered(role))
    assert row.status == C.INCOMPLETE
    facts = people.stated(role) | {"npi": NPI}
    people.save(by=cast.owner(role.location.provider), role=role, version=people.version(role), facts=facts)
    assert settled(row).status == C.SOURCE_REQUESTED
    assert row.confirmed_by == cast.owner(role.location.provider)


def test_what_staff_asked_for_waits_for_staff():
    entry()
    row = entered(role_of(), issuer="")
    from_staff = run.credentials.mark_incomplete(by=cast.reviewer(), credential=row)
    Credential.objects.filter(pk=row.pk).update(issuer="The board")
    run.on_credential(from_staff.pk)
    row.refresh_from_db()
    assert row.status == C.INCOMPLETE


def test_a_mismatch_is_told_with_both_sides_and_ten_business_days():
    entry(last_name="BROOK", state="WY", taxonomies=[])
    with time_machine.travel(datetime.datetime(2026, 11, 23, 15, tzinfo=datetime.UTC), tick=False):
        row = settled(entered(role_of(), expires_on=datetime.date(2027, 11, 1)))
    assert row.status == C.DISCREPANCY
    (mail,) = mailbox.sent()
    assert "Name: entered is “Ana Sample”, the register has “ANA MARIA BROOK”" in mail.text
    assert "by 8 Dec 2026" in mail.text
    assert "ANA MARIA BROOK" in row.decisions.last().reason
    assert row.standing(day()) == Standing.NOT_CONFIRMED


@pytest.mark.parametrize("npi", [WRONG_DIGIT])
def test_a_number_that_cannot_be_is_a_mismatch_without_asking_anybody(npi):
    row = settled(entered(role_of(npi=npi)))
    assert row.status == C.DISCREPANCY
    assert not row.checks.filter(gate=Gate.NPI_REGISTER).exists()


def test_without_a_register_it_waits_and_the_next_day_s_round_takes_it_on():
    row = settled(entered(role_of()))
    assert row.status == C.IDENTITY_MATCHED
    assert not row.checks.filter(gate=Gate.NPI_REGISTER).exists()
    entry()
    run.on_credential(row.pk)
    assert settled(row).status == C.SOURCE_REQUESTED


def test_a_number_that_a_whole_file_does_not_have_is_told():
    whole_file()
    row = settled(entered(role_of()))
    assert row.status == C.DISCREPANCY
    assert row.checks.get(gate=Gate.NPI_REGISTER).result == CheckResult.NOT_FOUND


def test_a_place_without_a_number_needs_none():
    location = factories.published_listing()
    row = credential_entry.enter(
        by=cast.owner(location.provider),
        provider=location.provider,
        holder=location,
        type=CredentialType.FACILITY_ACCREDITATION,
        facts={"issuer": "Joint Commission"},
    )
    assert settled(row).status == C.SOURCE_REQUESTED


def test_a_wrong_kind_of_dea_number_is_told_without_it():
    entry(taxonomies=[{"code": "363LP0808X", "licence": "", "state": "CO", "primary": True}])
    row = entered(
        role_of(profession="PMHNP"), CredentialType.DEA_REGISTRATION, number="", dea_number="AB1234563"
    )
    assert settled(row).status == C.DISCREPANCY
    (mail,) = mailbox.sent()
    assert "mid-level practitioner" in mail.text
    assert "1234563" not in mail.text + row.decisions.last().reason


def test_the_same_again_keeps_nothing_and_after_four_weeks_it_is_looked_at_anew():
    entry()
    row = settled(entered(role_of()))
    before = row.checks.count()
    run.on_credential(row.pk)
    assert row.checks.count() == before
    with time_machine.travel(datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=29)):
        run.on_credential(row.pk)
    assert row.checks.count() == 2 * before


def test_in_force_and_gone_from_the_register_it_goes_before_a_reviewer_at_once():
    found = entry()
    role = role_of()
    cast.owner(role.location.provider)
    row = factories.licence(role.practitioner)
    run.on_credential(row.pk)
    row.refresh_from_db()
    assert row.status == C.ACTIVE

    found.deactivated_on, found.replacement_npi = day(2), OTHER_NPI
    found.save()
    run.on_credential(row.pk)
    row.refresh_from_db()
    assert row.status == C.IN_REVIEW
    assert OTHER_NPI in row.decisions.last().reason
    (mail,) = mailbox.sent()
    assert mail.subject.startswith("No longer in the NPI register")
    assert row.standing(day()) == Standing.NOT_CONFIRMED


def test_another_name_in_the_register_takes_nothing_in_force_away():
    entry(last_name="BROOK")
    row = factories.licence(role_of().practitioner)
    run.on_credential(row.pk)
    row.refresh_from_db()
    assert row.status == C.ACTIVE
    assert row.checks.get(gate=Gate.NPI_REGISTER).result == CheckResult.DIFFERS


@pytest.mark.parametrize("status", [C.WITHDRAWN, C.REVOKED])
def test_what_is_over_is_left_alone(status):
    entry()
    row = factories.licence(role_of().practitioner, status=status)
    assert run.on_credential(row.pk) == []
    assert not Check.objects.exists()


def test_what_is_gone_is_no_failure():
    assert [run.on_credential(0), run.on_person(0), run.on_listing(0), run.on_claim(0)] == [[], [], [], []]


def test_a_person_and_a_listing_are_looked_at_when_they_come():
    entry()
    role = role_of(npi="")
    facts = people.stated(role) | {"npi": NPI, "name": "Ana Sample"}
    people.save(by=cast.owner(role.location.provider), role=role, version=people.version(role), facts=facts)
    assert ProcrastinateJob.objects.filter(task_name="gates_of_person").exists()
    mailbox.deliver()
    gates = set(role.practitioner.checks.values_list("gate", flat=True))
    assert gates == {Gate.NPI_DIGIT, Gate.NPI_REGISTER}


def test_a_new_practice_is_looked_for_among_the_others():
    there = factories.published_listing(display_name="Blue Hill Ketamine").provider
    place = there.locations.get()
    twin = factories.provider(display_name="Blue Hill Ketamine Clinic", status="draft")
    factories.location(twin, street=place.street, phone=place.phone)
    run.on_listing(twin.pk)
    check = twin.checks.get(gate=Gate.DUPLICATE)
    assert check.result == CheckResult.DIFFERS
    assert check.found["pairs"][0]["listing"] == there.pk
    assert check.found["differs"][0]["source"] == "Blue Hill Ketamine"

    alone = factories.provider(display_name="Red Rock Practice")
    factories.location(alone, at=factories.CASPER)
    run.on_listing(alone.pk)
    assert alone.checks.get(gate=Gate.DUPLICATE).result == CheckResult.AGREES


def test_half_way_through_nothing_has_happened(monkeypatch):
    entry()
    row = entered(role_of())

    def crash(**kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(run.credentials, "request_source", crash)
    with pytest.raises(RuntimeError):
        run.on_credential(row.pk)
    row.refresh_from_db()
    assert (row.status, row.checks.count()) == (C.CLAIMED, 0)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_it_once():
    entry()
    row = entered(role_of())
    at_once(*[lambda: run.on_credential(row.pk)] * 3)
    assert events(row) == [("match_identity", None), ("request_source", None)]
    assert row.checks.count() == 3
