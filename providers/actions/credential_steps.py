"""One step in a credential's life: lock, check again, change, record, reindex. The steps: credentials.py."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Check, Credential, Decision, Location, PractitionerRole, User
from providers.models.credential import LIFE
from providers.models.vocabulary import CredentialStatus as C

from . import cases, search_index
from .clock import today
from .gates import asked
from .refusals import refuse_unless, refuse_unless_in


def locked(credential: Credential, starts: Collection[str]) -> Credential:
    """The row as it is now, held until the transaction ends; refused unless it is in one of these states."""
    row = Credential.objects.select_for_update().get(pk=credential.pk)
    refuse_unless_in(row.status, starts, str(C(row.status).label))
    return row


def starts_of(end: str) -> list[str]:
    """The states from which the database lets a credential come here."""
    return [start for start, ends in LIFE.items() if end in ends]


def affected_locations(credential: Credential) -> set[int]:
    """Wherever patients read of this credential: its holder's places and those it lets reach a state."""
    places = set(credential.telehealth_reach.values_list("location_id", flat=True))
    if credential.practitioner_id:
        roles = PractitionerRole.objects.filter(practitioner=credential.practitioner_id)
        places |= set(roles.values_list("location_id", flat=True))
    elif credential.provider_id:
        sites = Location.objects.filter(provider=credential.provider_id)
        places |= set(sites.values_list("pk", flat=True))
    elif credential.location_id:
        places.add(credential.location_id)
    return places


def write_down(
    *,
    by: User | None,
    credential: Credential,
    event: str,
    before: str,
    reason: str = "",
    evidence: Check | None = None,
) -> Decision:
    return Decision.objects.create(
        credential=credential,
        event=event,
        from_status=before,
        to_status=credential.status,
        reason=reason,
        evidence=evidence,
        by=by,
    )


def step(
    *,
    by: User | None,
    credential: Credential,
    event: str,
    to: str,
    reason: str = "",
    evidence: Check | None = None,
    **changes: Any,
) -> Credential:
    """Moves a locked row, with these other fields; records the decision; search sees it on commit."""
    before, credential.status = credential.status, to
    if before != to or credential.since is None:
        changes["since"] = today()
    for field, value in changes.items():
        setattr(credential, field, value)
    credential.save(update_fields=["status", *changes])
    write_down(by=by, credential=credential, event=event, before=before, reason=reason, evidence=evidence)
    search_index.reindex(affected_locations(credential))
    cases.follow(credential, by=by)
    if event in asked.EVENTS:
        asked.for_credential(credential.pk)
    return credential


@transaction.atomic
def plain_step(
    *,
    by: User | None,
    credential: Credential,
    event: str,
    to: str,
    starts: Collection[str] = (),
    reason: str = "",
    needs_reason: bool = False,
) -> Credential:
    """A step with no rule of its own beyond the state it starts from."""
    refuse_unless(bool(reason.strip()) or not needs_reason, _("Give the reason."))
    row = locked(credential, starts or starts_of(to))
    return step(by=by, credential=row, event=event, to=to, reason=reason)
