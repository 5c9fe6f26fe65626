"""What search reads of a draft: its facts in the shape that the search index takes, all in memory."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from providers.actions.search_index import Entries, entries_for
from providers.models import (
    AccessFact,
    Answer,
    Coverage,
    Credential,
    Language,
    Location,
    OpeningHours,
    Policy,
    Practitioner,
    PractitionerRole,
    Price,
    Provider,
    Service,
    TelehealthReach,
)
from providers.models.listing_facts import ListingFacts
from providers.models.provider import LISTED

from .draft import Draft


def index(draft: Draft, day: datetime.date, numbers: Mapping[int, int], questions: int) -> list[Entries]:
    """The entries of every location that is shown. numbers: of the questions, by key."""
    if draft.of(Provider)[0].status not in LISTED:
        return []
    locations = [location for location in draft.of(Location) if location.closed_on is None]
    alone = len(locations) == 1
    return [
        entries_for(_facts(draft, location, numbers), day, questions=questions, is_only_location=alone)
        for location in locations
    ]


def _facts(draft: Draft, location: Location, numbers: Mapping[int, int]) -> ListingFacts:
    def here(model: type) -> list[Any]:
        rows: list[Any] = draft.of(model)
        return [row for row in rows if row.location_id == location.pk]

    services, roles, reach = here(Service), here(PractitionerRole), here(TelehealthReach)
    people, credentials = draft.of(Practitioner), draft.of(Credential)
    for role in roles:
        role.practitioner = people[role.practitioner_id - 1]
    for state in reach:
        state.licence = credentials[state.licence_id - 1] if state.licence_id else None
    return ListingFacts(
        provider=draft.of(Provider)[0],
        location=location,
        policy=next(iter(draft.of(Policy)), None),
        services=services,
        prices=[[row for row in draft.of(Price) if row.service_id == each.pk] for each in services],
        coverages=here(Coverage),
        roles=roles,
        credentials=[
            [row for row in credentials if row.practitioner_id == role.practitioner_id] for role in roles
        ],
        languages=here(Language),
        access_facts=here(AccessFact),
        opening_hours=here(OpeningHours),
        telehealth_reach=reach,
        answers={numbers[row.question_id]: row for row in draft.of(Answer)},
    )
