"""What a register shows beside what is claimed, field by field. The machine compares; nobody has to notice.

Pure: rows and words in, differences out. A field that either side leaves open is not a difference.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from providers.models import Credential
from providers.models.spelled import spelled
from providers.models.vocabulary import CheckResult

from .name_keys import CREDENTIALS, FILLERS, LEGAL_FORMS, SUFFIXES, TITLES

DAY_FORMAT = "j M Y"
ENDINGS = CREDENTIALS | SUFFIXES
COMPARED = ("name", "number", "state", "status", "expires_on")


class RegisterStatus(TextChoices):
    """In what state the register shows it. Anything but the first differs from what is claimed."""

    ACTIVE = "active", gettext_lazy("Active, nothing against it")
    RESTRICTED = "restricted", gettext_lazy("Active with conditions, probation or a pending action")
    PENDING = "pending", gettext_lazy("Not yet issued")
    LAPSED = "lapsed", gettext_lazy("Expired, lapsed or retired")
    SUSPENDED = "suspended", pgettext_lazy("license", "Suspended")
    REVOKED = "revoked", pgettext_lazy("license", "Revoked or surrendered")


@dataclass(frozen=True)
class Compared:
    """One field on both sides, in words. is_same: None where one side says nothing."""

    field: str
    claim: str
    source: str
    is_same: bool | None


def holder_name(credential: Credential) -> str:
    if credential.practitioner:
        return credential.practitioner.name
    if credential.location:
        return credential.location.provider.display_name
    return credential.provider.display_name if credential.provider else ""


def claim_of(credential: Credential) -> dict[str, str]:
    """What is claimed, in the fields that a register shows; days as ISO."""
    return {
        "name": holder_name(credential),
        "number": credential.number,
        "state": credential.state,
        "status": RegisterStatus.ACTIVE.value,
        "expires_on": credential.expires_on.isoformat() if credential.expires_on else "",
    }


def compare(credential: Credential, found: Mapping[str, Any]) -> list[Compared]:
    claim = claim_of(credential)
    return [_compared(name, claim[name], str(found.get(name) or "")) for name in COMPARED]


def _compared(field: str, claim: str, source: str) -> Compared:
    is_same = SAME.get(field, _same_word)(claim, source) if claim and source else None
    return Compared(field, in_words(field, claim), in_words(field, source), is_same)


def in_words(field: str, value: str) -> str:
    if field == "status" and value in RegisterStatus.values:
        return str(RegisterStatus(value).label)
    if field == "expires_on" and value:
        try:
            return date_format(datetime.date.fromisoformat(value), DAY_FORMAT)
        except ValueError:
            return value
    return value


def _same_word(claim: str, source: str) -> bool:
    return claim.strip().casefold() == source.strip().casefold()


def same_number(claim: str, source: str) -> bool:
    """Registers write DR-0012345 or DR.0012345 for the same; a letter or a digit more is another number."""
    return _bare(claim) == _bare(source)


def _bare(number: str) -> str:
    return re.sub(r"[\W_]", "", number).casefold()


def same_name(claim: str, source: str) -> bool:
    """Surname and first name, without titles and degrees; a middle name may be missing or a letter."""
    one, other = sorted((_name_words(claim), _name_words(source)), key=len)
    if len(one) < 2:
        return one == other
    if one[-1] != other[-1] or not _fits(one[0], other[0]):
        return False
    left = other[1:-1]
    for word in one[1:-1]:
        known = next((known for known in left if _fits(word, known)), None)
        if known is None:
            return False
        left.remove(known)
    return True


def _name_words(name: str) -> list[str]:
    """First name first, also of "Sample, Alex B."; what stands after a comma may be a degree instead.

    Ma and Do are surnames too: of two words none is taken for a degree.
    """
    before, _comma, after = name.partition(",")
    surname = [word for word in spelled(before).split() if word not in TITLES | LEGAL_FORMS | FILLERS]
    given = [word for word in spelled(after).split() if word not in ENDINGS | LEGAL_FORMS]
    while surname and surname[-1] in ENDINGS and len(given) + len(surname) > 2:
        surname = surname[:-1]
    return [*given, *surname]


def _fits(one: str, other: str) -> bool:
    """An initial fits a name that begins with it."""
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    return one == other


SAME = {"number": same_number, "name": same_name}


def differences(credential: Credential, found: Mapping[str, Any]) -> list[dict[str, str]]:
    """As a Check keeps them in found["differs"]."""
    return [
        {"field": row.field, "claim": row.claim, "source": row.source}
        for row in compare(credential, found)
        if row.is_same is False
    ]


def result_of(credential: Credential, found: Mapping[str, Any]) -> str:
    return CheckResult.DIFFERS if differences(credential, found) else CheckResult.AGREES


def is_renewal(credential: Credential, found: Mapping[str, Any], today: datetime.date) -> bool:
    """Only a later day of expiry differs: the source shows it renewed."""
    differs = [row["field"] for row in differences(credential, found)]
    if differs != ["expires_on"] or credential.expires_on is None:
        return False
    later = datetime.date.fromisoformat(str(found["expires_on"]))
    return later > credential.expires_on and later > today


def field_name(field: str) -> str:
    names = {
        "name": _("Name"),
        "number": _("Number"),
        "state": _("State"),
        "status": _("Standing in the register"),
        "expires_on": _("Good until"),
    }
    return names.get(field, field.replace("_", " ").capitalize())
