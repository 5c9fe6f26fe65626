"""The state machines as PostgreSQL keeps them: each step of the written table, and no other."""

from contextlib import suppress

import pgtrigger
import pytest
from django.db import ProgrammingError, transaction

from providers.models import Check, Claim, Credential, Decision, Provider, Reminder, Report
from providers.models.change_request import ChangeStatus
from providers.models.claim import ClaimStatus
from providers.models.removal import RemovalStatus
from providers.models.report import OPEN, SETTLED
from providers.models.vocabulary import CredentialStatus, ListingStatus, ReportStatus

from .. import factories
from .rows import change_request, check, claim, decision, later, reminder, removal, report

pytestmark = pytest.mark.django_db

CREDENTIAL = """
claimed            identity_matched incomplete withdrawn
incomplete         claimed withdrawn
identity_matched   source_requested discrepancy withdrawn
source_requested   source_checked source_unavailable expired withdrawn
source_unavailable source_requested expired withdrawn
source_checked     in_review discrepancy source_requested withdrawn
discrepancy        provider_reply withdrawn
provider_reply     in_review source_requested withdrawn
in_review          active denied suspended source_requested withdrawn
denied             appeal withdrawn
appeal             in_review denied withdrawn
active             expiring expired suspended in_review revoked source_requested withdrawn
expiring           active expired suspended in_review revoked source_requested withdrawn
expired            source_requested withdrawn
suspended          in_review revoked withdrawn
revoked
withdrawn
"""
LISTING = """
draft              pending_review removed_by_request
imported_unclaimed claim_pending removed_by_request closed merged suspended
claim_pending      imported_unclaimed claimed_draft removed_by_request closed merged suspended
claimed_draft      pending_review imported_unclaimed removed_by_request merged
pending_review     published claimed_draft draft imported_unclaimed removed_by_request
published          suspended temporarily_closed closed merged removed_by_request
published          imported_unclaimed pending_review
suspended          published imported_unclaimed closed removed_by_request
temporarily_closed published closed suspended removed_by_request merged imported_unclaimed
closed             published imported_unclaimed merged removed_by_request
removed_by_request imported_unclaimed draft
merged             imported_unclaimed published closed
"""


CLAIM = """
started       evidence_sent expired withdrawn
evidence_sent proof_ok proof_failed expired withdrawn conflict
proof_ok      reviewed conflict refused withdrawn
conflict      reviewed refused withdrawn
reviewed      owner conflict refused withdrawn
owner
proof_failed  started
refused
expired       started
withdrawn
"""
REMOVAL = """
asked   proved refused expired
proved  done refused
done
refused
expired
"""
CHANGE = """
open      approved refused withdrawn replaced
approved
refused
withdrawn
replaced
"""
REPORT = """
received     triaged
triaged      contacted corrected upheld_as_is unresolved
contacted    corrected upheld_as_is unresolved
unresolved   contacted corrected upheld_as_is flagged
flagged      corrected upheld_as_is
corrected
upheld_as_is
"""


def steps(table):
    found = {}
    for start, *ends in (line.split() for line in table.strip().splitlines()):
        found.setdefault(start, set()).update(ends)
    return found


def reachable(row, codes, **with_changes):
    """The states that the database lets this row be changed to, tried one by one."""
    model, found = type(row), set()
    for end in set(codes) - {row.status}:
        with suppress(ProgrammingError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(status=end, **with_changes.get(end, {}))
            found.add(end)
            transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("start", "ends"), steps(CREDENTIAL).items())
def test_a_credential_takes_the_written_steps_and_no_other(start, ends):
    today = factories.facts.day()
    dates = {"checked_on": today, "decided_on": today, "attested_on": today}
    row = factories.licence(status=start)

    assert reachable(row, CredentialStatus.values, active=dates, expiring=dates) == ends


@pytest.mark.parametrize(("start", "ends"), steps(LISTING).items())
def test_a_listing_takes_the_written_steps_and_no_other(start, ends):
    today, other = factories.facts.day(), factories.provider()
    row = factories.provider(status=start)
    apart = {} if start != "merged" else {"merged_into": None}
    needs = {
        "published": {"last_confirmed_on": today},
        "closed": {"closed_on": today},
        "temporarily_closed": {"reopens_on": today},
        "merged": {"merged_into": other},
    }
    changes = {end: {**apart, **needs.get(end, {})} for end in ListingStatus.values}

    assert reachable(row, ListingStatus.values, **changes) == ends


