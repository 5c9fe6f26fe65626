"""How up to three listings answer the questions, for the sheet to take along."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Credential, Location, Price, Service, TelehealthReach
from providers.models.disputes import NONE, Disputes, disputes_of
from providers.models.fact_answers import GivenAnswer, given_answers
from providers.models.listing_facts import ListingFacts
from providers.models.prescribing import as_offered


@dataclass(frozen=True)
class Column:
    """One listing on the sheet: its name, where it is, and its answers by question number.

    warning: what a patient must know before any answer; "" for almost every listing.
    """

    name: str
    place: str
    url: str
    answers: dict[int, GivenAnswer]
    warning: str = ""


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
        Prefetch("telehealth_reach", TelehealthReach.objects.select_related("licence").order_by("pk")),
        "provider__answers__question",
    )
    today = timezone.localdate()
    disputes = disputes_of(keys, today)
    ordered = sorted(found, key=lambda location: keys.index(location.pk))
    told = [as_offered(_facts(location, disputes.get(location.pk, NONE)), today) for location in ordered]
    return [_column(facts, today) for facts in told]


def _column(facts: ListingFacts, today: datetime.date) -> Column:
    provider, location = facts.provider, facts.location
    return Column(
        provider.display_name,
        f"{location.city}, {location.state}",
        provider.get_absolute_url(),
        given_answers(facts, today),
        "" if facts.has_prescriber else _("No prescriber with a current license here"),
    )


def _facts(location: Location, disputes: Disputes) -> ListingFacts:
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
        disputes=disputes,
    )
