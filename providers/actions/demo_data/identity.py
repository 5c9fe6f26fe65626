"""What differs between two listings of the same shape: names, addresses, numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from providers.models.geography import unit_vector
from providers.models.search_row import latband

from .area_codes import AREA_CODES, phone
from .dice import Dice
from .ground import Ground, Spot
from .words import clinic_name, npi, person_name, slug_of, street


@dataclass(frozen=True)
class SiteShape:
    """is_named: it has a name of its own. is_scattered: not at the very middle of a ZIP code area."""

    state: str
    is_named: bool = False
    is_scattered: bool = True


@dataclass(frozen=True)
class Shape:
    """has_twin: another listing was merged into this one."""

    kind: str
    sites: tuple[SiteShape, ...]
    people: int = 0
    has_twin: bool = False

    @property
    def identifiers(self) -> int:
        """How many NPIs a listing of this shape takes."""
        return 2 + self.people


class ProviderWords(NamedTuple):
    slug: str
    display_name: str
    legal_name: str
    website: str
    npi: str


class SiteWords(NamedTuple):
    slug: str
    name: str
    street: str
    city: str
    zip: str
    county: str
    latitude: str
    longitude: str
    phone: str
    email: str
    booking_url: str
    timezone: str
    latband: str
    x: str
    y: str
    z: str


class PersonWords(NamedTuple):
    name: str
    npi: str


class Identity(NamedTuple):
    providers: list[ProviderWords]
    sites: list[SiteWords]
    people: list[PersonWords]


def slug_ending(seed: int, number: int) -> str:
    """Makes the slug of a seed's number-th listing one of its kind."""
    return f"demo-{seed}-{number}"


def invent(shape: Shape, ground: Ground, dice: Dice, ending: str, identifiers: int) -> Identity:
    """ending: of the slug. identifiers: the first of the NPIs that it takes."""
    main = _provider(clinic_name(dice, shape.kind), ending, npi(identifiers))
    providers = [main]
    if shape.has_twin:
        providers.append(_provider(clinic_name(dice, shape.kind), f"{ending}-twin", npi(identifiers + 1)))
    sites: list[SiteWords] = []
    for site in shape.sites:
        spot = ground.states[site.state].spot(dice, scattered=site.is_scattered)
        sites.append(_site(spot, site, main, dice, {known.slug for known in sites}))
    people = [PersonWords(person_name(dice), npi(identifiers + 2 + place)) for place in range(shape.people)]
    return Identity(providers, sites, people)


def _provider(name: str, ending: str, number: str) -> ProviderWords:
    slug = slug_of(name)
    return ProviderWords(
        slug=f"{slug}-{ending}",
        display_name=name,
        legal_name=f"{name} LLC",
        website=f"https://{slug}.example.org/",
        npi=number,
    )


def _site(spot: Spot, site: SiteShape, main: ProviderWords, dice: Dice, taken: set[str]) -> SiteWords:
    city = spot.city
    slug = city.slug if city.slug not in taken else f"{city.slug}-{len(taken) + 1}"
    host = slug_of(main.display_name) + ".example.org"
    x, y, z = unit_vector(spot.latitude, spot.longitude)
    return SiteWords(
        slug=slug,
        name=f"{main.display_name} {city.name}" if site.is_named else "",
        street=street(dice),
        city=city.name,
        zip=spot.area.zip,
        county=spot.area.county,
        latitude=repr(spot.latitude),
        longitude=repr(spot.longitude),
        phone=phone(dice.choice(AREA_CODES[site.state]), dice.randrange(100)),
        email=f"hello@{host}",
        booking_url=f"https://{host}/visits/",
        timezone=city.timezone,
        latband=str(latband(spot.latitude)),
        x=repr(x),
        y=repr(y),
        z=repr(z),
    )
