"""Whether a location still has a prescriber with a license: what is given there rests on one (DOMAIN.md 4e).

Computed from dates, so that a license that ends today takes the routes away tomorrow, whatever ran at night.
A license that we never decided on neither carries a route nor takes one away.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from .credential import Credential
from .listing_facts import ListingFacts
from .service import TelehealthReach
from .vocabulary import CredentialStatus, CredentialType, LocationType

ENDED = (
    CredentialStatus.EXPIRED,
    CredentialStatus.SUSPENDED,
    CredentialStatus.REVOKED,
    CredentialStatus.WITHDRAWN,
    CredentialStatus.DENIED,
)
LONG_AGO, NEVER = datetime.date.min, datetime.date.max


def prescribed_until(facts: ListingFacts) -> datetime.date | None:
    """The last day on which somebody may prescribe where patients are treated.

    None: no end is known, or no license was ever decided on. LONG_AGO: it ended by a decision.
    """
    return _until(_prescribers_licences(facts), _states(facts))


def reached_until(facts: ListingFacts, reach: TelehealthReach) -> datetime.date | None:
    """The same for one state of telehealth."""
    return _until([*_prescribers_licences(facts), *_own(reach)], {reach.state})


def offered_until(facts: ListingFacts) -> datetime.date | None:
    """The last day on which anything given here may be told: by the license of the place, or of a state of
    telehealth that reaches longer.
    """
    own = prescribed_until(facts)
    carried = [_end(reached_until(facts, row)) for row in facts.telehealth_reach if _has_decided(facts, row)]
    last = max([_end(own), *carried])
    return None if own is None or last == NEVER else last


def has_lapsed(until: datetime.date | None, day: datetime.date) -> bool:
    return until is not None and until < day


def as_offered(facts: ListingFacts, day: datetime.date) -> ListingFacts:
    """What may be told as offered on this day: without a prescriber no routes, no prices, no such states."""
    left = _reached(facts, day)
    if not has_lapsed(prescribed_until(facts), day):
        return left
    left = replace(left, has_prescriber=False)
    return replace(left, services=(), prices=()) if has_lapsed(offered_until(facts), day) else left


def _reached(facts: ListingFacts, day: datetime.date) -> ListingFacts:
    lapsed = [row.state for row in facts.telehealth_reach if has_lapsed(reached_until(facts, row), day)]
    reach = [row for row in facts.telehealth_reach if row.state not in lapsed]
    return replace(facts, telehealth_reach=reach, lapsed_states=lapsed) if lapsed else facts


def _end(until: datetime.date | None) -> datetime.date:
    return NEVER if until is None else until


def _has_decided(facts: ListingFacts, row: TelehealthReach) -> bool:
    return bool(_decided([*_prescribers_licences(facts), *_own(row)], {row.state}))


def _own(row: TelehealthReach) -> list[Credential]:
    return [row.licence] if row.licence else []


def _states(facts: ListingFacts) -> set[str]:
    if facts.location.location_type == LocationType.VIRTUAL:
        return {reach.state for reach in facts.telehealth_reach}
    return {facts.location.state}


def _prescribers_licences(facts: ListingFacts) -> Iterator[Credential]:
    for role, credentials in zip(facts.roles, facts.credentials, strict=True):
        if role.prescribes:
            yield from credentials


def _decided(licences: Iterable[Credential], states: Collection[str]) -> list[Credential]:
    return [
        one
        for one in licences
        if one.type == CredentialType.STATE_LICENCE and one.state in states and one.decided_on is not None
    ]


def _until(licences: Iterable[Credential], states: Collection[str]) -> datetime.date | None:
    days = [
        LONG_AGO if one.status in ENDED else one.expires_on or NEVER for one in _decided(licences, states)
    ]
    last = max(days, default=NEVER)
    return None if last == NEVER else last
