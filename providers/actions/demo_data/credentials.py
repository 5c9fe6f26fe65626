"""Credentials with the checks and decisions that brought them where they are."""

from __future__ import annotations

import datetime
from hashlib import sha256
from typing import Any

from providers.models import Check, Credential, Decision
from providers.models.place_names import STATES
from providers.models.vocabulary import CheckMethod, CheckResult
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType as T

from .draft import REGISTER_URL, Draft, clinic_says, document_says, source_says
from .lives import WAY_TO, CredentialLife

BOARDS = {
    "MD": "Medical Board", "DO": "Board of Osteopathic Medicine", "PMHNP": "Board of Nursing",
    "NP": "Board of Nursing", "CRNA": "Board of Nursing", "RN": "Board of Nursing",
    "PA": "Board of Physician Assistants", "PhD": "Board of Psychology", "PsyD": "Board of Psychology",
    "LCSW": "Board of Social Work", "LPC": "Board of Counseling", "LMFT": "Board of Family Therapy",
    "PharmD": "Board of Pharmacy", "other": "Department of Health",
}  # fmt: skip
RESULTS = {
    C.SOURCE_UNAVAILABLE: CheckResult.NO_ANSWER,
    C.DISCREPANCY: CheckResult.DIFFERS,
    C.PROVIDER_REPLY: CheckResult.DIFFERS,
}
REASONS = {
    C.INCOMPLETE: "The day of issue is missing.",
    C.DISCREPANCY: "The register gives another expiry date than the claim.",
    C.DENIED: "The register does not show this license in good standing.",
    C.SUSPENDED: "The board has suspended this license.",
    C.REVOKED: "The board has revoked this license.",
    C.SOURCE_UNAVAILABLE: "The register did not answer for 14 days.",
    C.PROVIDER_REPLY: "The license was renewed last week; the register is behind.",
    C.APPEAL: "The register has been corrected since.",
    C.WITHDRAWN: "The provider no longer claims it.",
}
EVENTS = {
    C.INCOMPLETE: "mark_incomplete", C.IDENTITY_MATCHED: "match_identity",
    C.SOURCE_REQUESTED: "request_source", C.SOURCE_UNAVAILABLE: "source_unavailable",
    C.SOURCE_CHECKED: "record_check",
    C.DISCREPANCY: "find_discrepancy", C.PROVIDER_REPLY: "reply", C.IN_REVIEW: "send_to_review",
    C.ACTIVE: "approve", C.DENIED: "refuse", C.APPEAL: "appeal", C.EXPIRING: "note_expiring",
    C.EXPIRED: "expire", C.SUSPENDED: "suspend", C.REVOKED: "revoke", C.WITHDRAWN: "withdraw",
}  # fmt: skip
LAST_STEP_DAYS = {C.EXPIRING: 1, C.EXPIRED: 1, C.SUSPENDED: 5, C.REVOKED: 5, C.APPEAL: 4, C.PROVIDER_REPLY: 6}
NUMBERED = {T.STATE_LICENCE, T.CONTROLLED_SUBSTANCE_STATE, T.BOARD_CERTIFICATION}


def board(profession: str, state: str) -> str:
    return f"{STATES[state]} {BOARDS[profession]}"


def credential(draft: Draft, life: CredentialLife, *, type: str, issuer: str, **fields: Any) -> Credential:
    """Adds the credential, one check if it came so far, and one decision for every step."""
    attested = _before(draft, (2, 40)) if life.checked is None else None
    checked = _before(draft, life.checked) if life.checked else None
    if checked is not None:
        attested = checked - datetime.timedelta(days=draft.dice.randint(3, 25))
    assert attested is not None
    way = WAY_TO[life.status]
    row = Credential(
        type=type,
        issuer=issuer,
        status=life.status,
        attested_on=None if life.status in (C.INCOMPLETE, C.CLAIMED) else attested,
        checked_on=checked if C.SOURCE_CHECKED in way else None,
        decided_on=_decided(draft, checked) if C.ACTIVE in way or C.DENIED in way else None,
        **_validity(draft, life),
        **{**_number(draft, type), **fields},
    )
    for name, value in _vouched(row, type, issuer, attested).items():
        setattr(row, name, value)
    draft.add(row)
    evidence = _check(draft, row, checked) if checked else None
    row.since = _day_of(draft, row, way[-1], attested, evidence) if way else attested
    _decisions(draft, row, way, attested, evidence)
    return row


