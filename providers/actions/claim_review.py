"""What staff do with claims: give out a code, judge a document, approve, refuse. And the owner's answer."""

from __future__ import annotations

import datetime

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from providers.models import Claim, Membership, User
from providers.models.claim import CODE_HOURS, LETTER_DAYS, ProofMethod
from providers.models.claim import ClaimStatus as C
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S
from providers.permissions import Permission, allows

from . import claim_letter, claim_mail, claim_proofs, members, proof_codes
from .claim_steps import PROVED, give_to_owner, is_owned, locked, refuse_unclaimable, step
from .claims import dispute, prove
from .refusals import TransitionRefused, refuse_unless


def _at_hand(by: User, claim: Claim, starts: tuple[C, ...]) -> Claim:
    """Locked, and judged by nobody who has a part in it."""
    row = locked(claim, starts)
    refuse_unless(allows(by, Permission.DECIDE_CLAIMS), _("You may not decide claims."))
    refuse_unless(row.claimant_id != by.pk, _("Somebody else must decide your own claim."))
    refuse_unless(
        not row.provider.memberships.filter(user=by).exists(),
        _("You run this listing yourself: somebody else must decide."),
    )
    return row


def _waiting_for(by: User, claim: Claim, method: ProofMethod) -> Claim:
    row = _at_hand(by, claim, (C.EVIDENCE_SENT,))
    refuse_unless(row.method == method, _("The claimant chose another proof."))
    refuse_unclaimable(row.provider)
    refuse_unless(
        claim_proofs.is_still_listed(row), _("The listing has changed since: this is no longer in it.")
    )
    return row


def _new_code(row: Claim, by: User, life: datetime.timedelta, event: str) -> str:
    made, code = proof_codes.make(subject=row, sent_to=row.sent_to, life=life)
    until = max(row.open_until or made.expires_at, made.expires_at)
    step(row, by=by, event=event, open_until=until)
    return code


@transaction.atomic
def make_phone_code(*, by: User, claim: Claim) -> str:
    """The code in clear, to be read out on the listed number now. It is shown this once."""
    row = _waiting_for(by, claim, ProofMethod.PHONE)
    return _new_code(row, by, datetime.timedelta(hours=CODE_HOURS), "make_phone_code")


@transaction.atomic
def make_letter(*, by: User, claim: Claim) -> bytes:
    """A printable PDF with a new code; the code of a letter before it ends."""
    row = _waiting_for(by, claim, ProofMethod.LETTER)
    code = _new_code(row, by, datetime.timedelta(days=LETTER_DAYS), "make_letter")
    claim_mail.tell_claimant(row, "letter_posted")
    return claim_letter.pdf(row, code)


@transaction.atomic
def accept_document(*, by: User, claim: Claim) -> Claim:
    """The document names the official whom NPPES names."""
    row = _waiting_for(by, claim, ProofMethod.NPPES_OFFICIAL)
    refuse_unless(row.documents.exists(), _("There is no document."))
    return prove(row, by=by)


@transaction.atomic
def fail_proof(*, by: User, claim: Claim, reason: str) -> Claim:
    """The practice knows nothing of it, or the document is another's. The claimant may begin again."""
    row = _at_hand(by, claim, (C.EVIDENCE_SENT,))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    proof_codes.end_all(row)
    failed = {"open_until": None, "reason": reason.strip()}
    step(row, by=by, event="fail_proof", why=reason, status=C.PROOF_FAILED, **failed)
    claim_mail.tell_claimant(row, "proof_failed")
    return row


@transaction.atomic
def review(*, by: User, claim: Claim) -> Claim:
    """Looked at, and not yet decided."""
    row = _at_hand(by, claim, (C.PROOF_OK, C.CONFLICT))
    _refuse_hold(row)
    return step(row, by=by, event="review", status=C.REVIEWED)


@transaction.atomic
def open_dispute(*, by: User, claim: Claim) -> Claim:
    """Somebody has come to own the listing since the proof: they are told, and seven days begin."""
    row = _at_hand(by, claim, (C.PROOF_OK, C.REVIEWED))
    refuse_unless(is_owned(row.provider, apart_from=row.claimant), _("Nobody else owns this listing."))
    return dispute(row, by=by)


@transaction.atomic
def approve(*, by: User, claim: Claim, replaces: bool = False) -> Claim:
    """The claimant owns the listing; with replaces, those who ran it until now no longer do."""
    row = _at_hand(by, claim, PROVED)
    _refuse_gone(row)
    _refuse_hold(row)
    before = claim_mail.owners(row)
    if row.status != C.REVIEWED:
        step(row, by=by, event="review", status=C.REVIEWED)
    _hand_over(row, by=by, replaces=replaces)
    step(row, by=by, event="approve", status=C.OWNER, decided_at=timezone.now(), decided_by=by)
    claim_mail.tell_claimant(row, "approved")
    claim_mail.tell_owners(before, row, "replaced" if replaces else "approved")
    for other in row.provider.claims.filter(status__in=PROVED).exclude(pk=row.pk):
        dispute(locked(other, PROVED), by=by, anew=True)
    return row


@transaction.atomic
def refuse(*, by: User, claim: Claim, reason: str) -> Claim:
    row = _at_hand(by, claim, PROVED)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    was_disputed = row.hold_until is not None
    decided = {"decided_at": timezone.now(), "decided_by": by, "reason": reason.strip()}
    step(row, by=by, event="refuse", why=reason, status=C.REFUSED, **decided)
    claim_mail.tell_claimant(row, "refused")
    if was_disputed:
        claim_mail.tell_owners(claim_mail.owners(row), row, "ended")
    return row


@transaction.atomic
def object_to(*, by: User, claim: Claim, words: str) -> Claim:
    """An owner's answer to a disputed claim, for the staff who decide. It can be changed until then."""
    row = locked(claim, (C.CONFLICT, C.REVIEWED))
    refuse_unless(
        row.provider.memberships.filter(user=by, role=MemberRole.OWNER).exists(),
        _("Only an owner can answer."),
    )
    refuse_unless(row.claimant_id != by.pk, _("This is your own claim."))
    refuse_unless(bool(words.strip()), _("Tell us why this is not right."))
    return step(row, by=by, event="object", objection=words.strip())


def _hand_over(row: Claim, *, by: User, replaces: bool) -> None:
    """The claimant becomes an owner, and what a register alone had listed now waits for its owner's words."""
    provider = row.provider
    with pghistory.context(event="claim_approved", by=by.pk):
        Membership.objects.update_or_create(
            provider=provider, user=row.claimant, defaults={"role": MemberRole.OWNER}
        )
        if replaces:
            provider.memberships.exclude(user=row.claimant).delete()
            members.end_invitations(provider)
    give_to_owner(provider, by=by, event="claim_approved")


def _refuse_gone(row: Claim) -> None:
    """Nobody keeps a listing from its rightful owner by closing it, or by getting it suspended."""
    is_shut = row.provider.status in (S.CLOSED, S.SUSPENDED)
    if not (is_shut and is_owned(row.provider, apart_from=row.claimant)):
        refuse_unclaimable(row.provider)


def _refuse_hold(row: Claim) -> None:
    """An owned listing is handed over only after its owners had seven days to answer."""
    if not is_owned(row.provider, apart_from=row.claimant):
        return
    if row.hold_until is None:
        raise TransitionRefused(_("Somebody owns this listing now: tell them first."))
    day = date_format(timezone.localtime(row.hold_until), "j M Y, H:i")
    refuse_unless(row.hold_until <= timezone.now(), _("The present owner has until %s UTC to answer.") % day)
