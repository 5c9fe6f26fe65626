"""A claim from its start to its proof, as the claimant takes it. What staff decide is in claim_review.py.

Each step locks the listing and the claim and looks again. Mail goes out with the transaction.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Claim, Provider, User
from providers.models.claim import CODE_HOURS, CONFLICT_DAYS, OPEN_CLAIMS, ProofMethod
from providers.models.claim import ClaimStatus as C
from providers.models.identifiers import is_npi

from . import claim_mail, claim_proofs, documents, proof_codes, throttle
from .claim_ends import expire_old
from .claim_steps import UNPROVED, is_owned, locked, locked_listing, refuse_unclaimable, step
from .gates import claims as claim_gates
from .proof_codes import SENTENCES, Tried
from .refusals import TransitionRefused, refuse_unless

__all__ = [
    "TransitionRefused",
    "ask_for_call",
    "ask_for_letter",
    "enter_code",
    "expire_old",
    "send_code",
    "show_official",
    "start",
    "withdraw",
]

CHOICE_DAYS = 7
STAFF_DAYS = 14
STARTS_PER_ACCOUNT, STARTS_PER_LISTING = 10, 30
CODES_PER_CLAIMANT, CODES_PER_LISTING, CODES_PER_ADDRESS = 5, 20, 3


@transaction.atomic
def start(*, by: User, provider: Provider, part: str = "") -> Claim:
    """part: what the claimant does at the practice. An open claim goes on; one that failed begins again."""
    row = locked_listing(provider.pk)
    refuse_unclaimable(row)
    own = row.claims.select_for_update().filter(claimant=by)
    if there := own.filter(status__in=OPEN_CLAIMS).first():
        return there
    refuse_unless(
        not row.memberships.filter(user=by, role="owner").exists(), _("You run this listing already.")
    )
    throttle.count(scope="claim", address=f"account {by.pk}", limit=STARTS_PER_ACCOUNT)
    throttle.count(scope="claim", address=f"listing {row.pk}", limit=STARTS_PER_LISTING)
    now = timezone.now()
    anew: dict[str, Any] = {"part": part.strip(), "open_until": now + datetime.timedelta(days=CHOICE_DAYS)}
    if former := own.filter(status__in=[C.PROOF_FAILED, C.EXPIRED]).first():
        former.provider = row
        blank: dict[str, Any] = {
            "method": None,
            "sent_to": "",
            "official_name": "",
            "npi": "",
            "reason": "",
            "hold_until": None,
        }
        return step(former, by=by, event="start", status=C.STARTED, started_at=now, **blank, **anew)
    claim = Claim(provider=row, claimant=by, **anew)
    claim.full_clean(exclude=["method"])
    claim.save()
    claim_gates.on_claim(claim)
    return claim


@transaction.atomic
def send_code(*, by: User, claim: Claim, address: str) -> Claim:
    """A code to an address at the listed website's own domain. Raises TooMany beyond the day's limits."""
    row = _to_be_proved(by, claim)
    to = claim_proofs.mail_target(row.provider, address)
    throttle.count(scope="claim-code-to", address=to.lower(), limit=CODES_PER_ADDRESS)
    _count_code(row)
    made, code = proof_codes.make(subject=row, sent_to=to, life=datetime.timedelta(hours=CODE_HOURS))
    _choose(row, by=by, method=ProofMethod.DOMAIN_EMAIL, sent_to=to, open_until=made.expires_at)
    claim_mail.send_code(row, made, code)
    return row


@transaction.atomic
def ask_for_call(*, by: User, claim: Claim, phone: str = "") -> Claim:
    """Our staff telephone the listed number and read out a code that they make then."""
    return _ask_staff(by, claim, ProofMethod.PHONE, phone)


@transaction.atomic
def ask_for_letter(*, by: User, claim: Claim, address: str = "") -> Claim:
    """Our staff print a letter to the listed address with a code that is made then."""
    return _ask_staff(by, claim, ProofMethod.LETTER, address)


@transaction.atomic
def show_official(
    *, by: User, claim: Claim, official_name: str, upload: UploadedFile, npi: str = ""
) -> Claim:
    """The name that NPPES gives as authorized official, and a document; staff compare the two."""
    row = _to_be_proved(by, claim)
    number = row.provider.npi or npi.strip()
    refuse_unless(is_npi(number), _("This NPI is not valid: check all ten digits."))
    refuse_unless(bool(official_name.strip()), _("Give the official’s name as the NPI register has it."))
    _count_code(row)
    proof_codes.end_all(row)
    documents.store(by=by, upload=upload, provider=row.provider, claim=row)
    named = {"official_name": official_name.strip(), "npi": number}
    return _choose(row, by=by, method=ProofMethod.NPPES_OFFICIAL, open_until=None, **named)


def enter_code(*, by: User, claim: Claim, code: str) -> Claim:
    """Not one transaction as a whole: a wrong try stays counted although it is refused."""
    row, tried = _try(by, claim, code)
    if tried is not Tried.RIGHT:
        raise TransitionRefused(str(SENTENCES[tried]))
    return row


@transaction.atomic
def _try(by: User, claim: Claim, code: str) -> tuple[Claim, Tried]:
    row = _to_be_proved(by, claim, [C.EVIDENCE_SENT])
    refuse_unless(
        claim_proofs.is_still_listed(row),
        _("What this proof relied on is no longer in the listing. Choose another proof."),
    )
    tried = proof_codes.attempt(subject=row, typed=code)
    if tried is Tried.RIGHT:
        prove(row, by=by)
    elif tried is Tried.NO_TRIES_LEFT:
        step(row, by=by, event="proof_failed", status=C.PROOF_FAILED, open_until=None)
    return row, tried


def prove(row: Claim, *, by: User) -> Claim:
    """To the staff; on a listing that somebody owns, its owners have seven days first. The row is locked."""
    now = timezone.now()
    proved: dict[str, Any] = {"proved_at": now, "open_until": None}
    if is_owned(row.provider, apart_from=row.claimant):
        return dispute(row, by=by, **proved)
    step(row, by=by, event="prove", status=C.PROOF_OK, **proved)
    claim_mail.tell_claimant(row, "proved")
    return row


def dispute(row: Claim, *, by: User | None, anew: bool = False, **changes: Any) -> Claim:
    """Somebody owns the listing: the clock of their answer starts, once; anew: others own it by now.

    Row is locked.
    """
    full = timezone.now() + datetime.timedelta(days=CONFLICT_DAYS)
    hold = full if anew else row.hold_until or full
    step(row, by=by, event="dispute", status=C.CONFLICT, hold_until=hold, **changes)
    claim_mail.tell_claimant(row, "disputed")
    claim_mail.tell_owners(claim_mail.owners(row), row, "disputed")
    return row


@transaction.atomic
def withdraw(*, by: User, claim: Claim) -> Claim:
    row = locked(claim, OPEN_CLAIMS)
    _refuse_another(by, row)
    was_disputed = row.hold_until is not None
    proof_codes.end_all(row)
    step(row, by=by, event="withdraw", status=C.WITHDRAWN, open_until=None)
    if was_disputed:
        claim_mail.tell_owners(claim_mail.owners(row), row, "ended")
    return row


def _to_be_proved(by: User, claim: Claim, starts: list[C] | None = None) -> Claim:
    row = locked(claim, starts or UNPROVED)
    _refuse_another(by, row)
    refuse_unclaimable(row.provider)
    return row


def _refuse_another(by: User, row: Claim) -> None:
    refuse_unless(row.claimant_id == by.pk, _("This claim is somebody else’s."))


def _count_code(row: Claim) -> None:
    throttle.count(
        scope=f"claim-proof:{row.provider_id}", address=f"account {row.claimant_id}", limit=CODES_PER_CLAIMANT
    )
    throttle.count(scope="claim-proof", address=f"listing {row.provider_id}", limit=CODES_PER_LISTING)


def _ask_staff(by: User, claim: Claim, method: ProofMethod, wanted: str) -> Claim:
    row = _to_be_proved(by, claim)
    target = claim_proofs.listed_target(row.provider, method, wanted)
    _count_code(row)
    proof_codes.end_all(row)
    until = timezone.now() + datetime.timedelta(days=STAFF_DAYS)
    return _choose(row, by=by, method=method, sent_to=target, open_until=until)


def _choose(row: Claim, *, by: User, method: ProofMethod, **changes: Any) -> Claim:
    """Another proof takes the place of the one before, with all that belonged to it."""
    blank = {"sent_to": "", "official_name": "", "npi": ""}
    return step(
        row, by=by, event="choose_proof", status=C.EVIDENCE_SENT, method=method, **{**blank, **changes}
    )
