"""From a claim to the reviewer: the whole way, and everything that must be refused on it."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from providers.actions import credentials
from providers.actions.credentials import TransitionRefused
from providers.models.vocabulary import Basis, CheckMethod, CheckResult, CredentialType
from providers.models.vocabulary import CredentialStatus as C

from .. import cast, factories
from ..factories.facts import day
from .claims import checked, claimed, in_review, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return cast.stranger()


@pytest.fixture
def reviewer():
    return cast.reviewer()


def test_a_clean_claim_becomes_active_with_every_step_written_down(owner, reviewer):
    row = credentials.approve(by=reviewer, credential=in_review(owner))

    assert (row.status, row.decided_on, row.checked_on) == (C.ACTIVE, day(), day())
    assert (row.basis, row.source) == (Basis.VERIFIED_SOURCE, "Colorado DORA license lookup")
    steps = row.decisions.values_list("event", "from_status", "to_status")
    assert list(steps) == [
        ("claim", "claimed", "claimed"),
        ("match_identity", "claimed", "identity_matched"),
        ("request_source", "identity_matched", "source_requested"),
        ("record_check", "source_requested", "source_checked"),
        ("send_to_review", "source_checked", "in_review"),
        ("approve", "in_review", "active"),
    ]
    assert row.decisions.get(event="approve").by == reviewer


def test_a_check_keeps_the_digest_of_what_was_seen(owner):
    row = credentials.request_source(
        by=None, credential=credentials.match_identity(by=None, credential=claimed(owner))
    )
    page = b"<h1>License active until 30 Apr 2027</h1>"

    row = credentials.record_check(by=None, credential=row, seen=seen(evidence=page, ago=3))

    check = row.checks.get()
    assert check.digest == hashlib.sha256(page).hexdigest()
    assert row.checked_on == check.source_date == day(3)
    assert row.decisions.get(event="record_check").evidence == check


def test_what_is_missing_is_asked_for_at_once(owner):
    row = claimed(owner, issuer="", number="", attested_on=None)
    with pytest.raises(TransitionRefused, match="Still missing"):
        credentials.match_identity(by=None, credential=row)

    row = credentials.mark_incomplete(by=None, credential=row)
    asked = row.decisions.get(event="mark_incomplete").reason
    assert asked == "a signed statement that all of it is true; who issued it; its number"

    row = credentials.supply(by=owner, credential=row, issuer="Board", number="1", attested_on=day())
    assert credentials.match_identity(by=None, credential=row).status == C.IDENTITY_MATCHED


def test_nothing_incomplete_about_a_whole_claim(owner):
    with pytest.raises(TransitionRefused, match="Nothing is missing"):
        credentials.mark_incomplete(by=None, credential=claimed(owner))


def test_a_dea_number_cannot_be_claimed_with_the_registration(owner):
    with pytest.raises(ValidationError, match="A DEA number is never stored here"):
        credentials.claim(
            by=owner,
            holder=factories.practitioner(),
            type=CredentialType.DEA_REGISTRATION,
            number="AB1234563",
        )


def test_a_wrong_npi_stops_the_request(owner):
    row = credentials.match_identity(by=None, credential=claimed(owner))
    row.practitioner.npi = "1234567890"
    row.practitioner.save()

    with pytest.raises(TransitionRefused, match="check digit"):
        credentials.request_source(by=None, credential=row)


def test_silence_of_the_source_is_written_down_and_asked_again(owner):
    row = credentials.match_identity(by=None, credential=claimed(owner))
    row = credentials.request_source(by=None, credential=row)
    row = credentials.source_unavailable(by=None, credential=row, reason="No answer in 14 days.")
    assert row.status == C.SOURCE_UNAVAILABLE

    assert credentials.request_source(by=None, credential=row).status == C.SOURCE_REQUESTED


@pytest.mark.parametrize(
    ("look", "sentence"),
    [
        ({"ago": -1}, "still to come"),
        ({"method": CheckMethod.DOCUMENT}, "issuer's own register"),
        ({"result": CheckResult.NO_ANSWER}, "No answer is not a check"),
    ],
)
def test_a_check_that_proves_nothing_is_refused(owner, look, sentence):
    row = credentials.match_identity(by=None, credential=claimed(owner))
    row = credentials.request_source(by=None, credential=row)

    with pytest.raises(TransitionRefused, match=sentence):
        credentials.record_check(by=None, credential=row, seen=seen(**look))
    assert not row.checks.exists()


def test_what_differs_goes_to_the_provider_before_review(owner):
    row = checked(owner, result=CheckResult.DIFFERS)
    with pytest.raises(TransitionRefused, match="tell the provider what differs"):
        credentials.send_to_review(by=None, credential=row)

    row = credentials.find_discrepancy(by=None, credential=row, reason="The register spells the name so.")
    row = credentials.reply(by=owner, credential=row, reason="My name changed in 2024.")
    assert credentials.send_to_review(by=None, credential=row).status == C.IN_REVIEW
