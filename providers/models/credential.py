"""Credentials: what is claimed, what was seen at the source and when, and what a patient is told of it."""

from __future__ import annotations

import datetime
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from .credential_rules import begins_as_claimed, step_is_decided
from .fields import CodeField, one_of, rule
from .location import Location
from .practitioner import Practitioner
from .provenance import Provenance
from .provider import Provider
from .vocabulary import CredentialStatus, CredentialType, Standing

NEXT_CHECK_DAYS = 90
OLDEST_CHECK_DAYS = 120
EXPIRING_DAYS = 90

C = CredentialStatus
TERMINAL = (C.REVOKED, C.WITHDRAWN)
LIFE = {
    C.CLAIMED: [C.IDENTITY_MATCHED, C.INCOMPLETE],
    C.INCOMPLETE: [C.CLAIMED],
    C.IDENTITY_MATCHED: [C.SOURCE_REQUESTED, C.DISCREPANCY],
    C.SOURCE_REQUESTED: [C.SOURCE_CHECKED, C.SOURCE_UNAVAILABLE, C.EXPIRED],
    C.SOURCE_UNAVAILABLE: [C.SOURCE_REQUESTED, C.EXPIRED],
    C.SOURCE_CHECKED: [C.IN_REVIEW, C.DISCREPANCY, C.SOURCE_REQUESTED],
    C.DISCREPANCY: [C.PROVIDER_REPLY],
    C.PROVIDER_REPLY: [C.IN_REVIEW, C.SOURCE_REQUESTED],
    C.IN_REVIEW: [C.ACTIVE, C.DENIED, C.SUSPENDED, C.SOURCE_REQUESTED],
    C.DENIED: [C.APPEAL],
    C.APPEAL: [C.IN_REVIEW, C.DENIED],
    C.ACTIVE: [C.EXPIRING, C.EXPIRED, C.SUSPENDED, C.IN_REVIEW, C.REVOKED, C.SOURCE_REQUESTED],
    C.EXPIRING: [C.ACTIVE, C.EXPIRED, C.SUSPENDED, C.IN_REVIEW, C.REVOKED, C.SOURCE_REQUESTED],
    C.EXPIRED: [C.SOURCE_REQUESTED],
    C.SUSPENDED: [C.IN_REVIEW, C.REVOKED],
}
WITHDRAWABLE = [state for state in C if state not in TERMINAL]


def transitions() -> list[tuple[str, str]]:
    """Every allowed step of DOMAIN.md 4e: the database refuses all others."""
    steps = [(start.value, end.value) for start, ends in LIFE.items() for end in ends]
    return steps + [(state.value, C.WITHDRAWN.value) for state in WITHDRAWABLE]


def standing(
    status: str, checked_on: datetime.date | None, expires_on: datetime.date | None, today: datetime.date
) -> Standing:
    """What a patient is told: a pure function of status, the source's date and the expiry date."""
    if status in (C.SUSPENDED, C.REVOKED):
        return Standing.SUSPENDED
    if status not in (C.ACTIVE, C.EXPIRING, C.EXPIRED) or checked_on is None:
        return Standing.NOT_CONFIRMED
    if status == C.EXPIRED or (expires_on is not None and expires_on < today):
        return Standing.EXPIRED
    if (today - checked_on).days > OLDEST_CHECK_DAYS:
        return Standing.NOT_CONFIRMED
    if expires_on is not None and (expires_on - today).days <= EXPIRING_DAYS:
        return Standing.EXPIRING
    return Standing.CURRENT


def current_until(
    status: str, checked_on: datetime.date | None, expires_on: datetime.date | None
) -> datetime.date | None:
    """The last day on which `standing` is current or expiring; None if it is neither on any day."""
    if status not in (C.ACTIVE, C.EXPIRING) or checked_on is None:
        return None
    too_old = checked_on + datetime.timedelta(days=OLDEST_CHECK_DAYS)
    return too_old if expires_on is None else min(too_old, expires_on)


class Credentials(models.QuerySet["Credential"]):
    def kept_by(self, provider: Provider) -> Credentials:
        """Whose private parts the people of this listing may see and answer for."""
        people = Practitioner.objects.kept_by(provider)
        holders = Q(provider=provider) | Q(location__provider=provider) | Q(practitioner__in=people)
        return self.filter(holders)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Credential(Provenance):
    """Belongs to a practitioner, a provider or a location, exactly one. checked_on is the source's date.

    since: the day on which it came into its present status.
    """

    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.CASCADE, related_name="credentials"
    )
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.CASCADE, related_name="credentials"
    )
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="credentials"
    )
    type = CodeField(CredentialType)
    name = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, blank=True)
    number_is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=2, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    status = CodeField(CredentialStatus, default=CredentialStatus.CLAIMED)
    attested_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)

    objects: ClassVar = Credentials.as_manager()

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            one_of("credential", "type", CredentialType),
            one_of("credential", "status", CredentialStatus),
            rule(
                "credential_has_one_holder",
                Q(practitioner__isnull=False, provider__isnull=True, location__isnull=True)
                | Q(practitioner__isnull=True, provider__isnull=False, location__isnull=True)
                | Q(practitioner__isnull=True, provider__isnull=True, location__isnull=False),
                "A credential belongs to one person, one provider or one location.",
            ),
            rule(
                "credential_active_was_checked",
                ~Q(status__in=[C.ACTIVE, C.EXPIRING])
                | Q(checked_on__isnull=False, decided_on__isnull=False, attested_on__isnull=False),
                "A credential is active only after attestation, a check at the source and a decision.",
            ),
            rule(
                "credential_dates_in_order",
                Q(issued_on__isnull=True) | Q(expires_on__isnull=True) | Q(issued_on__lte=F("expires_on")),
                "The day of issue comes before the day of expiry.",
            ),
            rule(
                "credential_licence_names_state",
                ~Q(type__in=["state_licence", "controlled_substance_state"]) | Q(state__regex=r"^[A-Z]{2}$"),
                "A state licence names its state.",
            ),
            rule(
                "credential_dea_number_not_kept",
                ~Q(type="dea_registration") | Q(number="", number_is_public=False),
                "A DEA number is never stored here.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="credential_life", field="status", transitions=transitions()),
            begins_as_claimed(),
            step_is_decided(),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.state}".strip()

    @property
    def label(self) -> str:
        return self.name or str(CredentialType(self.type).label)

    def standing(self, today: datetime.date) -> Standing:
        return standing(self.status, self.checked_on, self.expires_on, today)

    @property
    def next_check_by(self) -> datetime.date | None:
        return self.checked_on + datetime.timedelta(days=NEXT_CHECK_DAYS) if self.checked_on else None
