"""The rows that search reads, computed from a listing's facts in memory. Nothing here asks the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from providers.models import Coverage, Credential, SearchReach, SearchRow, Service
from providers.models.credential import current_until
from providers.models.first_course import FirstCourse, first_course
from providers.models.geography import unit_vector
from providers.models.listing_facts import ListingFacts
from providers.models.prescribing import as_offered
from providers.models.search_row import (
    NO_ROUTE_COLUMN,
    OFFER_COLUMNS,
    ROUTE_COLUMNS,
    Facets,
    Offer,
    Traits,
    latband,
)
from providers.models.vocabulary import AgeGroup, CredentialType, ListingStatus, LocationType, NewPatients

from .completeness import completeness

YEARS = {
    AgeGroup.CHILD: (0, 17),
    AgeGroup.YOUNG_ADULT: (18, 25),
    AgeGroup.ADULT: (26, 64),
    AgeGroup.SENIOR: (65, 200),
}


def courses_of(facts: ListingFacts, day: datetime.date) -> list[FirstCourse]:
    """One per service, in their order."""
    return [
        first_course(service, prices, day)
        for service, prices in zip(facts.services, facts.prices, strict=True)
    ]


def row_for(
    facts: ListingFacts, day: datetime.date, courses: Sequence[FirstCourse] | None = None
) -> SearchRow:
    """The location's search row. `courses` saves computing them twice."""
    location = facts.location
    is_visited = location.location_type == LocationType.PHYSICAL
    offered = as_offered(facts, day)
    return SearchRow(
        location_id=location.pk,
        state=location.state if is_visited else "",
        county=location.county if is_visited else "",
        **_position(facts),
        **_read_columns(facts, courses if courses is not None else courses_of(facts, day), offered),
        verified_until=_verified_until(facts, _licensing_states(facts)),
    )


def reach_for(facts: ListingFacts, row: SearchRow, day: datetime.date) -> list[SearchReach]:
    """One row for each state whose residents may be treated from here, copied from the location's own row."""
    copied = {field.attname: getattr(row, field.attname) for field in _COPIED}
    return [
        SearchReach(
            **copied,
            location_id=row.location_id,
            state=reach.state,
            verified_until=_verified_until(facts, {reach.state}, [reach.licence] if reach.licence else []),
        )
        for reach in as_offered(facts, day).telehealth_reach
    ]


_COPIED = [
    field
    for field in SearchReach._meta.fields
    if field.name not in {"id", "location", "state", "verified_until"}
]


def _position(facts: ListingFacts) -> dict[str, Any]:
    location = facts.location
    is_visited = location.location_type == LocationType.PHYSICAL
    if not is_visited or location.latitude is None or location.longitude is None:
        return {}
    x, y, z = unit_vector(location.latitude, location.longitude)
    return {"latband": latband(location.latitude), "lng": location.longitude, "x": x, "y": y, "z": z}


def _read_columns(
    facts: ListingFacts, courses: Sequence[FirstCourse], offered: ListingFacts
) -> dict[str, Any]:
    provider = facts.provider
    verified_until = _verified_until(facts, _licensing_states(facts))
    return {
        **_offered_columns(offered, courses if offered.services else []),
        "traits": Traits.access.mask(fact.feature for fact in facts.access_facts if fact.is_available)
        | Traits.language.mask(language.tag for language in facts.languages),
        "confirmed_on": None if provider.is_unconfirmed else provider.last_confirmed_on,
        "is_unconfirmed": provider.is_unconfirmed,
        "completeness": completeness(facts, courses, verified_until),
    }


def _offered_columns(facts: ListingFacts, courses: Sequence[FirstCourse]) -> dict[str, Any]:
    """What is given here and what it costs. A column for each route, empty or not."""
    offers = _offers(facts, courses)
    together = 0
    for offer in offers.values():
        together |= offer & Offer.lanes
    prices = [course.low for course in courses if course.low is not None]
    return {
        **dict.fromkeys(OFFER_COLUMNS),
        **offers,
        "facets": together | _location_facets(facts),
        "course_price": _dollars(min(prices), Offer.course_unknown) if prices else None,
    }


