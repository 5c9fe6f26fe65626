"""Reads all that is known of locations into memory, listed or not: some twenty queries for any number."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from providers.models import Credential, Location, PractitionerRole, Price, Service, TelehealthReach
from providers.models.listing_facts import ListingFacts


def with_facts(locations: QuerySet[Location]) -> QuerySet[Location]:
    """These locations with everything that `facts_of` takes."""
    return locations.select_related("provider", "provider__policy").prefetch_related(
        Prefetch("services", Service.objects.order_by("pk")),
        Prefetch("services__prices", Price.objects.order_by("pk")),
        Prefetch("roles", PractitionerRole.objects.select_related("practitioner").order_by("pk")),
        Prefetch("telehealth_reach", TelehealthReach.objects.select_related("licence").order_by("state")),
        Prefetch("roles__practitioner__credentials", Credential.objects.order_by("pk")),
        *("coverages", "languages", "access_facts", "opening_hours", "provider__answers__question"),
    )


def facts_of(location: Location) -> ListingFacts:
    """Of a location read by `with_facts`."""
    provider, services, roles = location.provider, list(location.services.all()), list(location.roles.all())
    return ListingFacts(
        provider=provider,
        location=location,
        policy=getattr(provider, "policy", None),
        services=services,
        prices=[list(service.prices.all()) for service in services],
        coverages=list(location.coverages.all()),
        roles=roles,
        credentials=[list(role.practitioner.credentials.all()) for role in roles],
        languages=list(location.languages.all()),
        access_facts=list(location.access_facts.all()),
        opening_hours=list(location.opening_hours.all()),
        telehealth_reach=list(location.telehealth_reach.all()),
        answers={answer.question.number: answer for answer in provider.answers.all()},
    )
