"""What needs a person: from a row's state, whether it is a case, how much hangs on it and when it is due.

Pure functions of rows and a day: nothing is written here. docs/verification.md prints these tables.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from providers.models import (
    ChangeRequest,
    Claim,
    Credential,
    DuplicatePair,
    ExclusionMatch,
    Provider,
    RemovalRequest,
    Report,
)
from providers.models.case import CaseKind
from providers.models.change_request import ChangedField, ChangeStatus
from providers.models.claim import ClaimStatus, ProofMethod
from providers.models.credential import NEXT_CHECK_DAYS
from providers.models.duplicate import PairState
from providers.models.exclusion import MatchState, MatchStrength
from providers.models.removal import RemovalStatus
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType, ListingStatus, ReportedField, ReportStatus

from . import business_days
from .credential_clocks import REDO_AHEAD_DAYS, YEARS, redo_starts_on

# Risk: 1 to 100, what may happen to a patient while it waits.
EXCLUDED, MAYBE_EXCLUDED = 100, 60
SUSPENDED, APPEAL, PRESCRIBING, OTHER_CREDENTIAL, RECHECK_LATE = 80, 50, 40, 20, 60
DISPUTED_CLAIM, CLAIM, REMOVAL, NEW_LISTING = 60, 40, 40, 30
SENSITIVE = {ChangedField.ROUTE: 50, ChangedField.REMS: 60, ChangedField.PERSON: 50}
OTHER_CHANGE = 30
REPORTED = {ReportedField.PEOPLE: 60, ReportedField.SAFETY: 60, ReportedField.CLOSED: 50}
OTHER_REPORT, MORE_FOR_EACH_OTHER_REPORT = 30, 15
DUPLICATE = 10

# Days: business days, but for those that DOMAIN.md 4e counts in days of the calendar.
INCOMPLETE_DAYS = 30
SOURCE_DAYS = 14
REPLY_BUSINESS_DAYS = 10
LOOK_AHEAD_DAYS = 14

LICENCES = (CredentialType.STATE_LICENCE, CredentialType.CONTROLLED_SUBSTANCE_STATE)
TO_WORK_ON = {
    C.CLAIMED: 5, C.IDENTITY_MATCHED: 5, C.SOURCE_REQUESTED: 5, C.SOURCE_CHECKED: 5,
    C.PROVIDER_REPLY: 5, C.IN_REVIEW: 5, C.APPEAL: 5, C.SUSPENDED: 5,
}  # fmt: skip


@dataclass(frozen=True)
class Need:
    """wakes_on: nobody can do anything before that day, unless an answer comes. See models/case.py."""

    kind: CaseKind
    risk: int
    due_on: datetime.date
    wakes_on: datetime.date | None = None


def of_credential(row: Credential, today: datetime.date) -> Need | None:
    since, status = row.since or row.attested_on or row.confirmed_on or today, C(row.status)
    risk = _risk_of(row)
    if status in TO_WORK_ON:
        return Need(CaseKind.CREDENTIAL, risk, business_days.add(since, TO_WORK_ON[status]))
    waits = {
        C.INCOMPLETE: since + datetime.timedelta(days=INCOMPLETE_DAYS),
        C.SOURCE_UNAVAILABLE: since + datetime.timedelta(days=1),
        C.DISCREPANCY: business_days.add(since, REPLY_BUSINESS_DAYS),
    }
    if status in waits:
        return Need(CaseKind.CREDENTIAL, risk, waits[status], _if_still_to_come(waits[status], today))
    if status in (C.ACTIVE, C.EXPIRING):
        return _look_again(row, today)
    return None


def _risk_of(row: Credential) -> int:
    if row.status == C.SUSPENDED:
        return SUSPENDED
    if row.status == C.APPEAL:
        return APPEAL
    return PRESCRIBING if row.type in LICENCES else OTHER_CREDENTIAL


def _look_again(row: Credential, today: datetime.date) -> Need | None:
    """The look that repeats every 90 days, and the whole anew that starts 120 days before three years end."""
    due = row.next_check_by
    redo = redo_starts_on(row.decided_on) if row.decided_on else None
    days = [day for day in (due, redo) if day is not None]
    first = min(days, default=None)
    if first is None or first - datetime.timedelta(days=LOOK_AHEAD_DAYS) > today:
        return None
    risk = RECHECK_LATE if first < today and row.type in LICENCES else OTHER_CREDENTIAL
    return Need(CaseKind.CREDENTIAL, risk, first)


def _if_still_to_come(day: datetime.date, today: datetime.date) -> datetime.date | None:
    return day if day > today else None


def _day(moment: datetime.datetime) -> datetime.date:
    """The site's own day, which is that of UTC, whatever zone the moment was written in."""
    return timezone.localdate(moment)


def of_claim(row: Claim, today: datetime.date) -> Need | None:
    by_staff = row.method in (ProofMethod.PHONE, ProofMethod.LETTER, ProofMethod.NPPES_OFFICIAL)
    due = business_days.add(_day(row.proved_at or row.started_at), 2)
    if row.status == ClaimStatus.CONFLICT and row.hold_until:
        held = _day(row.hold_until)
        due = business_days.add(held, 2)
        return Need(CaseKind.CLAIM, DISPUTED_CLAIM, due, _if_still_to_come(held, today))
    if row.status in (ClaimStatus.PROOF_OK, ClaimStatus.REVIEWED):
        return Need(CaseKind.CLAIM, DISPUTED_CLAIM if row.hold_until else CLAIM, due)
    if row.status == ClaimStatus.EVIDENCE_SENT and by_staff:
        return Need(CaseKind.CLAIM, CLAIM, due)
    return None


