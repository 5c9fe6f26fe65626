"""All that is known of one location of a listing, in memory: what cards, pages and answers need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .coverage import Coverage
from .credential import Credential
from .disputes import NONE, Disputes
from .location import AccessFact, Language, Location, OpeningHours
from .policy import Policy
from .practitioner import PractitionerRole
from .price import Price
from .provider import Provider
from .question import Answer
from .service import Service, TelehealthReach


@dataclass(frozen=True)
class ListingFacts:
    """prices: by service, keyed by position in `services`; credentials: by position in `roles`.

    has_prescriber: False where the licenses of all who prescribe here have ended; lapsed_states: the states
    of telehealth where they have. See prescribing.py.
    """

    provider: Provider
    location: Location
    policy: Policy | None = None
    services: Sequence[Service] = ()
    prices: Sequence[Sequence[Price]] = ()
    coverages: Sequence[Coverage] = ()
    roles: Sequence[PractitionerRole] = ()
    credentials: Sequence[Sequence[Credential]] = ()
    languages: Sequence[Language] = ()
    access_facts: Sequence[AccessFact] = ()
    opening_hours: Sequence[OpeningHours] = ()
    telehealth_reach: Sequence[TelehealthReach] = ()
    answers: Mapping[int, Answer] = field(default_factory=dict)
    disputes: Disputes = NONE
    has_prescriber: bool = True
    lapsed_states: Sequence[str] = ()
