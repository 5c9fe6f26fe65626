"""How a claim stands, in the words of its page: a heading, what it means, and the steps that are left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from providers.actions import proof_codes
from providers.actions.claim_proofs import spoken
from providers.models import Claim
from providers.models.claim import ClaimStatus as C
from providers.models.claim import ProofMethod as M


@dataclass(frozen=True)
class Step:
    """when: "done", "now" or "later"."""

    text: str
    when: str


def waiting_words(claim: Claim) -> dict[str, Any]:
    """heading, words and kind of the notice; can_enter: a code is or may be on its way."""
    heading, words, kind = _said(claim)
    return {
        "heading": heading,
        "words": words,
        "kind": kind,
        "can_enter": claim.status == C.EVIDENCE_SENT and claim.method != M.NPPES_OFFICIAL,
    }


def _said(claim: Claim) -> tuple[str, str, str]:
    if claim.status == C.EVIDENCE_SENT:
        return _proof_under_way(claim)
    hold = _day(claim.hold_until)
    said = {
        C.STARTED: (_("Choose a proof"), _("Your claim has begun. Choose how to show that it is yours."), ""),
        C.PROOF_OK: (
            _("Your proof is in"),
            _("A person of our staff looks at it next, as a rule within two working days. We write to you."),
            "",
        ),
        C.CONFLICT: (
            _("Your proof is in, and the owner is being asked"),
            _("Somebody runs this listing already. They have until %s to answer. Then our staff decide.")
            % hold,
            "check",
        ),
        C.REVIEWED: (
            _("Our staff are deciding"),
            _("They have looked at your proof. We write to you as soon as they have decided."),
            "",
        ),
        C.OWNER: (_("Approved"), _("You run this listing now."), ""),
        C.PROOF_FAILED: (
            _("The proof did not hold"),
            claim.reason or _("The code was wrong five times."),
            "stop",
        ),
        C.REFUSED: (_("Refused"), claim.reason, "stop"),
        C.EXPIRED: (
            _("The time has run out"),
            _("Nothing was changed. You can start again whenever you like."),
            "check",
        ),
        C.WITHDRAWN: (_("Withdrawn"), _("You took this claim back. Nothing was changed."), ""),
    }
    return said[C(claim.status)]


def _proof_under_way(claim: Claim) -> tuple[str, str, str]:
    last = _day(claim.open_until)
    if claim.method == M.DOMAIN_EMAIL:
        words = _("We sent a code to %(to)s. It works once, for 24 hours. Look in the spam folder too.")
        return _("Look into your mail"), words % {"to": claim.sent_to}, ""
    if claim.method == M.PHONE:
        words = _(
            "Our staff will call %(to)s on a working day and read out a code to whoever answers. "
            "Tell the front desk. The code works for 24 hours."
        )
        return _("Expect our call"), words % {"to": spoken(claim.sent_to)}, ""
    if claim.method == M.LETTER and proof_codes.is_under_way(claim):
        words = _("The letter to %(to)s is printed. Its code works until %(day)s.")
        return _("Your letter is on its way"), words % {"to": claim.sent_to, "day": last}, ""
    if claim.method == M.LETTER:
        words = _("Our staff will print a letter with a code and post it to %(to)s. Allow about a week.")
        return _("Expect our letter"), words % {"to": claim.sent_to}, ""
    words = _("Our staff compare your document with what the NPI register says of %(name)s. We write to you.")
    return _("We are looking at your document"), words % {"name": claim.official_name}, ""


def progress(claim: Claim) -> list[Step]:
    """Empty once a claim is over."""
    reached = {
        C.STARTED: 0, C.EVIDENCE_SENT: 1, C.CONFLICT: 2, C.PROOF_OK: 2, C.REVIEWED: 2,
    }.get(C(claim.status))  # fmt: skip
    if reached is None:
        return []
    texts = [
        _("You choose a proof."),
        _("We see that the practice is yours to speak for."),
        _("A person of our staff looks at it."),
        _("You correct the listing, add prices and answers, and send it in."),
    ]
    if claim.hold_until:
        texts[2] = _("The present owner answers; then our staff decide.")
    whens = ["done" if n < reached else "now" if n == reached else "later" for n in range(len(texts))]
    return [Step(text, when) for text, when in zip(texts, whens, strict=True)]


def _day(moment: Any) -> str:
    return date_format(timezone.localdate(moment), "j M Y") if moment else ""