@pytest.mark.parametrize(("start", "ends"), steps(CLAIM).items())
def test_a_claim_takes_the_written_steps_and_no_other(start, ends):
    row = claim(status=start, method="phone", proved_at=later(-2), decided_at=later(-1), hold_until=later(7))
    assert reachable(row, ClaimStatus.values) == ends


def test_a_claim_begins_at_the_beginning():
    with pytest.raises(ProgrammingError, match="Cannot insert"):
        Claim.objects.create(
            provider=factories.provider(), claimant=factories.user(), status="owner", method="phone",
            proved_at=later(-2), decided_at=later(-1),
        )  # fmt: skip


@pytest.mark.parametrize(("start", "ends"), steps(REMOVAL).items())
def test_a_removal_takes_the_written_steps_and_no_other(start, ends):
    row = removal(status=start, settled_at=later(-1))
    assert reachable(row, RemovalStatus.values) == ends


@pytest.mark.parametrize(("start", "ends"), steps(CHANGE).items())
def test_a_change_request_takes_the_written_steps_and_no_other(start, ends):
    row = change_request(status=start, decided_at=None if start == "open" else later(-1))
    ended = {end: {"decided_at": later(0)} for end in ChangeStatus.values}
    assert reachable(row, ChangeStatus.values, **ended | {"open": {"decided_at": None}}) == ends


@pytest.mark.parametrize(("start", "ends"), steps(REPORT).items())
def test_a_report_takes_the_written_steps_and_no_other(start, ends):
    row = report()
    settled = {end: {"settled_at": later(0)} for end in SETTLED} | {end: {"settled_at": None} for end in OPEN}
    with pgtrigger.ignore("providers.Report:report_life"):
        Report.objects.filter(pk=row.pk).update(status=start, **settled[start])
    row.refresh_from_db()
    assert reachable(row, ReportStatus.values, **settled) == ends


def test_the_refusal_names_both_states():
    row = factories.licence(status="claimed")
    with pytest.raises(
        ProgrammingError, match='Invalid transition of field "status" from "claimed" to "denied"'
    ):
        Credential.objects.filter(pk=row.pk).update(status="denied")


def test_the_tables_name_every_state():
    assert set(steps(CREDENTIAL)) == set(CredentialStatus.values)
    assert set(steps(LISTING)) == set(ListingStatus.values)
    assert set(steps(CLAIM)) == set(ClaimStatus.values)
    assert set(steps(REMOVAL)) == set(RemovalStatus.values)
    assert set(steps(CHANGE)) == set(ChangeStatus.values)
    assert set(steps(REPORT)) == set(ReportStatus.values)


def ways_to_active(table, start="claimed", seen=()):
    """Every way from a claim to active that enters no state twice."""
    for end in table[start] - set(seen):
        way = (*seen, start)
        if end == "active":
            yield (*way, end)
        else:
            yield from ways_to_active(table, end, way)


def test_a_way_around_the_source_exists_only_by_an_identity_discrepancy():
    """The steps alone allow it, so the rule credential_active_was_checked closes it in the database."""
    around = [way for way in ways_to_active(steps(CREDENTIAL)) if "source_checked" not in way]

    assert around == [("claimed", "identity_matched", "discrepancy", "provider_reply", "in_review", "active")]
    row = factories.licence(status="in_review", checked_on=None)
    with pytest.raises(Exception, match="credential_active_was_checked"):
        Credential.objects.filter(pk=row.pk).update(status="active", decided_on=row.attested_on)


@pytest.mark.parametrize("make", [check, decision])
def test_evidence_and_decisions_are_never_changed_or_deleted(make):
    row = make()
    model = type(row)
    for change in (lambda: model.objects.update(credential=row.credential), lambda: row.delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert model.objects.count() == 1


def test_a_reminder_that_was_sent_stays_sent():
    row = reminder()
    for change in (lambda: Reminder.objects.update(step=1), lambda: row.delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()
    assert Reminder.objects.get().step == -5


def test_nothing_deletes_evidence_by_the_way():
    row = check()
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        row.credential.delete()
    assert (Credential.objects.count(), Check.objects.count(), Decision.objects.count()) == (1, 1, 0)
    assert Provider.objects.count() == 0
