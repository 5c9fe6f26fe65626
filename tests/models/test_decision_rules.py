"""What PostgreSQL refuses of a credential's life, to anybody who writes past the actions."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from providers.actions import credential_review, credentials
from providers.models import Credential
from providers.models.vocabulary import CheckMethod, CheckResult, Gate
from providers.models.vocabulary import CredentialStatus as C

from .. import cast, factories
from ..actions.claims import adverse, checked, in_review
from ..factories.facts import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return cast.stranger()


@pytest.fixture
def reviewer():
    return cast.reviewer()


def stepped(row, end, by, *, event="approve", **over):
    """A step with its decision, as an action writes them, without an action's rules."""
    start = Credential.objects.get(pk=row.pk).status
    Credential.objects.filter(pk=row.pk).update(status=end, decided_on=day())
    if event == "approve":
        over.setdefault("evidence", row.checks.at_source().first())
    row.decisions.create(event=event, from_status=start, to_status=end, by=by, reason="Because.", **over)
    connection.check_constraints()


def refused(name, row, end, by, **over):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        stepped(row, end, by, **over)
    assert refusal.value.__cause__.diag.constraint_name == name
    assert Credential.objects.get(pk=row.pk).status == row.status


def looked_at(by=None, ago=0, **over):
    facts = {"source": "The register", "source_date": day(ago), "method": CheckMethod.REGISTER_WEB}
    return {**facts, "checked_at": timezone.now(), "result": CheckResult.AGREES, "by": by, **over}


def undecided(row):
    Credential.objects.filter(pk=row.pk).update(status=C.DENIED)
    connection.check_constraints()


def test_a_step_and_its_decision_are_one(owner, reviewer):
    row = in_review(owner)
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic():
        undecided(row)

    stepped(row, C.DENIED, reviewer, event="refuse")
    assert Credential.objects.get(pk=row.pk).status == C.DENIED


def test_the_decision_of_another_step_does_not_do(owner):
    row = in_review(owner)
    row.decisions.create(event="x", from_status=C.PROVIDER_REPLY, to_status=C.DENIED, reason="No.")
    with pytest.raises(IntegrityError, match="only by a decision"), transaction.atomic():
        undecided(row)


@pytest.mark.django_db(transaction=True)
def test_the_decision_of_another_day_does_not_do(owner, reviewer):
    row = credentials.refuse(by=reviewer, credential=in_review(owner), reason="Another person.")
    row = credentials.appeal(by=owner, credential=row, reason="It is me.")
    row = credentials.reopen(by=cast.lead_reviewer(), credential=row, reason="It may be.")
    with pytest.raises(IntegrityError, match="only by a decision"):
        Credential.objects.filter(pk=row.pk).update(status=C.DENIED)


@pytest.mark.parametrize("status", [status for status in C if status != C.CLAIMED])
def test_a_credential_begins_as_claimed(status):
    person, today = factories.practitioner(), day()
    with pytest.raises(ProgrammingError, match="Cannot insert"):
        Credential.objects.create(
            practitioner=person, type="state_licence", state="CO", status=status, basis="provider_attested",
            confirmed_on=today, attested_on=today, checked_on=today, decided_on=today,
        )  # fmt: skip


def test_a_clean_approval_by_another_passes(owner, reviewer):
    row = in_review(owner)
    stepped(row, C.ACTIVE, reviewer)
    assert Credential.objects.get(pk=row.pk).status == C.ACTIVE


def test_a_machine_approves_nothing(owner):
    refused("decision_approval_by_another", in_review(owner), C.ACTIVE, None)


def test_nobody_approves_what_they_submitted(owner):
    refused("decision_approval_by_another", in_review(owner), C.ACTIVE, owner)


def test_nor_what_they_signed_or_corrected_before_somebody_else_did(owner, reviewer):
    row = in_review(owner)
    row = credentials.attest(by=reviewer, credential=row)
    row = credentials.attest(by=owner, credential=row)
    refused("decision_approval_by_another", row, C.ACTIVE, reviewer)


def test_an_approval_stands_on_a_look_at_the_source(owner, reviewer):
    row = in_review(owner)
    gate = row.checks.create(gate=Gate.NPI_DIGIT, **looked_at())
    other = in_review(owner).checks.get()
    for evidence in (None, gate, other):
        refused("decision_approval_on_evidence", row, C.ACTIVE, reviewer, evidence=evidence)


@pytest.mark.parametrize(
    ("field", "ago", "name"),
    [
        ("checked_on", 121, "decision_approval_on_fresh_check"),
        ("checked_on", -1, "decision_approval_on_fresh_check"),
        ("checked_on", None, "decision_approval_on_fresh_check"),
        ("attested_on", 91, "decision_approval_on_fresh_word"),
        ("attested_on", -1, "decision_approval_on_fresh_word"),
        ("attested_on", None, "decision_approval_on_fresh_word"),
    ],
)
def test_an_approval_stands_on_nothing_old(owner, reviewer, field, ago, name):
    row = in_review(owner)
    date = None if ago is None else day(ago)
    Credential.objects.filter(pk=row.pk).update(**{field: date})
    if date is None:
        with pytest.raises(IntegrityError, match="credential_active_was_checked"):
            stepped(row, C.ACTIVE, reviewer)
    else:
        refused(name, row, C.ACTIVE, reviewer)


def test_an_old_look_is_no_evidence_whatever_the_credential_says(owner, reviewer):
    row = in_review(owner)
    old = row.checks.create(**looked_at(ago=121))
    refused("decision_approval_on_fresh_check", row, C.ACTIVE, reviewer, evidence=old)


