"""The people of a listing: who they are, and what they do at each of its locations.

A person who is or was at another listing too is not this listing's to describe: only the part played here is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location, Practitioner, PractitionerRole, Provider, User
from providers.models.change_request import ChangedField
from providers.models.vocabulary import Basis, Duty
from providers.models.vocabulary import CredentialStatus as C

from . import changes, search_index
from .editing_telehealth import ENDED, licences_of, reach_of
from .gates import asked
from .refusals import refuse_unless
from .stated import hold, state, vouch
from .versions import refuse_stale, version_of

PERSONAL = ("name", "profession", "npi", "taxonomy")
HERE = ("does", "present")
SEEN_BY_NOBODY = (C.CLAIMED, C.INCOMPLETE, C.WITHDRAWN)


def is_kept(person: Practitioner, provider: Provider) -> bool:
    return Practitioner.objects.kept_by(provider).filter(pk=person.pk).exists()


def is_vouched(person: Practitioner) -> bool:
    """Somebody tied this name to a record at its source, so that another name needs their eyes again."""
    seen = person.basis in (Basis.VERIFIED_SOURCE, Basis.DOCUMENT_SEEN)
    return seen or person.credentials.exclude(status__in=SEEN_BY_NOBODY).exists()


def open_change(provider: Provider, person: Practitioner) -> ChangeRequest | None:
    rows = changes.open_changes(provider)
    return rows.filter(field=ChangedField.PERSON, subject=str(person.pk)).first()


def stated(role: PractitionerRole) -> dict[str, Any]:
    """What the form holds: what waits for review stands in place of what is live."""
    waiting = open_change(role.location.provider, role.practitioner)
    personal = {name: getattr(role.practitioner, name) for name in PERSONAL}
    wanted = dict(waiting.after or {}) if waiting else {}
    return personal | wanted | {name: getattr(role, name) for name in HERE}


def version(role: PractitionerRole) -> str:
    return version_of(stated(_fresh(role)))


def _fresh(role: PractitionerRole) -> PractitionerRole:
    rows = PractitionerRole.objects.select_related("practitioner", "location__provider")
    row = rows.filter(pk=role.pk, location=role.location_id).first()
    refuse_unless(row is not None, _("This person is no longer at this location."))
    return row  # type: ignore[return-value]


def known(location: Location) -> list[Practitioner]:
    """Who can be named here without being entered again: this listing's own people, of today or before."""
    people = Practitioner.objects.of(location.provider).exclude(roles__location=location)
    here = people.filter(roles__location__provider=location.provider)
    own = people.filter(pk__in=Practitioner.objects.kept_by(location.provider))
    return sorted({*here, *own}, key=lambda person: (person.name.casefold(), person.pk))


@transaction.atomic
def add(*, by: User, location: Location, facts: Mapping[str, Any]) -> PractitionerRole:
    """A new row, always: somebody of the same name at another listing is left alone."""
    provider = hold(location.provider)
    _refuse_second_npi(provider, None, facts["npi"])
    with pghistory.context(event="add_person", by=by.pk):
        person = vouch(Practitioner(), by=by, **{name: facts[name] for name in PERSONAL})
        asked.for_person(person.pk)
        return _place(by, location, person, facts)


@transaction.atomic
def add_known(
    *, by: User, location: Location, person: Practitioner, facts: Mapping[str, Any]
) -> PractitionerRole:
    hold(location.provider)
    refuse_unless(person in known(location), _("This person is at this location already."))
    with pghistory.context(event="add_person", by=by.pk):
        return _place(by, location, person, facts)


def _place(by: User, location: Location, person: Practitioner, facts: Mapping[str, Any]) -> PractitionerRole:
    role = PractitionerRole(practitioner=person, location=location)
    role = vouch(role, by=by, **{name: facts[name] for name in HERE})
    follow([location])
    return role


@transaction.atomic
def save(*, by: User, role: PractitionerRole, version: str, facts: Mapping[str, Any]) -> None:
    """facts: HERE, and PERSONAL for one's own people. Raises Stale or ValidationError.

    The name, profession, NPI and specialty of somebody whom staff have looked up wait for them again.
    """
    provider = hold(role.location.provider)
    row = _fresh(role)
    refuse_stale(version, stated(row))
    with pghistory.context(event="edit_person", by=by.pk):
        said = state(row, by=by, facts={name: facts[name] for name in HERE})
        if "name" in facts:
            said |= _say_who(by, provider, row.practitioner, {name: facts[name] for name in PERSONAL})
    if said:
        follow(provider.locations.filter(roles__practitioner=row.practitioner_id))


def _say_who(by: User, provider: Provider, person: Practitioner, personal: dict[str, Any]) -> bool:
    """True where something changed at once."""
    refuse_unless(is_kept(person, provider), _("This person is at another listing too."))
    _refuse_second_npi(provider, person, personal["npi"])
    waiting = open_change(provider, person)
    if waiting is None and not is_vouched(person):
        asked.for_person(person.pk)
        return state(person, by=by, facts=personal)
    shown = waiting.after if waiting else {name: getattr(person, name) for name in PERSONAL}
    if personal != shown:
        changes.request_change(
            by=by, provider=provider, field=ChangedField.PERSON, after=personal, subject=str(person.pk)
        )
    return False


def _refuse_second_npi(provider: Provider, person: Practitioner | None, npi: str) -> None:
    others = Practitioner.objects.filter(roles__location__provider=provider, npi=npi)
    others = others.exclude(pk=person.pk) if person else others
    if npi and (other := others.first()):
        raise ValidationError({"npi": _("%s has this NPI already.") % other.name})


@transaction.atomic
def remove(*, by: User, role: PractitionerRole) -> None:
    """From this location. The person's row stays, so that coming back needs no new proof."""
    provider = hold(role.location.provider)
    row = _fresh(role)
    with pghistory.context(event="remove_person", by=by.pk):
        row.delete()
    is_elsewhere = provider.locations.filter(roles__practitioner=row.practitioner_id).exists()
    waiting = open_change(provider, row.practitioner)
    if waiting and not is_elsewhere:
        changes.withdraw_change(by=by, change=waiting)
    follow([row.location])


@transaction.atomic
def separate(*, by: User, provider: Provider, person: Practitioner) -> Practitioner:
    """This listing's own entry of somebody shared: the public name and profession, and nothing verified."""
    held = hold(provider)
    roles = PractitionerRole.objects.filter(practitioner=person, location__provider=held)
    refuse_unless(roles.exists(), _("This person is no longer at this listing."))
    refuse_unless(not is_kept(person, held), _("This person is this listing’s alone already."))
    with pghistory.context(event="separate_person", by=by.pk):
        own: Practitioner = vouch(Practitioner(), by=by, name=person.name, profession=person.profession)
        for role in roles.select_for_update():
            vouch(role, by=by, practitioner=own)
    follow(held.locations.filter(roles__practitioner=own))
    return own


def follow(locations: Any) -> None:
    """Telehealth rests on the licenses of who prescribes there now; search tells it."""
    places = list(locations)
    for location in places:
        _relink(location)
    search_index.reindex([location.pk for location in places])


def _relink(location: Location) -> None:
    """Each state reached from here by a license of somebody who prescribes here; none where there is none."""
    best = licences_of(location)
    prescribers = location.roles.filter(does__contains=[Duty.PRESCRIBES])
    people = set(prescribers.values_list("practitioner_id", flat=True))
    for reach in reach_of(location):
        held = reach.licence
        if held is None or held.practitioner_id not in people or held.status in ENDED:
            reach.licence = best.get(reach.state)
            if reach.licence != held:
                reach.save(update_fields=["licence"])
