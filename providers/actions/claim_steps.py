"""One step in a claim's life: lock listing and claim, check again, change, keep who and why."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pghistory
from django.utils.translation import gettext as _

from providers.models import Claim, Provider, User
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from . import cases, listing_steps
from .gates import claims as claim_gates
from .refusals import refuse_unless, refuse_unless_in

CLAIMABLE = (
    *(S.IMPORTED_UNCLAIMED, S.CLAIM_PENDING),
    *(S.CLAIMED_DRAFT, S.PENDING_REVIEW, S.PUBLISHED, S.TEMPORARILY_CLOSED),
)
UNPROVED = (C.STARTED, C.EVIDENCE_SENT)
PROVED = (C.PROOF_OK, C.CONFLICT, C.REVIEWED)
UNDER_WAY = (C.EVIDENCE_SENT, *PROVED)


def locked_listing(pk: int) -> Provider:
    row: Provider = Provider.objects.select_for_update().get(pk=pk)
    return row


def locked(claim: Claim, starts: Collection[str]) -> Claim:
    """The listing first and then the claim, always, so that two steps at once wait and never deadlock."""
    provider = locked_listing(claim.provider_id)
    row: Claim = Claim.objects.select_for_update().get(pk=claim.pk)
    row.provider = provider
    refuse_unless_in(row.status, starts, str(C(row.status).label))
    return row


def step(claim: Claim, *, by: User | None, event: str, why: str = "", **changes: Any) -> Claim:
    """Writes these fields, and brings the listing in line with the claims that are made on it."""
    for name, value in changes.items():
        setattr(claim, name, value)
    with pghistory.context(event=event, reason=why, by=by.pk if by else None):
        claim.save(update_fields=list(changes))
    settle_listing(claim.provider, by=by)
    cases.follow(claim, by=by)
    if event in claim_gates.EVENTS:
        claim_gates.on_claim(claim)
    return claim


def settle_listing(provider: Provider, *, by: User | None) -> None:
    """Claim in progress, as long as a proof is under way; else unclaimed again. The caller holds the lock."""
    is_under_way = provider.claims.filter(status__in=UNDER_WAY).exists()
    if provider.status == S.IMPORTED_UNCLAIMED and is_under_way:
        listing_steps.save(provider, by=by, event="claim_begins", status=S.CLAIM_PENDING)
    elif provider.status == S.CLAIM_PENDING and not is_under_way:
        listing_steps.save(provider, by=by, event="claims_end", status=S.IMPORTED_UNCLAIMED)


def give_to_owner(provider: Provider, *, by: User | None, event: str) -> None:
    """What a register alone had listed now waits for its owner's words. The caller holds the lock."""
    if provider.status == S.IMPORTED_UNCLAIMED:
        listing_steps.save(provider, by=by, event="claim_begins", status=S.CLAIM_PENDING)
    if provider.status == S.CLAIM_PENDING:
        listing_steps.save(provider, by=by, event=event, status=S.CLAIMED_DRAFT)


def why_not_claimable(provider: Provider) -> str:
    """A sentence, or "" where the listing can be claimed."""
    if provider.is_demo:
        return _("This listing is made up to show how the directory works. Nobody can claim it.")
    if provider.status == S.CLOSED:
        return _("This practice is listed as closed, so it cannot be claimed.")
    if provider.status == S.MERGED:
        return _("This listing was joined with another one. Claim that one instead.")
    if provider.status not in CLAIMABLE:
        return _("This listing cannot be claimed now.")
    return ""


def refuse_unclaimable(provider: Provider) -> None:
    reason = why_not_claimable(provider)
    refuse_unless(not reason, reason)


def is_owned(provider: Provider, *, apart_from: User) -> bool:
    return provider.memberships.filter(role="owner").exclude(user=apart_from).exists()
