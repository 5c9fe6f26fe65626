"""Claims that end without a decision on them: their time is over, or the listing itself has gone."""

from __future__ import annotations

import datetime

from django.utils import timezone

from providers.models import Claim, Provider, User
from providers.models.claim import ClaimStatus as C

from . import claim_mail, one_by_one, proof_codes
from .claim_steps import PROVED, UNPROVED, locked_listing, step


def expire_old(*, now: datetime.datetime) -> int:
    """Ends unproved claims whose time is over; how many. Each in a transaction of its own."""
    due = Claim.objects.filter(status__in=UNPROVED, open_until__lt=now).order_by("pk")
    return one_by_one.each(due.iterator(), lambda claim: _expire_due(claim, now))


def _expire_due(claim: Claim, now: datetime.datetime) -> bool:
    provider = locked_listing(claim.provider_id)
    mine = provider.claims.select_for_update().filter(pk=claim.pk)
    row = mine.filter(status__in=UNPROVED, open_until__lt=now).first()
    if row is None:
        return False
    row.provider = provider
    _expire(row, by=None)
    return True


def end_claims(provider: Provider, *, by: User | None, reason: str) -> None:
    """All that are open. The caller holds the listing's lock and says what becomes of it."""
    for row in provider.claims.select_for_update().filter(status__in=[*UNPROVED, *PROVED]):
        row.provider = provider
        if row.status in UNPROVED:
            _expire(row, by=by)
            continue
        decider = None if by == row.claimant else by
        decided = {"decided_at": timezone.now(), "decided_by": decider, "reason": reason}
        step(row, by=by, event="refuse", why=reason, status=C.REFUSED, **decided)
        claim_mail.tell_claimant(row, "refused")


def _expire(row: Claim, *, by: User | None) -> None:
    proof_codes.end_all(row)
    step(row, by=by, event="expire", status=C.EXPIRED, open_until=None)
    claim_mail.tell_claimant(row, "expired")