def _location_facets(facts: ListingFacts) -> int:
    """What holds for the location whatever the route."""
    location, flags = facts.location, []
    if (
        location.new_patients == NewPatients.NEWPT
        and facts.provider.status != ListingStatus.TEMPORARILY_CLOSED
    ):
        flags.append("accepting")
    if location.offers_telehealth or facts.telehealth_reach or location.location_type == LocationType.VIRTUAL:
        flags.append("telehealth")
    return (
        Facets.route.mask(service.route for service in facts.services)
        | Facets.credential.mask(role.practitioner.profession for role in facts.roles)
        | Facets.yes_no.mask(flags)
    )


def _offers(facts: ListingFacts, courses: Sequence[FirstCourse]) -> dict[str, int]:
    """Each route's column. A location that states no route says what it says in `no_route`."""
    if not facts.services:
        return {NO_ROUTE_COLUMN: Facets.insurance.mask(_insurance(facts.coverages, None)) | _prices([])}
    found: dict[str, int] = {}
    for route in {service.route for service in facts.services}:
        pairs = [pair for pair in zip(facts.services, courses, strict=True) if pair[0].route == route]
        offer = Facets.insurance.mask(_insurance(facts.coverages, route))
        for service, _course in pairs:
            offer |= _service_bits(service)
        found[ROUTE_COLUMNS[route]] = offer | _prices([course for _service, course in pairs])
    return found


def _service_bits(service: Service) -> int:
    return (
        Facets.condition.mask(service.conditions or ())
        | Facets.setting.mask([service.setting] if service.setting else ())
        | Facets.age.mask(_ages(service))
    )


def _ages(service: Service) -> Iterable[str]:
    """The stated age groups, else those that the stated years touch."""
    if service.age_groups is not None:
        return service.age_groups
    if service.min_age is None and service.max_age is None:
        return ()
    low, high = service.min_age or 0, 200 if service.max_age is None else service.max_age
    return [group for group, (first, last) in YEARS.items() if low <= last and high >= first]


def _insurance(coverages: Sequence[Coverage], route: str | None) -> set[str]:
    """Plan families that pay something for this route; what is said of the route itself goes first."""
    general = {row.plan_family for row in coverages if row.route is None and row.is_billed}
    own = [row for row in coverages if route is not None and row.route == route]
    paid = {row.plan_family for row in own if row.is_billed}
    return paid | (general - {row.plan_family for row in own})


def _prices(courses: Sequence[FirstCourse]) -> int:
    sessions = [course.session_low for course in courses if course.session_low is not None]
    totals = [course.low for course in courses if course.low is not None]
    session = _dollars(min(sessions), Offer.session_unknown) if sessions else Offer.session_unknown
    total = _dollars(min(totals), Offer.course_unknown) if totals else Offer.course_unknown
    return session << Offer.session_shift | total << Offer.course_shift


def _dollars(amount: Decimal, unknown: int) -> int:
    """Whole dollars, rounded up; a price beyond what fits is the highest that fits, never "unknown"."""
    return min(int(amount.to_integral_value(ROUND_CEILING)), unknown - 1)


def _licensing_states(facts: ListingFacts) -> set[str]:
    """Where a prescriber's licence must hold: at the place of the visit, else where the patients are."""
    if facts.location.location_type == LocationType.VIRTUAL:
        return {reach.state for reach in facts.telehealth_reach}
    return {facts.location.state}


def prescribers_licences(facts: ListingFacts) -> Iterator[Credential]:
    for role, credentials in zip(facts.roles, facts.credentials, strict=True):
        if role.prescribes:
            yield from credentials


def _verified_until(
    facts: ListingFacts, states: set[str], more: Sequence[Credential] = ()
) -> datetime.date | None:
    """The last day on which some prescriber's licence for one of these states is current."""
    days = [
        current_until(licence.status, licence.checked_on, licence.expires_on)
        for licence in (*prescribers_licences(facts), *more)
        if licence.type == CredentialType.STATE_LICENCE and licence.state in states
    ]
    return max((day for day in days if day), default=None)
