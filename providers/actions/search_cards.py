"""What a result row shows, computed from a listing's facts in memory. Nothing here asks the database."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import translation

from providers.models import Credential, PractitionerRole, SearchCard
from providers.models.credential import current_until
from providers.models.fact_answers import given_answers
from providers.models.first_course import FirstCourse
from providers.models.listing_facts import ListingFacts
from providers.models.place_names import plain_words
from providers.models.vocabulary import CredentialType, ListingStatus, LocationType

from .search_rows import courses_of

MOST_PEOPLE = 4


def card_for(
    facts: ListingFacts,
    day: datetime.date,
    *,
    questions: int,
    is_only_location: bool,
    courses: Sequence[FirstCourse] | None = None,
) -> SearchCard:
    """questions: how many there are to answer. `courses` saves computing them twice."""
    provider, location = facts.provider, facts.location
    courses = courses if courses is not None else courses_of(facts, day)
    return SearchCard(
        location_id=location.pk,
        name=provider.display_name,
        words=name_words(facts),
        card={
            **_who_and_where(facts),
            "is_only_location": is_only_location,
            "routes": _routes(facts, courses),
            "who": _people(facts, day),
            "insurance": _insurance(facts),
            "new_patients": location.new_patients,
            "offers_telehealth": _offers_telehealth(facts),
            "telehealth_states": [reach.state for reach in facts.telehealth_reach],
            **_answers(facts, day, questions),
            **_freshness(facts),
        },
    )


def name_words(facts: ListingFacts) -> str:
    """A tsvector, as PostgreSQL writes it, of every name under which the listing may be looked for."""
    provider = facts.provider
    return words_vector(
        [provider.display_name, provider.legal_name, *provider.other_names, facts.location.name]
    )


def words_vector(names: Iterable[str]) -> str:
    """The words of these names as a tsvector without positions."""
    words = {word for name in names for word in plain_words(name)}
    return " ".join(f"'{word}'" for word in sorted(words))


def _who_and_where(facts: ListingFacts) -> dict[str, Any]:
    provider, location = facts.provider, facts.location
    return {
        "name": provider.display_name,
        "location_name": location.name,
        "slug": provider.slug,
        "location_slug": location.slug,
        "kind": provider.kind,
        "status": provider.status,
        "is_demo": provider.is_demo,
        "city": location.city,
        "state": location.state,
        "zip": location.zip,
        "street": location.street,
        "phone": location.phone,
        "phone_extension": location.phone_extension,
        "latitude": location.latitude,
        "longitude": location.longitude,
        "geocode_quality": location.geocode_quality,
    }


def _routes(facts: ListingFacts, courses: Sequence[FirstCourse]) -> list[dict[str, Any]]:
    return [
        {
            "route": service.route,
            "setting": service.setting,
            "session_low": _number(course.session_low),
            "session_high": _number(course.session_high),
            "course_low": _number(course.low),
            "course_high": _number(course.high),
            "missing": list(course.missing),
            "price_on": _iso(_newest(price.confirmed_on for price in prices)),
            "basis": service.basis,
        }
        for service, prices, course in zip(facts.services, facts.prices, courses, strict=True)
    ]


def _people(facts: ListingFacts, day: datetime.date) -> list[dict[str, Any]]:
    """Prescribers first, one for each profession and standing."""
    people: dict[tuple[Any, ...], dict[str, Any]] = {}
    held = sorted(zip(facts.roles, facts.credentials, strict=True), key=lambda pair: not pair[0].prescribes)
    for role, credentials in held:
        licence = _best_licence(facts, role, credentials)
        standing = licence.standing(day) if licence else None
        people.setdefault(
            (role.practitioner.profession, role.prescribes, standing),
            {
                "profession": role.practitioner.profession,
                "prescribes": role.prescribes,
                "status": licence.status if licence else None,
                "state": licence.state if licence else "",
                "checked_on": _iso(licence.checked_on) if licence else None,
                "expires_on": _iso(licence.expires_on) if licence else None,
            },
        )
    return list(people.values())[:MOST_PEOPLE]


def _best_licence(
    facts: ListingFacts, role: PractitionerRole, credentials: Iterable[Credential]
) -> Credential | None:
    """The licence for where patients are treated that is current for longest; else any for there."""
    states = {facts.location.state}
    if facts.location.location_type == LocationType.VIRTUAL:
        states = {reach.state for reach in facts.telehealth_reach}
    licences = [
        credential
        for credential in credentials
        if credential.type == CredentialType.STATE_LICENCE and credential.state in states
    ]
    return max(licences, key=_usable_until, default=None)


def _usable_until(licence: Credential) -> datetime.date:
    return current_until(licence.status, licence.checked_on, licence.expires_on) or datetime.date.min


def _insurance(facts: ListingFacts) -> list[dict[str, Any]]:
    """One line per plan family and position; no routes means that the facility said it of itself."""
    lines: dict[tuple[str, str, bool], list[str]] = {}
    for coverage in facts.coverages:
        routes = lines.setdefault((coverage.plan_family, coverage.position, bool(coverage.route)), [])
        if coverage.route and coverage.route not in routes:
            routes.append(coverage.route)
    return [
        {"plan_family": family, "position": position, "routes": routes}
        for (family, position, _is_of_routes), routes in lines.items()
    ]


def _offers_telehealth(facts: ListingFacts) -> bool | None:
    if facts.telehealth_reach or facts.location.location_type == LocationType.VIRTUAL:
        return True
    return facts.location.offers_telehealth


def _answers(facts: ListingFacts, day: datetime.date, questions: int) -> dict[str, int]:
    with translation.override(None):
        given = given_answers(facts, day).values()
    return {
        "answered": len(given),
        "answered_verified": sum(answer.is_verified for answer in given),
        "questions": questions,
    }


def _freshness(facts: ListingFacts) -> dict[str, Any]:
    provider, location = facts.provider, facts.location
    paused = provider.status == ListingStatus.TEMPORARILY_CLOSED
    return {
        "confirmed_on": None if provider.is_unconfirmed else _iso(provider.last_confirmed_on),
        "unconfirmed": provider.is_unconfirmed,
        "source": (location.source or provider.source) if provider.is_unconfirmed else "",
        "reopens_on": _iso(provider.reopens_on) if paused else None,
    }


def _number(amount: Decimal | None) -> float | int | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _newest(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return max((day for day in days if day), default=None)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
