"""What the finder of duplicates knows of a listing, read for many at once: four queries for any number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from providers.models import Location, Match, Membership, Provider
from providers.models.membership import MemberRole

from .lookalikes import EVERYWHERE
from .matching import ROOM, name_words, street_words
from .web_domains import mail_domain

PREFIX = 5


@dataclass(frozen=True)
class Site:
    """street: its words without a suite; suite: the words of the suite alone."""

    street: tuple[str, ...]
    suite: tuple[str, ...]
    zip: str
    city: str
    state: str
    point: tuple[float, float] | None
    phone: str


@dataclass
class Profile:
    """domain: whose mail proves control of the website. registers: those that name it in a record."""

    pk: int
    name: str
    npi: str
    domain: str
    words: frozenset[str]
    sites: list[Site] = field(default_factory=list)
    registers: set[str] = field(default_factory=set)
    owners: set[int] = field(default_factory=set)

    @property
    def phones(self) -> set[str]:
        return {site.phone for site in self.sites if site.phone}


def profiles(pks: Collection[int]) -> dict[int, Profile]:
    wanted = list(pks)
    found = {}
    for row in Provider.objects.filter(pk__in=wanted).only("pk", "display_name", "npi", "website"):
        name = row.display_name
        words = frozenset(name_words(name))
        found[row.pk] = Profile(row.pk, name, row.npi, mail_domain(row.website).name, words)
    for location in Location.objects.filter(provider__in=wanted, closed_on=None).order_by("pk"):
        found[location.provider_id].sites.append(site_of(location))
    matches = Match.objects.filter(location__provider__in=wanted)
    for provider, register in matches.values_list("location__provider", "record__register").distinct():
        found[provider].registers.add(register)
    owners = Membership.objects.filter(provider__in=wanted, role=MemberRole.OWNER)
    for provider, user in owners.values_list("provider", "user"):
        found[provider].owners.add(user)
    return found


def site_of(location: Location) -> Site:
    words = street_words(location.street)
    cut = next((at for at, word in enumerate(words) if at and word in ROOM), len(words))
    suite = words[cut:] or street_words(location.street2)
    point = None
    if location.latitude is not None and location.longitude is not None:
        point = location.latitude, location.longitude
    return Site(
        words[:cut],
        tuple(word for word in suite if word not in ROOM),
        location.zip,
        location.city.casefold(),
        location.state,
        point,
        location.phone,
    )


def telling_prefixes(name: str) -> set[str]:
    """The beginnings of the words that tell this name apart; of a name without any, the whole of it."""
    words = name_words(name)
    telling = [word for word in words if word not in EVERYWHERE]
    return {word[:PREFIX] for word in telling} or {" ".join(sorted(words))}
