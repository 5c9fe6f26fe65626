"""Reads everything that a provider's page shows, in a fixed number of queries (eight, plus the questions)."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from providers.models import (
    AccessFact,
    Check,
    Coverage,
    Credential,
    FormerSlug,
    Language,
    Location,
    OpeningHours,
    Policy,
    PractitionerRole,
    Price,
    Provider,
    Service,
    TelehealthReach,
)
from providers.models.disputes import NONE, disputes_of
from providers.models.listing_facts import ListingFacts
from providers.models.prescribing import as_offered
from providers.models.vocabulary import ListingStatus


@dataclass(frozen=True)
class Listing:
    """One location of a listing with its facts, its sister locations, and each credential's newest check."""

    facts: ListingFacts
    locations: tuple[Location, ...]
    provider_credentials: tuple[Credential, ...]
    location_credentials: tuple[Credential, ...]

    @property
    def provider(self) -> Provider:
        return self.facts.provider

    @property
    def location(self) -> Location:
        return self.facts.location


def find(
    slug: str, location_slug: str = "", *, among: QuerySet[Provider] | None = None
) -> tuple[Location, ...]:
    """Every location of the listing at this address, the wanted one first; empty if there is none to show.

    among: the listings that may be seen; those with a public page unless told otherwise.
    """
    visible = Provider.objects.visible() if among is None else among
    rows = (
        Location.objects.filter(provider__slug=slug, provider__in=visible)
        .select_related("provider", "provider__policy")
        .annotate(
            hours_rows=_rows(OpeningHours, "weekday", "opens", "closes", *_PROVENANCE),
            access_rows=_rows(AccessFact, "feature", "is_available", *_PROVENANCE),
            language_rows=_rows(Language, "tag", "spoken_by", *_PROVENANCE),
            coverage_rows=_rows(
                Coverage, "plan_family", "plan_name", "route", "component", "position", "note", *_PROVENANCE
            ),
        )
        .order_by(F("closed_on").asc(nulls_first=True), "pk")
    )
    locations = tuple(rows)
    if not location_slug:
        return locations
    wanted = tuple(row for row in locations if row.slug == location_slug)
    return (*wanted, *(row for row in locations if row.slug != location_slug)) if wanted else ()


_PROVENANCE = ("basis", "source", "confirmed_on")


def _rows(model: Any, *names: str) -> ArraySubquery:
    query = model.objects.filter(location=OuterRef("pk")).order_by("pk")
    return ArraySubquery(query.values(row=JSONObject(**{name: name for name in names})))


def _instances(model: Any, rows: Iterable[dict[str, object]]) -> list[Any]:
    """Unsaved rows of the model, their values read back from JSON."""
    fields = {field.attname: field for field in model._meta.fields}
    return [model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in rows]


def with_newest_check(credentials: QuerySet[Credential]) -> QuerySet[Credential]:
    newest = Check.objects.at_source().filter(credential=OuterRef("pk")).order_by("-checked_at", "-pk")
    seen = newest.values(row=JSONObject(source="source", source_url="source_url", method="method"))[:1]
    return credentials.annotate(check_seen=Subquery(seen))


def _credentials(location: Location, roles: Iterable[PractitionerRole]) -> list[Credential]:
    people = [role.practitioner_id for role in roles]
    holders = Q(practitioner__in=people) | Q(provider=location.provider_id) | Q(location=location.pk)
    return list(with_newest_check(Credential.objects.filter(holders)).order_by("type", "state", "pk"))


def _roles(location: Location) -> list[PractitionerRole]:
    roles = PractitionerRole.objects.filter(location=location).select_related("practitioner")
    return sorted(roles, key=lambda role: (not role.prescribes, role.pk))


def _policy(provider: Provider) -> Policy | None:
    return provider.policy if hasattr(provider, "policy") else None


def load(locations: tuple[Location, ...]) -> Listing:
    """The first of these locations with all its facts."""
    location = locations[0]
    services = list(
        Service.objects.filter(location=location)
        .prefetch_related(Prefetch("prices", Price.objects.order_by("component", "valid_from", "pk")))
        .order_by("pk")
    )
    roles = _roles(location)
    by_person: dict[int, list[Credential]] = defaultdict(list)
    credentials = _credentials(location, roles)
    for credential in credentials:
        if credential.practitioner_id:
            by_person[credential.practitioner_id].append(credential)
    facts = ListingFacts(
        provider=location.provider,
        location=location,
        policy=_policy(location.provider),
        services=services,
        prices=[list(service.prices.all()) for service in services],
        coverages=_instances(Coverage, vars(location)["coverage_rows"]),
        roles=roles,
        credentials=[by_person[role.practitioner_id] for role in roles],
        languages=_instances(Language, vars(location)["language_rows"]),
        access_facts=_instances(AccessFact, vars(location)["access_rows"]),
        opening_hours=sorted(
            _instances(OpeningHours, vars(location)["hours_rows"]),
            key=lambda span: (span.weekday, span.opens),
        ),
        telehealth_reach=list(TelehealthReach.objects.filter(location=location).select_related("licence")),
        answers={},
        disputes=disputes_of([location.pk], timezone.localdate()).get(location.pk, NONE),
    )
    return Listing(
        facts,
        locations,
        tuple(row for row in credentials if row.provider_id),
        tuple(row for row in credentials if row.location_id),
    )


def offered(listing: Listing, day: datetime.date) -> Listing:
    """As patients may be told of it on this day: see models/prescribing.py. Twice is the same as once."""
    if not listing.facts.has_prescriber:
        return listing
    return replace(listing, facts=as_offered(listing.facts, day))


def current_address(slug: str) -> str:
    """Where a former or merged listing lives now; "" if nowhere."""
    provider = Provider.objects.filter(slug=slug).select_related("merged_into").first()
    if provider is None:
        former = FormerSlug.objects.filter(slug=slug).select_related("provider__merged_into").first()
        provider = former.provider if former else None
        moved = True
    else:
        moved = False
    if provider is None:
        return ""
    if provider.status == ListingStatus.MERGED and provider.merged_into:
        provider, moved = provider.merged_into, True
    return provider.get_absolute_url() if moved else ""
