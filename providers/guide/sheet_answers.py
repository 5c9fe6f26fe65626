"""How up to three listings answer the questions, for the sheet to take along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from providers.models import Credential, Location, Price, Service
from providers.models.disputes import NONE, disputes_of
from providers.models.fact_answers import GivenAnswer, given_answers
from providers.models.listing_facts import ListingFacts


@dataclass(frozen=True)
class Column:
    """One listing on the sheet: its name, where it is, and its answers by question number."""

    name: str
    place: str
    url: str
    answers: dict[int, GivenAnswer]


def columns(keys: Iterable[int]) -> list[Column]:
    """The listed locations among these keys, in this order; a stranger's key adds nothing."""
    keys = list(keys)
    if not keys:
        return []
    rows = Location.objects.listed().filter(pk__in=keys).select_related("provider", "provider__policy")
    found = rows.prefetch_related(
        Prefetch(
            "services",
            Service.objects.order_by("pk").prefetch_related(Prefetch("prices", Price.objects.order_by("pk"))),
        ),
        "roles__practitioner",
        Prefetch("roles__practitioner__credentials", Credential.objects.order_by("pk")),
        "telehealth_reach",
        "provider__answers__question",
    )
    today = timezone.localdate()
    disputes = disputes_of(keys, today)
    return [
        Column(
            location.provider.display_name,
            f"{location.city}, {location.state}",
            location.provider.get_absolute_url(),
            given_answers(replace(_facts(location), disputes=disputes.get(location.pk, NONE)), today),
        )
        for location in sorted(found, key=lambda location: keys.index(location.pk))
    ]


def _facts(location: Location) -> ListingFacts:
    services, roles = list(location.services.all()), list(location.roles.all())
    provider: Any = location.provider
    return ListingFacts(
        provider=provider,
        location=location,
        policy=provider.policy if hasattr(provider, "policy") else None,
        services=services,
        prices=[list(service.prices.all()) for service in services],
        roles=roles,
        credentials=[list(role.practitioner.credentials.all()) for role in roles],
        telehealth_reach=list(location.telehealth_reach.all()),
        answers={answer.question.number: answer for answer in provider.answers.all()},
    )