def test_on_the_last_day_it_still_passes(owner, reviewer):
    row = in_review(owner)
    Credential.objects.filter(pk=row.pk).update(checked_on=day(120), attested_on=day(90))
    stepped(row, C.ACTIVE, reviewer, evidence=row.checks.create(**looked_at(ago=120)))
    assert Credential.objects.get(pk=row.pk).status == C.ACTIVE


def test_there_is_no_way_to_active_around_the_source(owner, reviewer):
    """By an identity discrepancy; with a look that somebody wrote past the actions."""
    row = factories.licence(status=C.IDENTITY_MATCHED)
    row = credentials.find_discrepancy(by=reviewer, credential=row, reason="Another name.")
    row = credentials.reply(by=owner, credential=row, reason="Mine.")
    row = credentials.send_to_review(by=None, credential=row)
    Credential.objects.filter(pk=row.pk).update(checked_on=day())
    row.checks.create(**looked_at())
    credentials.endorse(by=cast.other_reviewer(), credential=row, reason="Fine.")
    refused("decision_approval_after_source", row, C.ACTIVE, reviewer)


def test_what_was_adverse_takes_a_second_person(owner, reviewer):
    row = adverse(owner)
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)
    row = credentials.endorse(by=reviewer, credential=row, reason="The same person.")
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)
    stepped(row, C.ACTIVE, cast.lead_reviewer())


@pytest.mark.parametrize("who", ["submitter", "checker"])
def test_neither_who_submitted_nor_who_entered_it_is_the_second_person(owner, reviewer, who):
    row = adverse(owner)
    second = owner if who == "submitter" else row.checks.get().by
    row.decisions.create(event="endorse", from_status=C.IN_REVIEW, to_status=C.IN_REVIEW, by=second)
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)


def test_who_entered_the_adverse_look_is_not_the_first_either(owner):
    row = adverse(owner)
    row = credentials.endorse(by=cast.other_reviewer(), credential=row, reason="Fine.")
    refused("decision_adverse_takes_two", row, C.ACTIVE, row.checks.get().by)


def test_an_endorsement_counts_once_and_until_it_is_taken_back(owner, reviewer):
    row = credentials.endorse(by=cast.other_reviewer(), credential=adverse(owner), reason="Fine.")
    row = credential_review.take_back(by=cast.other_reviewer(), credential=row, reason="Not fine.")
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)

    row = credentials.endorse(by=cast.other_reviewer(), credential=row, reason="Fine after all.")
    row = credentials.suspend(by=reviewer, credential=row, reason="The board has acted.")
    row = credentials.reopen(by=cast.lead_reviewer(), credential=row, reason="It was lifted.")
    refused("decision_adverse_takes_two", row, C.ACTIVE, cast.lead_reviewer())


@pytest.mark.parametrize("result", [CheckResult.DIFFERS, CheckResult.NOT_FOUND, CheckResult.NO_ANSWER])
@pytest.mark.parametrize("of", ["credential", "practitioner"])
def test_a_gate_that_stands_against_it_takes_a_second_person(owner, reviewer, of, result):
    row = in_review(owner)
    subject = row if of == "credential" else row.practitioner
    subject.checks.create(gate=Gate.NPI_REGISTER, **looked_at(result=result))
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)

    subject.checks.create(gate=Gate.NPI_REGISTER, **looked_at())
    stepped(row, C.ACTIVE, reviewer)


def test_a_gate_about_the_listing_as_a_whole_does_not_count(owner, reviewer):
    row = in_review(owner)
    row.checks.create(gate=Gate.DUPLICATE, **looked_at(result=CheckResult.DIFFERS))
    stepped(row, C.ACTIVE, reviewer)


def test_what_was_suspended_comes_back_by_two(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    row = credentials.suspend(by=None, credential=row, reason="The exclusion list has this NPI.")
    row = credentials.reopen(by=reviewer, credential=row, reason="Another person.")
    refused("decision_adverse_takes_two", row, C.ACTIVE, reviewer)
    row = credentials.endorse(by=cast.lead_reviewer(), credential=row, reason="Another person.")
    stepped(row, C.ACTIVE, reviewer)


def test_two_people_revoke(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    refused("decision_revocation_by_two", row, C.REVOKED, reviewer, event="revoke")
    row = credentials.suspend(by=reviewer, credential=row, reason="The board has acted.")
    for alone in (reviewer, None):
        refused("decision_revocation_by_two", row, C.REVOKED, alone, event="revoke")
    stepped(row, C.REVOKED, cast.lead_reviewer(), event="revoke")


def test_a_suspension_by_the_machine_is_nobodys_part_of_a_revocation(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    row = credentials.suspend(by=None, credential=row, reason="The exclusion list has this NPI.")
    refused("decision_revocation_by_two", row, C.REVOKED, reviewer, event="revoke")
    row = credentials.endorse(by=cast.other_reviewer(), credential=row, reason="It is the same person.")
    stepped(row, C.REVOKED, reviewer, event="revoke")


@pytest.mark.parametrize("end", [C.IN_REVIEW, C.DENIED])
def test_an_appeal_is_heard_by_another(owner, reviewer, end):
    row = credentials.refuse(by=reviewer, credential=in_review(owner), reason="Not shown.")
    row = credentials.appeal(by=owner, credential=row, reason="It is shown now.")
    for nobody in (reviewer, None):
        refused("decision_appeal_by_another", row, end, nobody, event="reopen")
    stepped(row, end, cast.lead_reviewer(), event="reopen")


def test_a_refused_approval_leaves_the_same_python_rule(owner):
    """Whatever the database refuses, the action refuses with a sentence before it."""
    row = checked(owner)
    row = credentials.send_to_review(by=None, credential=row)
    with pytest.raises(credentials.TransitionRefused):
        credentials.approve(by=owner, credential=row)
