"""Which states want a person, by when, and how much hangs on it."""

import datetime

import pytest

from providers.actions.case_needs import may_need, need_of
from providers.models import Claim, Credential, ExclusionMatch, Provider
from providers.models.claim import ClaimStatus, ProofMethod
from providers.models.exclusion import MatchStrength
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType as T
from providers.models.vocabulary import ListingStatus

D = datetime.date
TODAY = D(2026, 11, 16)  # a Monday


def licence(status, **over):
    over.setdefault("since", D(2026, 11, 13))
    return Credential(type=T.STATE_LICENCE, status=status, **over)


@pytest.mark.parametrize(
    ("status", "risk", "due_on", "wakes_on"),
    [
        (C.CLAIMED, 40, D(2026, 11, 20), None),
        (C.IN_REVIEW, 40, D(2026, 11, 20), None),
        (C.APPEAL, 50, D(2026, 11, 20), None),
        (C.SUSPENDED, 80, D(2026, 11, 20), None),
        (C.INCOMPLETE, 40, D(2026, 12, 13), D(2026, 12, 13)),
        (C.SOURCE_UNAVAILABLE, 40, D(2026, 11, 14), None),
        (C.DISCREPANCY, 40, D(2026, 11, 30), D(2026, 11, 30)),
    ],
)
def test_a_licence_in_work(status, risk, due_on, wakes_on):
    need = need_of(licence(status), TODAY)
    assert (need.risk, need.due_on, need.wakes_on) == (risk, due_on, wakes_on)


@pytest.mark.parametrize("status", [C.DENIED, C.EXPIRED, C.REVOKED, C.WITHDRAWN])
def test_what_is_over_needs_nobody(status):
    assert need_of(licence(status), TODAY) is None


def test_a_certificate_weighs_less_than_a_licence():
    assert need_of(Credential(type=T.ACLS, status=C.CLAIMED, since=TODAY), TODAY).risk == 20


def test_a_row_from_before_the_clocks_is_as_old_as_its_words():
    row = licence(C.CLAIMED, since=None, attested_on=D(2026, 11, 2))
    assert need_of(row, TODAY).due_on == D(2026, 11, 9)


@pytest.mark.parametrize(
    ("checked", "risk"),
    [(D(2026, 9, 2), None), (D(2026, 9, 1), 20), (D(2026, 8, 18), 20), (D(2026, 8, 17), 60)],
)
def test_the_next_look_is_a_case_two_weeks_before_it_is_due_and_presses_once_late(checked, risk):
    need = need_of(licence(C.ACTIVE, checked_on=checked, decided_on=D(2026, 6, 1)), TODAY)
    assert (need.risk if need else None) == risk


def test_the_whole_anew_begins_120_days_before_three_years_are_over():
    row = licence(C.ACTIVE, checked_on=D(2026, 11, 1), decided_on=D(2024, 3, 20))
    assert need_of(row, TODAY).due_on == D(2026, 11, 20)


@pytest.mark.parametrize(
    ("strength", "risk", "due_on"),
    [
        (MatchStrength.NPI, 100, D(2026, 11, 17)),
        (MatchStrength.NAME_BIRTH, 60, D(2026, 11, 23)),
        (MatchStrength.NAME_STATE, 60, D(2026, 11, 23)),
    ],
)
def test_a_match_with_the_exclusion_list(strength, risk, due_on):
    found = datetime.datetime(2026, 11, 16, 9, tzinfo=datetime.UTC)
    need = need_of(ExclusionMatch(strength=strength, found_at=found), TODAY)
    assert (need.risk, need.due_on) == (risk, due_on)


def test_days_are_those_of_the_site_whatever_zone_a_moment_is_written_in():
    evening = datetime.timezone(datetime.timedelta(hours=-7))
    late = datetime.datetime(2026, 11, 15, 20, tzinfo=evening)  # the 16th in UTC
    claim = Claim(status=ClaimStatus.EVIDENCE_SENT, method=ProofMethod.PHONE, started_at=late)
    assert need_of(claim, TODAY).due_on == D(2026, 11, 18)


def test_a_claim_by_mail_needs_nobody_before_its_proof():
    started = datetime.datetime(2026, 11, 16, 9, tzinfo=datetime.UTC)
    claim = Claim(status=ClaimStatus.EVIDENCE_SENT, method=ProofMethod.DOMAIN_EMAIL, started_at=started)
    assert need_of(claim, TODAY) is None


@pytest.mark.parametrize("status", ListingStatus)
def test_a_listing_needs_somebody_only_before_it_is_published(status):
    need = need_of(Provider(status=status), TODAY)
    assert (need is not None) == (status == ListingStatus.PENDING_REVIEW)


CHECKED = [None, *(TODAY - datetime.timedelta(days=days) for days in (0, 75, 76, 77, 200))]
DECIDED = [None, *(TODAY - datetime.timedelta(days=days) for days in (1, 940, 960, 961, 962, 963, 1100))]


@pytest.mark.django_db
def test_the_rows_that_are_looked_at_hold_all_that_need_a_case():
    for status in C:
        for checked in CHECKED:
            for decided in DECIDED:
                row = licence(status, checked_on=checked, decided_on=decided)
                if need_of(row, TODAY):
                    assert fits(row), (status, checked, decided)


def fits(row):
    """What the database makes of the condition, without storing a row that its rules would refuse."""
    never = TODAY + datetime.timedelta(days=1)
    days = {"checked_on": row.checked_on or never, "decided_on": row.decided_on or never}
    return may_need(Credential, TODAY).check({"status": row.status.value, **days})
