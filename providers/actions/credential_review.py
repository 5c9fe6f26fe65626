"""The decision: two people where anything is adverse, never the one who entered it, and the appeal."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Credential, Decision, User
from providers.models.vocabulary import CheckResult
from providers.models.vocabulary import CredentialStatus as C
from providers.permissions import is_adverse, is_independent

from .clock import days_since, refuse_future, today
from .credential_evidence import newest_check, refuse_old_check, vouched_by
from .credential_steps import locked, step
from .exclusion_guard import refuse_barred_credential
from .refusals import refuse_unless

ATTESTATION_DAYS = 90
APPEAL_DAYS = 30


@transaction.atomic
def endorse(*, by: User, credential: Credential, reason: str) -> Credential:
    """The first of the two people whom an adverse case needs, or the end of what is suspended."""
    row = locked(credential, [C.IN_REVIEW, C.SUSPENDED])
    refuse_unless(is_independent(by, row), _("Somebody who did not enter this must look at it."))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return step(by=by, credential=row, event="endorse", to=row.status, reason=reason)


@transaction.atomic
def approve(*, by: User, credential: Credential, reason: str = "") -> Credential:
    """Today's date starts the clock; nothing can be dated back."""
    row = locked(credential, [C.IN_REVIEW])
    refuse_unless(is_independent(by, row), _("Somebody who did not enter this must approve it."))
    refuse_barred_credential(row)
    refuse_unless(row.attested_on is not None, _("Nobody has signed for it."))
    refuse_future(row.attested_on or today())
    refuse_unless(
        days_since(row.attested_on or today()) <= ATTESTATION_DAYS,
        _("The provider's statement is more than 90 days old: ask for a new one."),
    )
    refuse_old_check(row)
    refuse_future(row.issued_on or today())
    refuse_unless(row.expires_on is None or row.expires_on >= today(), _("It has expired."))
    check = newest_check(row)
    refuse_unless(
        check is not None and check.result in (CheckResult.AGREES, CheckResult.DIFFERS),
        _("The source did not find it."),
    )
    refuse_unless(
        not is_adverse(row) or is_endorsed(by, row),
        _("Something was adverse here: a second person must endorse it first."),
    )
    provenance = vouched_by(check) if check else {}
    return step(
        by=by,
        credential=row,
        event="approve",
        to=C.ACTIVE,
        reason=reason,
        evidence=check,
        decided_on=today(),
        **provenance,
    )


def endorsers(decisions: Iterable[Decision]) -> set[int | None]:
    """Who endorsed it since it last came into review and has not taken it back. The oldest first."""
    standing: set[int | None] = set()
    for decision in decisions:
        if decision.to_status == C.IN_REVIEW != decision.from_status:
            standing.clear()
        elif decision.event == "endorse":
            standing.add(decision.by_id)
        elif decision.event == "take_back":
            standing.discard(decision.by_id)
    return standing


def is_endorsed(by: User, credential: Credential) -> bool:
    """By another person."""
    return bool(endorsers(credential.decisions.order_by("id")) - {by.pk})


@transaction.atomic
def take_back(*, by: User, credential: Credential, reason: str) -> Credential:
    """One's own endorsement, as long as nobody has decided on it."""
    row = locked(credential, [C.IN_REVIEW, C.SUSPENDED])
    refuse_unless(by.pk in endorsers(row.decisions.order_by("id")), _("You have not endorsed it."))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return step(by=by, credential=row, event="take_back", to=row.status, reason=reason)


def refuse_alone(by: User | None, credential: Credential) -> None:
    """Two people revoke: one suspends it or endorses that it ends, another revokes."""
    suspended: set[int | None] = set()
    for decision in credential.decisions.order_by("id"):
        if decision.event == "approve":
            suspended.clear()
        elif decision.event == "suspend":
            suspended.add(decision.by_id)
    others = (suspended | endorsers(credential.decisions.order_by("id"))) - {None, by.pk if by else None}
    refuse_unless(
        by is not None and bool(others),
        _("Two people revoke: somebody else must suspend it, or endorse that it ends, first."),
    )


def refuse_same_person(by: User, credential: Credential) -> None:
    """An appeal is heard by somebody who did not refuse it."""
    refusal = credential.decisions.filter(event="refuse").last()
    refuse_unless(refusal is None or refusal.by_id != by.pk, _("Another reviewer must hear the appeal."))


@transaction.atomic
def refuse(*, by: User, credential: Credential, reason: str) -> Credential:
    row = locked(credential, [C.IN_REVIEW, C.APPEAL])
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    if row.status == C.APPEAL:
        refuse_same_person(by, row)
    return step(by=by, credential=row, event="refuse", to=C.DENIED, reason=reason)


@transaction.atomic
def appeal(*, by: User | None, credential: Credential, reason: str) -> Credential:
    """Once, within thirty days of the refusal."""
    row = locked(credential, [C.DENIED])
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    refusals = list(row.decisions.filter(event="refuse"))
    refuse_unless(not row.decisions.filter(event="appeal").exists(), _("The refusal is final."))
    age = days_since(refusals[-1].at.date()) if refusals else 0
    refuse_unless(age <= APPEAL_DAYS, _("The time for an appeal, 30 days, is over."))
    return step(by=by, credential=row, event="appeal", to=C.APPEAL, reason=reason)


@transaction.atomic
def reopen(*, by: User, credential: Credential, reason: str) -> Credential:
    """Back before a reviewer: on appeal, after a suspension, or because a possible match must be cleared."""
    row = locked(credential, [C.APPEAL, C.SUSPENDED, C.ACTIVE, C.EXPIRING])
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    if row.status == C.APPEAL:
        refuse_same_person(by, row)
    return step(by=by, credential=row, event="reopen", to=C.IN_REVIEW, reason=reason)
