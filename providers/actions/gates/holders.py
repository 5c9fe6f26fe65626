"""Who holds a number, as we have it: what the gates of the NPI register compare."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from providers.models import Credential, Location, Practitioner, Provider
from providers.models.vocabulary import CredentialType, Kind, Profession

from .npi_register import Claimed

# They need an NPI to prescribe at all (45 CFR 162.410), so none stated is a gap and not a difference.
PRESCRIBERS = (
    Profession.MD,
    Profession.DO,
    Profession.PMHNP,
    Profession.NP,
    Profession.CRNA,
    Profession.PA,
)
TO_PRESCRIBE = (
    CredentialType.STATE_LICENCE,
    CredentialType.CONTROLLED_SUBSTANCE_STATE,
    CredentialType.DEA_REGISTRATION,
)


def npi_of(credential: Credential) -> str:
    """The number whose entry is compared: its own, or that of who holds it; "" where there is none."""
    if credential.type == CredentialType.NPI:
        return credential.number
    if credential.practitioner:
        return credential.practitioner.npi
    return _listing(credential).npi


def _listing(credential: Credential) -> Provider:
    if credential.provider:
        return credential.provider
    assert credential.location is not None
    return credential.location.provider


def of_credential(credential: Credential) -> Claimed | None:
    npi = npi_of(credential)
    if not npi:
        return None
    more = {credential.state} - {""}
    if credential.practitioner:
        return of_person(credential.practitioner, npi, more)
    return of_listing(_listing(credential), npi, more)


def of_person(person: Practitioner, npi: str = "", more: Collection[str] = ()) -> Claimed:
    """more: states beside those of the places where they work."""
    places = Location.objects.filter(roles__practitioner=person).values_list("state", flat=True)
    return Claimed(npi or person.npi, (person.name,), frozenset({*places, *more} - {""}), person.profession)


def of_listing(listing: Provider, npi: str = "", more: Collection[str] = ()) -> Claimed:
    """A practice of one person often goes by that person's own number, and so by their name."""
    names = [listing.display_name, listing.legal_name, *listing.other_names]
    places = set(listing.locations.values_list("state", flat=True))
    may_be_person = listing.kind in (None, "", Kind.SOLO_PRACTICE)
    people: list[str] = []
    if may_be_person:
        found = Practitioner.objects.filter(roles__location__provider=listing).distinct()
        people = list(found.order_by("pk").values_list("name", flat=True)[:50])
    return Claimed(
        npi or listing.npi,
        tuple(name for name in names if name),
        frozenset({*places, *more} - {""}),
        people=tuple(people),
        may_be_person=may_be_person,
    )


def missing(credential: Credential) -> list[str]:
    """What the gates need beyond what the entry itself must say."""
    person = credential.practitioner
    if person and not person.npi and person.profession in PRESCRIBERS and credential.type in TO_PRESCRIBE:
        return [_("the person’s NPI (enter it on the person’s own page)")]
    return []
