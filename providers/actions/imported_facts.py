"""The rows that a register's facility stands for, with their provenance: what it states, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_noop

from providers.models import Coverage, Language, Location, Policy, Provider, Service
from providers.models.facility import Facility
from providers.models.source_record import Register
from providers.models.vocabulary import Basis, Kind, ListingStatus, PlanFamily, Route

from .imported_names import display_name, slug_of
from .imported_places import Whereabouts

PART_NOT_STATED = gettext_noop("Medicare; the part is not stated")


@dataclass
class Facts:
    """What hangs on a location. Rows are unsaved where they are wanted, and saved where they are found."""

    services: list[Service] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)
    policy: Policy | None = None

    def of_location(self) -> Iterator[Service | Coverage | Language]:
        yield from self.services
        yield from self.coverages
        yield from self.languages


@dataclass
class Draft:
    """A listing to be created: the rows are not saved and do not yet know each other."""

    facility: Facility
    provider: Provider
    location: Location
    facts: Facts


def source_of(facility: Facility) -> str:
    return str(Register(facility.register).label)


def provenance(facility: Facility) -> dict[str, Any]:
    return {
        "basis": Basis.PUBLIC_IMPORT,
        "source": source_of(facility),
        "confirmed_on": facility.published_on,
    }


def provider_fields(facility: Facility) -> dict[str, Any]:
    return {
        "display_name": display_name(facility),
        "kind": Kind.HOSPITAL_DEPARTMENT if facility.is_hospital else None,
        "website": facility.website,
    }


def location_fields(facility: Facility, where: Whereabouts) -> dict[str, Any]:
    return {
        "street": facility.street,
        "street2": facility.street2,
        "city": facility.city,
        "state": facility.state,
        "zip": facility.zip,
        "county": where.county,
        "timezone": where.timezone,
        "latitude": where.point[0] if where.point else None,
        "longitude": where.point[1] if where.point else None,
        "geocode_quality": where.quality,
        "phone": facility.phone,
        "phone_extension": facility.phone_extension,
        "offers_telehealth": facility.offers_telehealth,
    }


def facts_of(facility: Facility) -> Facts:
    """Insurance is stated for the facility, not for ketamine: no route, and an unknown position."""
    known = provenance(facility)
    facts = Facts(
        coverages=[
            Coverage(plan_family=plan, note=PART_NOT_STATED if plan == PlanFamily.MEDICARE_B else "", **known)
            for plan in facility.plan_families
        ],
        languages=[Language(tag=tag, **known) for tag in facility.languages],
    )
    if facility.offers_ketamine:
        known_ages = {"age_groups": list(facility.age_groups)} if facility.age_groups else {}
        facts.services = [Service(route=Route.IV, **known_ages, **known)]
    if facility.self_pay is not None or facility.sliding_scale is not None:
        facts.policy = Policy(self_pay=facility.self_pay, sliding_scale=facility.sliding_scale, **known)
    return facts


def draft_of(facility: Facility, where: Whereabouts) -> Draft:
    known = provenance(facility)
    provider = Provider(
        slug=slug_of(facility),
        status=ListingStatus.IMPORTED_UNCLAIMED,
        is_in_register=True,
        **provider_fields(facility),
        **known,
    )
    location = Location(
        provider=provider, slug=slugify(facility.city) or "main", **location_fields(facility, where), **known
    )
    return Draft(facility, provider, location, facts_of(facility))


def create_facts(drafts: Sequence[Draft]) -> None:
    """Store what hangs on the drafts' locations, which are stored already."""
    for draft in drafts:
        for row in draft.facts.of_location():
            row.location = draft.location
        if draft.facts.policy:
            draft.facts.policy.provider = draft.provider
    facts = [draft.facts for draft in drafts]
    Service.objects.bulk_create(row for each in facts for row in each.services)
    Coverage.objects.bulk_create(row for each in facts for row in each.coverages)
    Language.objects.bulk_create(row for each in facts for row in each.languages)
    Policy.objects.bulk_create(each.policy for each in facts if each.policy)
