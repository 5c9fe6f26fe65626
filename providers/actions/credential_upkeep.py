"""After the decision: checks that repeat, renewal, expiry, and what ends a credential."""

from __future__ import annotations

import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Check, Credential, User
from providers.models.credential import EXPIRING_DAYS, TERMINAL
from providers.models.vocabulary import CheckResult
from providers.models.vocabulary import CredentialStatus as C

from .clock import today
from .credential_clocks import redo_due_on
from .credential_evidence import Seen, keep, vouched_by
from .credential_review import refuse_alone
from .credential_steps import locked, plain_step, step
from .refusals import refuse_unless

LIVE = (C.ACTIVE, C.EXPIRING)


def is_past_its_years(credential: Credential) -> bool:
    return credential.decided_on is not None and redo_due_on(credential.decided_on) < today()


@transaction.atomic
def recheck(*, by: User | None, credential: Credential, seen: Seen) -> Credential:
    """The repeated look at the register. What no longer agrees goes back before a reviewer at once."""
    row = locked(credential, LIVE)
    refuse_unless(not is_past_its_years(row), _("Its three years are over: start again."))
    check = keep(by=by, credential=row, seen=seen)
    if seen.result == CheckResult.AGREES:
        changes = {"checked_on": check.source_date, **vouched_by(check)}
        return step(
            by=by, credential=row, event="recheck", to=row.status, evidence=check, reason="", **changes
        )
    if seen.result == CheckResult.NO_ANSWER:
        return step(by=by, credential=row, event="recheck", to=row.status, evidence=check)
    return step(by=by, credential=row, event="recheck", to=C.IN_REVIEW, evidence=check)


@transaction.atomic
def note_expiring(*, by: User | None, credential: Credential) -> Credential:
    row = locked(credential, [C.ACTIVE])
    left = (row.expires_on - today()).days if row.expires_on else None
    refuse_unless(left is not None and 0 <= left <= EXPIRING_DAYS, _("It does not expire within 90 days."))
    return step(by=by, credential=row, event="note_expiring", to=C.EXPIRING)


@transaction.atomic
def renew(*, by: User | None, credential: Credential, expires_on: datetime.date, seen: Seen) -> Credential:
    """Renewed at the source: a new row of evidence, and a later day."""
    row = locked(credential, LIVE)
    refuse_unless(not is_past_its_years(row), _("Its three years are over: start again."))
    refuse_unless(seen.result == CheckResult.AGREES, _("The source does not show the renewal."))
    later = expires_on > today() and (row.expires_on is None or expires_on > row.expires_on)
    refuse_unless(later, _("A renewal ends later than what it renews."))
    check = keep(by=by, credential=row, seen=seen)
    return step(
        by=by,
        credential=row,
        event="renew",
        to=C.ACTIVE,
        evidence=check,
        expires_on=expires_on,
        checked_on=check.source_date,
        **vouched_by(check),
    )


@transaction.atomic
def expire(*, by: User | None, credential: Credential) -> Credential:
    """The day has passed, or the three years have: no grace."""
    row = locked(credential, [*LIVE, C.SOURCE_REQUESTED, C.SOURCE_UNAVAILABLE])
    is_over = row.expires_on is not None and row.expires_on < today()
    was_decided = row.decided_on is not None
    refuse_unless(was_decided and (is_over or is_past_its_years(row)), _("It has not expired."))
    return step(by=by, credential=row, event="expire", to=C.EXPIRED)


restart = partial(
    plain_step, event="restart", to=C.SOURCE_REQUESTED, starts=(C.ACTIVE, C.EXPIRING, C.EXPIRED)
)


@transaction.atomic
def _end(
    *,
    by: User | None,
    credential: Credential,
    reason: str,
    seen: Seen | None = None,
    evidence: Check | None = None,
    event: str,
    to: str,
    starts: tuple[str, ...],
) -> Credential:
    row = locked(credential, starts)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    check = keep(by=by, credential=row, seen=seen) if seen else evidence
    return step(by=by, credential=row, event=event, to=to, reason=reason, evidence=check)


suspend = partial(_end, event="suspend", to=C.SUSPENDED, starts=(*LIVE, C.IN_REVIEW))
END_BY_TWO = (*LIVE, C.SUSPENDED)


@transaction.atomic
def revoke(*, by: User | None, credential: Credential, reason: str, seen: Seen | None = None) -> Credential:
    """For good, and never by one person."""
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    refuse_alone(by, locked(credential, END_BY_TWO))
    return _end(
        by=by,
        credential=credential,
        reason=reason,
        seen=seen,
        event="revoke",
        to=C.REVOKED,
        starts=END_BY_TWO,
    )


withdraw = partial(
    plain_step,
    event="withdraw",
    to=C.WITHDRAWN,
    starts=tuple(state for state in C if state not in TERMINAL),
)
