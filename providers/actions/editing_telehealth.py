"""The states whose residents are treated by telehealth, each with the license that allows it."""

from __future__ import annotations

from collections.abc import Collection

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Credential, Location, TelehealthReach, User
from providers.models.credential import current_until
from providers.models.listing_rules import home_problems
from providers.models.vocabulary import CredentialStatus, CredentialType, Duty

from . import search_index
from .clock import today
from .stated import hold, state, vouch
from .versions import chosen, refuse_stale, version_of

ENDED = (CredentialStatus.WITHDRAWN, CredentialStatus.REVOKED, CredentialStatus.DENIED)


def version(location: Location) -> str:
    return version_of(*_read(location))


def _read(location: Location) -> list[dict[str, object]]:
    row = Location.objects.get(pk=location.pk)
    states = {"states": [reach.state for reach in reach_of(location)]}
    return [dict(chosen(row, "offers_telehealth")), states]


def reach_of(location: Location) -> list[TelehealthReach]:
    reach = TelehealthReach.objects.filter(location=location)
    return list(reach.select_related("licence__practitioner").order_by("state"))


def licences_of(location: Location) -> dict[str, Credential]:
    """By state: the licence of a prescriber here that is good for longest, else any that stands."""
    prescribers = location.roles.filter(does__contains=[Duty.PRESCRIBES]).values("practitioner")
    held = Credential.objects.filter(practitioner__in=prescribers, type=CredentialType.STATE_LICENCE)
    best: dict[str, Credential] = {}
    for licence in held.exclude(status__in=ENDED).select_related("practitioner").order_by("pk"):
        if licence.state not in best or _rank(licence) > _rank(best[licence.state]):
            best[licence.state] = licence
    return best


def _rank(licence: Credential) -> tuple[bool, str]:
    until = current_until(licence.status, licence.checked_on, licence.expires_on)
    return until is not None and until >= today(), until.isoformat() if until else ""


@transaction.atomic
def save(*, by: User, location: Location, version: str, offers: bool | None, states: Collection[str]) -> None:
    """A state that stays keeps its evidence. Raises Stale or ValidationError, at the field `states`."""
    hold(location.provider)
    refuse_stale(version, *_read(location))
    _refuse_contradiction(location, offers, states)
    rows, licences = {reach.state: reach for reach in reach_of(location)}, licences_of(location)
    with pghistory.context(event="edit_telehealth", by=by.pk):
        row = Location.objects.select_for_update().get(pk=location.pk)
        said = state(row, by=by, facts={"offers_telehealth": True if states else offers})
        said |= _drop(rows, states)
        for code in sorted(states):
            said |= _reach(location, code, rows.get(code), licences.get(code), by)
    if said:
        search_index.reindex([location.pk])


def _refuse_contradiction(location: Location, offers: bool | None, states: Collection[str]) -> None:
    if states and offers is False:
        raise ValidationError({"offers": _("You say no telehealth, and name states for it below.")})
    settings = location.services.values_list("setting", flat=True)
    if problems := home_problems(settings, states):
        raise ValidationError({"states": [sentence for _field, sentence in problems]})


def _drop(rows: dict[str, TelehealthReach], states: Collection[str]) -> bool:
    gone = [row.pk for code, row in rows.items() if code not in states]
    return bool(TelehealthReach.objects.filter(pk__in=gone).delete()[0])


def _reach(
    location: Location, code: str, row: TelehealthReach | None, licence: Credential | None, by: User
) -> bool:
    if row is None:
        vouch(TelehealthReach(location=location, state=code, licence=licence), by=by)
        return True
    if row.licence_id == (licence.pk if licence else None):
        return False
    # Which license stands behind it is ours to find; the clinic's word about the state is as old as before.
    row.licence = licence
    row.save(update_fields=["licence"])
    return True
