"""DEA numbers: judged by their check digit, kept encrypted if there is a key, and shown to nobody.

Without SEALING_KEYS nothing is kept but the result of the check digit. No number enters a log, an error, a
mail, a history or an export: what leaves this module is a hint.
"""

from __future__ import annotations

import logging
import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Credential, SealedNumber
from providers.models.identifiers import is_dea
from providers.models.vocabulary import CredentialType

from .gates import dea_digit
from .gates.looks import Look, keep

logger = logging.getLogger(__name__)

BLANKS = re.compile(r"[\s-]+")
HIDDEN = "•"


def tidied(typed: str) -> str:
    """As it is compared; "" for nothing. Raises ValidationError that does not repeat what was typed."""
    number = BLANKS.sub("", typed).upper()
    if number and not is_dea(number):
        raise ValidationError(
            _("This DEA number cannot be right. Check all nine characters: two letters and seven digits."),
            code="dea",
        )
    return number


def hint_of(number: str) -> str:
    """ "A••••••63"."""
    return f"{number[0]}{HIDDEN * (len(number) - 3)}{number[-2:]}"


@transaction.atomic
def seal(*, credential: Credential, number: str) -> SealedNumber | None:
    """Checks the number and keeps it; None where no key can lock it. The caller holds the row."""
    number = tidied(number)
    if not number or credential.type != CredentialType.DEA_REGISTRATION:
        return None
    keep(credential, _looked_at(credential, number))
    box = _box()
    if box is None:
        return None
    row, _is_new = SealedNumber.objects.update_or_create(
        credential=credential,
        defaults={"sealed": box.encrypt(number.encode()), "hint": hint_of(number)},
    )
    return row


def look(credential: Credential) -> Look | None:
    """Anew, at the number that is kept; None where there is none, or its key is lost."""
    if credential.type != CredentialType.DEA_REGISTRATION:
        return None
    row = SealedNumber.objects.filter(credential=credential).first()
    number = _opened(row) if row else ""
    return _looked_at(credential, number) if number else None


def _looked_at(credential: Credential, number: str) -> Look:
    person = credential.practitioner
    return dea_digit.look(number, person.name if person else "", person.profession if person else "")


def can_keep() -> bool:
    return bool(settings.SEALING_KEYS)


def hint(credential: Credential) -> str:
    """What its people and our staff may see of it; "" where no number is kept."""
    row = SealedNumber.objects.filter(credential=credential).values_list("hint", flat=True).first()
    return row or ""


def erase(*, credential: Credential) -> None:
    """With the credential's life its use is over."""
    SealedNumber.objects.filter(credential=credential).delete()


def rotate() -> tuple[int, int]:
    """Locks every number with the first key; returns how many were, and how many no key opens.

    Each row by itself, so that a killed run is simply run again.
    """
    done = lost = 0
    for pk in SealedNumber.objects.order_by("pk").values_list("pk", flat=True):
        is_done = _rotate(pk)
        done, lost = done + is_done, lost + (not is_done)
    return done, lost


@transaction.atomic
def _rotate(pk: int) -> bool:
    row = SealedNumber.objects.select_for_update().filter(pk=pk).first()
    box = _box()
    if row is None:
        return True
    try:
        row.sealed = box.rotate(bytes(row.sealed)) if box else b""
    except InvalidToken:
        return False
    if not row.sealed:
        return False
    row.save(update_fields=["sealed"])
    return True


def _opened(row: SealedNumber) -> str:
    box = _box()
    try:
        return box.decrypt(bytes(row.sealed)).decode() if box else ""
    except InvalidToken:
        logger.warning("No key opens the sealed number of credential %s.", row.credential_id)
        return ""


def _box() -> MultiFernet | None:
    """The first key locks; all of them open."""
    keys = [Fernet(key) for key in settings.SEALING_KEYS]
    return MultiFernet(keys) if keys else None