def of_removal(row: RemovalRequest, today: datetime.date) -> Need | None:
    """By telephone only: a code by mail removes the listing at once."""
    waits = row.status == RemovalStatus.ASKED and row.method == ProofMethod.PHONE
    if not waits and row.status != RemovalStatus.PROVED:
        return None
    return Need(CaseKind.REMOVAL, REMOVAL, business_days.add(_day(row.asked_at), 2))


def of_listing(row: Provider, today: datetime.date) -> Need | None:
    if row.status != ListingStatus.PENDING_REVIEW:
        return None
    return Need(CaseKind.LISTING, NEW_LISTING, business_days.add(today, 5))


def of_change(row: ChangeRequest, today: datetime.date) -> Need | None:
    if row.status != ChangeStatus.OPEN:
        return None
    risk = SENSITIVE.get(ChangedField(row.field), OTHER_CHANGE)
    return Need(CaseKind.CHANGE, risk, business_days.add(_day(row.asked_at), 2))


def of_match(row: ExclusionMatch, today: datetime.date) -> Need | None:
    if row.state in (MatchState.CLEARED, MatchState.ENDED) and _is_hidden(row.provider):
        return Need(CaseKind.EXCLUSION, SUSPENDED, business_days.add(_day(row.decided_at or row.found_at), 5))
    if row.state != MatchState.OPEN:
        return None
    found = _day(row.found_at)
    if row.strength == MatchStrength.NPI:
        return Need(CaseKind.EXCLUSION, EXCLUDED, business_days.add(found, 1))
    return Need(CaseKind.EXCLUSION, MAYBE_EXCLUDED, business_days.add(found, 5))


def _is_hidden(listing: Provider | None) -> bool:
    """Nothing else reminds anybody to restore it, or to leave it as it is."""
    return listing is not None and listing.status == ListingStatus.SUSPENDED


def of_report(row: Report, today: datetime.date, others: int = 0) -> Need | None:
    """others: further open reports on the same field of the same place. First triage, then the answer."""
    if row.status in SETTLED_REPORTS:
        return None
    risk = REPORTED.get(ReportedField(row.field), OTHER_REPORT) + MORE_FOR_EACH_OTHER_REPORT * others
    days = 1 if row.status == ReportStatus.RECEIVED else 3
    return Need(CaseKind.REPORT, min(risk, 100), business_days.add(_day(row.received_at), days))


def of_pair(row: DuplicatePair, today: datetime.date) -> Need | None:
    if row.state != PairState.OPEN or row.is_moot:
        return None
    return Need(CaseKind.DUPLICATE, DUPLICATE, business_days.add(_day(row.found_at), 20))


NEEDS: dict[type, tuple[str, Callable[..., Need | None]]] = {
    Credential: ("credential", of_credential),
    Claim: ("claim", of_claim),
    RemovalRequest: ("removal", of_removal),
    Provider: ("provider", of_listing),
    ChangeRequest: ("change", of_change),
    ExclusionMatch: ("exclusion_match", of_match),
    Report: ("report", of_report),
    DuplicatePair: ("duplicate", of_pair),
}
SETTLED_REPORTS = (ReportStatus.CORRECTED, ReportStatus.UPHELD_AS_IS, ReportStatus.FLAGGED)


def need_of(subject: Any, today: datetime.date, **known: Any) -> Need | None:
    return NEEDS[type(subject)][1](subject, today, **known)


def may_need(model: type, today: datetime.date) -> Q:
    """Which rows of this model to look at: all that need a case, and few others."""
    if model is not Credential:
        return MAY_NEED[model]
    looked = today - datetime.timedelta(days=NEXT_CHECK_DAYS - LOOK_AHEAD_DAYS)
    decided = today - datetime.timedelta(days=YEARS * 365 - REDO_AHEAD_DAYS - LOOK_AHEAD_DAYS)
    is_old = Q(checked_on__lte=looked) | Q(decided_on__lte=decided)
    in_work = [*TO_WORK_ON, C.INCOMPLETE, C.SOURCE_UNAVAILABLE, C.DISCREPANCY]
    return Q(status__in=in_work) | Q(is_old, status__in=[C.ACTIVE, C.EXPIRING])


MAY_NEED: dict[type, Q] = {
    Claim: Q(status__in=["evidence_sent", "proof_ok", "conflict", "reviewed"]),
    RemovalRequest: Q(status__in=["asked", "proved"]),
    Provider: Q(status=ListingStatus.PENDING_REVIEW),
    ChangeRequest: Q(status=ChangeStatus.OPEN),
    ExclusionMatch: Q(state=MatchState.OPEN)
    | Q(state__in=[MatchState.CLEARED, MatchState.ENDED], provider__status=ListingStatus.SUSPENDED),
    Report: ~Q(status__in=SETTLED_REPORTS),
    DuplicatePair: Q(state=PairState.OPEN),
}
