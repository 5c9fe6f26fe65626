"""How much of what a patient needs a listing states, 0 to 100. The weights are in docs/ranking.md."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from providers.models.first_course import FirstCourse
from providers.models.listing_facts import ListingFacts

WEIGHTS = {
    "routes": 10,
    "setting": 6,
    "conditions": 5,
    "session price": 10,
    "first-course total": 8,
    "insurance": 8,
    "a named prescriber": 8,
    "a prescriber's license seen at the source": 12,
    "monitoring": 5,
    "emergency readiness": 5,
    "ages": 3,
    "accepting new patients": 5,
    "telephone": 4,
    "street address": 3,
    "hours": 3,
    "languages": 2,
    "access": 3,
}


def stated(
    facts: ListingFacts,
    courses: Sequence[FirstCourse],
    verified_until: datetime.date | None,
) -> dict[str, bool]:
    """For each weight, whether the listing says it. "No" is as good an answer as "yes"."""
    location, services = facts.location, facts.services
    return {
        "routes": bool(services),
        "setting": any(service.setting for service in services),
        "conditions": any(service.conditions is not None for service in services),
        "session price": any(course.session_low is not None for course in courses),
        "first-course total": any(course.low is not None for course in courses),
        "insurance": bool(facts.coverages),
        "a named prescriber": any(role.prescribes for role in facts.roles),
        "a prescriber's license seen at the source": verified_until is not None,
        "monitoring": any(service.monitoring is not None for service in services),
        "emergency readiness": any(service.emergency is not None for service in services),
        "ages": any(
            service.age_groups is not None or service.min_age is not None or service.max_age is not None
            for service in services
        ),
        "accepting new patients": location.new_patients is not None,
        "telephone": bool(location.phone),
        "street address": bool(location.street) or location.location_type == "virtual",
        "hours": bool(facts.opening_hours),
        "languages": bool(facts.languages),
        "access": bool(facts.access_facts),
    }


def completeness(
    facts: ListingFacts,
    courses: Sequence[FirstCourse],
    verified_until: datetime.date | None,
) -> int:
    """The weights of what is stated, added up; they make 100."""
    said = stated(facts, courses, verified_until)
    return sum(weight for name, weight in WEIGHTS.items() if said[name])
