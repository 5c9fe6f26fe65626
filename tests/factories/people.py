"""People who treat, their duties and their licences in every state of a credential's life."""

import datetime
from typing import Any

import pgtrigger

from providers.models import Credential, Location, Practitioner, PractitionerRole
from providers.models.vocabulary import (
    Basis,
    CredentialStatus,
    CredentialType,
    Duty,
    Presence,
    Profession,
)

from .facts import attested, day, numbers

UNSET: Any = object()
CHECKED = (
    CredentialStatus.SOURCE_CHECKED,
    CredentialStatus.IN_REVIEW,
    CredentialStatus.ACTIVE,
    CredentialStatus.EXPIRING,
    CredentialStatus.EXPIRED,
    CredentialStatus.SUSPENDED,
    CredentialStatus.REVOKED,
)
DECIDED = (
    CredentialStatus.ACTIVE,
    CredentialStatus.EXPIRING,
    CredentialStatus.EXPIRED,
    CredentialStatus.SUSPENDED,
    CredentialStatus.REVOKED,
)


def practitioner(**over: Any) -> Practitioner:
    over.setdefault("name", f"Alex Sample {next(numbers)}")
    over.setdefault("profession", Profession.MD)
    return Practitioner.objects.create(**attested(over))


def role(location: Location, practitioner: Practitioner | None = None, **over: Any) -> PractitionerRole:
    """Somebody who prescribes and is in the building, unless told otherwise."""
    over.setdefault("does", [Duty.PRESCRIBES])
    over.setdefault("present", Presence.ON_SITE_WHOLE_SESSION)
    return PractitionerRole.objects.create(
        location=location, practitioner=practitioner or _new_practitioner(), **attested(over)
    )


def _new_practitioner() -> Practitioner:
    return practitioner()


def licence(
    practitioner: Practitioner | None = None,
    *,
    status: str = CredentialStatus.ACTIVE,
    state: str = "CO",
    checked_on: datetime.date | None = UNSET,
    expires_on: datetime.date | None = UNSET,
    **over: Any,
) -> Credential:
    """A state licence with the dates that its status demands: checked 20 days ago, good for a year."""
    if not over.get("provider") and not over.get("location"):
        over["practitioner"] = practitioner or _new_practitioner()
    if status in CHECKED:
        over["checked_on"] = day(20) if checked_on is UNSET else checked_on
        over.setdefault("basis", Basis.VERIFIED_SOURCE)
        over.setdefault("source", "the state board's register")
    elif checked_on is not UNSET:
        over["checked_on"] = checked_on
    if status in DECIDED:
        over.setdefault("decided_on", day(15))
    over.setdefault("attested_on", day(30))
    over.setdefault("type", CredentialType.STATE_LICENCE)
    over.setdefault("issuer", "Colorado Medical Board")
    expires = day(-365) if expires_on is UNSET else expires_on
    with pgtrigger.ignore("providers.Credential:credential_begins"):
        return Credential.objects.create(status=status, state=state, expires_on=expires, **attested(over))
