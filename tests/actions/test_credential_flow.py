"""Steps that a reviewer takes in one go: all of them, or none."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from providers.actions import credential_flow, credential_review, credentials
from providers.actions.credentials import TransitionRefused
from providers.models import Check, Decision
from providers.models.vocabulary import CheckMethod, CheckResult, Gate
from providers.models.vocabulary import CredentialStatus as C
from providers.permissions import is_adverse
from tests import cast

from .claims import adverse, checked, claimed, in_review, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return cast.stranger()


@pytest.fixture
def reviewer():
    return cast.reviewer()


def found(row, **over):
    return {"name": row.practitioner.name, "number": row.number, "state": "CO", "status": "active", **over}


def events(row):
    return list(row.decisions.values_list("event", flat=True))


def gate(row, result=CheckResult.DIFFERS, which=Gate.NPI_REGISTER, **subject):
    return Check.objects.create(
        **(subject or {"practitioner": row.practitioner}),
        gate=which,
        source="NPI register",
        source_date=timezone.localdate(),
        checked_at=timezone.now(),
        method=CheckMethod.REGISTER_FILE,
        result=result,
        found={"differs": [{"field": "name", "claim": "Alex", "source": "Alexa"}]},
    )


def test_a_look_walks_to_the_source_first(owner, reviewer):
    row = claimed(owner)
    row = credential_flow.record(by=reviewer, credential=row, seen=seen(found=found(row)))
    assert row.status == C.SOURCE_CHECKED
    assert events(row) == ["claim", "match_identity", "request_source", "record_check"]


def test_where_something_is_missing_no_step_is_left_behind(owner, reviewer):
    row = claimed(owner, issuer="")
    with pytest.raises(TransitionRefused, match="who issued it"):
        credential_flow.record(by=reviewer, credential=row, seen=seen(found=found(row)))
    row.refresh_from_db()
    assert row.status == C.CLAIMED
    assert not row.checks.at_source().exists()


def test_nobody_can_say_that_it_agrees(owner, reviewer):
    row = claimed(owner)
    credential_flow.record(by=reviewer, credential=row, seen=seen(found=found(row, number="DR.1")))
    check = row.checks.at_source().get()
    assert check.result == CheckResult.DIFFERS
    assert check.found["differs"] == [{"field": "number", "claim": "DR.0012345", "source": "DR.1"}]


def test_what_no_longer_agrees_goes_before_a_reviewer_at_once(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    row = credential_flow.record(by=reviewer, credential=row, seen=seen(found=found(row, status="suspended")))
    assert row.status == C.IN_REVIEW


def test_silence_leaves_a_live_one_alone(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    checked_on = row.checked_on
    row = credential_flow.no_answer(by=reviewer, credential=row, source="The board", reason="Down.")
    assert (row.status, row.checked_on) == (C.ACTIVE, checked_on)
    assert row.checks.at_source().first().result == CheckResult.NO_ANSWER


def test_all_gaps_are_asked_at_once(owner, reviewer):
    row = claimed(owner, issuer="", number="")
    row = credential_flow.ask(by=reviewer, credential=row)
    assert row.status == C.INCOMPLETE
    assert row.decisions.last().reason == "who issued it; its number"


def test_what_gates_say_is_asked_with_it_but_never_the_exclusion_list(owner, reviewer):
    row = claimed(owner)
    gate(row)
    gate(row, which=Gate.EXCLUSION)
    row = credential_flow.ask(by=reviewer, credential=row, words="Please explain.")
    assert row.status == C.DISCREPANCY
    reason = row.decisions.last().reason
    assert reason.split("\n") == ["Name: you entered “Alex”, NPI register has “Alexa”", "Please explain."]


def test_where_nothing_is_open_there_must_be_a_question(owner, reviewer):
    with pytest.raises(TransitionRefused, match="say what to ask"):
        credential_flow.ask(by=reviewer, credential=claimed(owner))


@pytest.mark.parametrize("result", [CheckResult.DIFFERS, CheckResult.NOT_FOUND, CheckResult.NO_ANSWER])
def test_a_gate_that_does_not_agree_takes_two(owner, reviewer, result):
    row = checked(owner)
    gate(row, result)
    assert is_adverse(row)
    with pytest.raises(TransitionRefused, match="second person"):
        credential_flow.approve(by=reviewer, credential=row)
    row = credential_flow.endorse(by=cast.other_reviewer(), credential=row, reason="A former name.")
    assert credential_flow.approve(by=reviewer, credential=row).status == C.ACTIVE


def test_only_the_newest_word_of_a_gate_counts(owner, reviewer):
    row = checked(owner)
    gate(row)
    gate(row, CheckResult.AGREES)
    assert not is_adverse(row)
    assert credential_flow.approve(by=reviewer, credential=row).status == C.ACTIVE


def test_whoever_signed_it_is_not_independent(owner):
    row = checked(owner)
    row.confirmed_by = None
    row.save(update_fields=["confirmed_by"])
    with pytest.raises(TransitionRefused, match="did not enter"):
        credential_flow.approve(by=owner, credential=row)


def test_an_endorsement_taken_back_counts_no_more(owner, reviewer):
    row = credential_flow.endorse(by=reviewer, credential=adverse(owner), reason="It fits.")
    credential_review.take_back(by=reviewer, credential=row, reason="I mistook the person.")
    with pytest.raises(TransitionRefused, match="second person"):
        credentials.approve(by=cast.lead_reviewer(), credential=row)
    with pytest.raises(TransitionRefused, match="not endorsed"):
        credential_review.take_back(by=reviewer, credential=row, reason="Again.")
    assert events(row)[-2:] == ["endorse", "take_back"]


def test_nor_does_the_database_count_it(owner, reviewer):
    row = credential_flow.endorse(by=reviewer, credential=adverse(owner), reason="It fits.")
    credential_review.take_back(by=reviewer, credential=row, reason="I mistook the person.")
    step = {"event": "approve", "from_status": C.IN_REVIEW, "to_status": C.ACTIVE}
    evidence = row.checks.at_source().first()
    with pytest.raises(IntegrityError, match="second person"), transaction.atomic():
        Decision.objects.create(credential=row, by=cast.lead_reviewer(), evidence=evidence, **step)


def test_nobody_takes_back_for_another(owner, reviewer):
    row = credential_flow.endorse(by=reviewer, credential=adverse(owner), reason="It fits.")
    with pytest.raises(TransitionRefused, match="not endorsed"):
        credential_review.take_back(by=cast.other_reviewer(), credential=row, reason="No.")


def test_revoking_takes_two_people(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    with pytest.raises(TransitionRefused, match="Two people"):
        credentials.revoke(by=reviewer, credential=row, reason="The board's order.")
    row = credentials.suspend(by=reviewer, credential=row, reason="The board's order.")
    with pytest.raises(TransitionRefused, match="Two people"):
        credentials.revoke(by=reviewer, credential=row, reason="The board's order.")
    lead = cast.lead_reviewer()
    assert credentials.revoke(by=lead, credential=row, reason="The board's order.").status == C.REVOKED


def test_what_a_gate_suspended_a_person_endorses_before_another_revokes(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))
    row = credentials.suspend(by=None, credential=row, reason="The exclusion list.")
    with pytest.raises(TransitionRefused, match="Two people"):
        credentials.revoke(by=reviewer, credential=row, reason="Confirmed.")
    row = credential_flow.endorse(by=cast.lead_reviewer(), credential=row, reason="The same person.")
    assert row.status == C.SUSPENDED
    assert credentials.revoke(by=reviewer, credential=row, reason="Confirmed.").status == C.REVOKED