def _before(draft: Draft, days: tuple[int, int]) -> datetime.date:
    return draft.dice.days_before(draft.today, *days)


def _decided(draft: Draft, checked: datetime.date | None) -> datetime.date:
    return min((checked or draft.today) + datetime.timedelta(days=draft.dice.randint(1, 4)), draft.today)


def _validity(draft: Draft, life: CredentialLife) -> dict[str, Any]:
    """Issued for whole two-year terms before the day on which it expires."""
    if life.expires is None:
        return {"issued_on": draft.dice.days_before(draft.today, 900, 9_000), "expires_on": None}
    expires = _before(draft, life.expires)
    years = datetime.timedelta(days=draft.dice.randint(1, 9) * 730)
    return {"issued_on": expires - datetime.timedelta(days=60) - years, "expires_on": expires}


def _number(draft: Draft, type: str) -> dict[str, Any]:
    """Registration numbers that nobody could hold. A DEA number is never kept."""
    if type not in NUMBERED:
        return {}
    return {"number": f"DEMO-{draft.dice.randrange(10_000, 99_999)}", "number_is_public": True}


def _vouched(row: Credential, type: str, issuer: str, attested: datetime.date) -> dict[str, Any]:
    if row.status not in (C.ACTIVE, C.EXPIRING, C.EXPIRED, C.SUSPENDED, C.REVOKED) or row.checked_on is None:
        return clinic_says(attested)
    if type in (T.ACLS, T.BLS, T.MALPRACTICE_COVER, T.KETAMINE_TRAINING):
        return document_says(row.checked_on)
    return source_says(_register(issuer), row.checked_on)


def _register(issuer: str) -> str:
    return f"{issuer} register (demo)"


def _check(draft: Draft, row: Credential, on: datetime.date) -> Check:
    is_document = row.type in (T.ACLS, T.BLS, T.MALPRACTICE_COVER, T.KETAMINE_TRAINING)
    result = RESULTS.get(C(row.status), CheckResult.AGREES)
    found = {} if result == CheckResult.NO_ANSWER else {"expires_on": str(row.expires_on), "status": "active"}
    return draft.add(
        Check(
            credential_id=row.pk,
            source="Copy of the document" if is_document else _register(row.issuer),
            source_url=REGISTER_URL,
            source_date=on,
            checked_at=_noon(on),
            method=CheckMethod.DOCUMENT if is_document else CheckMethod.REGISTER_WEB,
            result=result,
            found=found,
            digest=sha256(f"{draft.number} {row.pk} {row.type} {on}".encode()).hexdigest(),
        )
    )


def _decisions(
    draft: Draft, row: Credential, way: tuple[str, ...], attested: datetime.date, evidence: Check | None
) -> None:
    before: str = C.CLAIMED
    draft.add(
        Decision(
            credential_id=row.pk, event="claim", from_status=before, to_status=before, at=_noon(attested)
        )
    )
    for step in way:
        has_evidence = evidence is not None and step not in (C.IDENTITY_MATCHED, C.SOURCE_REQUESTED)
        draft.add(
            Decision(
                credential_id=row.pk,
                event=EVENTS[C(step)],
                from_status=before,
                to_status=step,
                reason=REASONS.get(C(step), ""),
                evidence_id=evidence.pk if has_evidence and evidence else None,
                at=_noon(_day_of(draft, row, step, attested, evidence)),
            )
        )
        before = step


def _day_of(
    draft: Draft, row: Credential, step: str, attested: datetime.date, evidence: Check | None
) -> datetime.date:
    """Identity on the day after the claim, the source on its own day, the decision on its day, then on."""
    if step in (C.IDENTITY_MATCHED, C.SOURCE_REQUESTED, C.INCOMPLETE) or evidence is None:
        return min(attested + datetime.timedelta(days=1), draft.today)
    if step in (C.EXPIRING, C.EXPIRED) and row.expires_on:
        notice = datetime.timedelta(days=90 if step == C.EXPIRING else -1)
        day = max(row.expires_on - notice, row.decided_on or attested)
        return min(day, draft.today)
    if step in (C.ACTIVE, C.DENIED):
        return row.decided_on or evidence.source_date
    later = (row.decided_on or evidence.source_date) if step in LAST_STEP_DAYS else evidence.source_date
    return min(later + datetime.timedelta(days=LAST_STEP_DAYS.get(C(step), 0)), draft.today)


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
