"""Codes that prove control: eight digits, made once, kept as a keyed hash, tried under a lock."""

from __future__ import annotations

import datetime
import secrets
from enum import Enum, auto

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from providers.models import Claim, ProofCode, RemovalRequest

DIGITS = 8


class Tried(Enum):
    RIGHT = auto()
    WRONG = auto()
    NO_TRIES_LEFT = auto()
    EXPIRED = auto()
    NO_CODE = auto()


SENTENCES = {
    Tried.WRONG: _("This is not the code that we sent last. Check each digit."),
    Tried.NO_TRIES_LEFT: _("That was the last of five tries. Start again with a new code."),
    Tried.EXPIRED: _("This code has expired. Ask for a new one."),
    Tried.NO_CODE: _("There is no code to enter yet, or it was used already."),
}


def make(*, subject: Claim | RemovalRequest, sent_to: str, life: datetime.timedelta) -> tuple[ProofCode, str]:
    """The row and the code in clear, which is kept nowhere. Codes made before end now.

    The caller holds the lock of the subject.
    """
    end_all(subject)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    held_by = {"claim": subject} if isinstance(subject, Claim) else {"removal": subject}
    row: ProofCode = ProofCode.objects.create(
        **held_by, digest=_digest(subject, code), sent_to=sent_to, expires_at=timezone.now() + life
    )
    return row, code


def end_all(subject: Claim | RemovalRequest) -> None:
    now = timezone.now()
    subject.codes.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)


def is_under_way(subject: Claim | RemovalRequest) -> bool:
    """A code was made that can still be entered."""
    return bool(
        subject.codes.filter(used_at__isnull=True, expires_at__gt=timezone.now(), tries_left__gt=0).exists()
    )


def attempt(*, subject: Claim | RemovalRequest, typed: str) -> Tried:
    """Only the newest code counts. A wrong try is written down, so the caller must let it be committed.

    The caller holds the lock of the subject: two tries at once come one after the other.
    """
    row = subject.codes.select_for_update().order_by("-made_at", "-pk").first()
    if row is None or row.used_at is not None:
        return Tried.NO_CODE
    if row.tries_left == 0:
        return Tried.NO_TRIES_LEFT
    if row.expires_at <= timezone.now():
        return Tried.EXPIRED
    if not constant_time_compare(row.digest, _digest(subject, plain(typed))):
        row.tries_left -= 1
        row.save(update_fields=["tries_left"])
        return Tried.WRONG if row.tries_left else Tried.NO_TRIES_LEFT
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    return Tried.RIGHT


def plain(typed: str) -> str:
    """As people read it from a letter: spaces, dashes and dots between the digits do not count."""
    return "".join(character for character in typed if character not in " -.\u00a0\u2013\t")


def in_groups(code: str) -> str:
    """ "4821 9037": easier to read aloud and to copy."""
    return f"{code[:4]} {code[4:]}"


def _digest(subject: Claim | RemovalRequest, code: str) -> str:
    """Of this code for this claim: the same digits prove nothing else."""
    of = f"{type(subject).__name__}:{subject.pk}:{code}"
    return salted_hmac("providers.proof_codes", of, algorithm="sha256").hexdigest()
