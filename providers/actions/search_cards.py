"""What a result row shows, and no more: a page reads 25 of these. Nothing here asks the database."""

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
from providers.models.prescribing import offered_until
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
            "by_video": location.location_type == LocationType.VIRTUAL,
            **_answers(facts, day, questions),
            **_freshness(facts),
            **_lasting(facts),
            **_disputed(facts),
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
        "is_demo": provider.is_demo,
        "city": location.city,
        "state": location.state,
        "street": location.street,
        "latitude": location.latitude,
        "longitude": location.longitude,
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
        }
        for service, course in zip(facts.services, courses, strict=True)
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


def _insurance(facts: ListingFacts) -> list[dict[str, str]]:
    """One entry for each plan family and position."""
    pairs = dict.fromkeys((coverage.plan_family, coverage.position) for coverage in facts.coverages)
    return [{"plan_family": family, "position": position} for family, position in pairs]


def _answers(facts: ListingFacts, day: datetime.date, questions: int) -> dict[str, int]:
    with translation.override(None):
        answered = len(given_answers(facts, day))
    return {"answered": answered, "questions": questions}


def _freshness(facts: ListingFacts) -> dict[str, Any]:
    provider, location = facts.provider, facts.location
    paused = provider.status == ListingStatus.TEMPORARILY_CLOSED
    return {
        "confirmed_on": None if provider.is_unconfirmed else _iso(provider.last_confirmed_on),
        "unconfirmed": provider.is_unconfirmed,
        "source": (location.source or provider.source) if provider.is_unconfirmed else "",
        "reopens_on": _iso(provider.reopens_on) if paused else None,
    }


def _lasting(facts: ListingFacts) -> dict[str, str]:
    """The last day on which what is given here may be told; nothing where no end is known."""
    until = _iso(offered_until(facts))
    return {"offered_until": until} if until else {}


def _disputed(facts: ListingFacts) -> dict[str, list[str]]:
    """The fields that visitors report as wrong; nothing for the many listings without any."""
    fields = sorted(facts.disputes.fields)
    return {"disputed": fields} if fields else {}


def _number(amount: Decimal | None) -> float | int | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
