"""What a clinic vouches for when it says that all of its listing is still true, and its refreshing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When

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
    User,
)
from providers.models.provenance import Provenance
from providers.models.vocabulary import Basis

from .versions import chosen, version_of

OF_A_PLACE = (
    OpeningHours,
    AccessFact,
    Language,
    TelehealthReach,
    Service,
    Coverage,
    PractitionerRole,
)
OF_THE_LISTING = ("display_name", "legal_name", "other_names", "kind", "npi", "website", "about")
ABOUT_THE_WORD = {field.name for field in Provenance._meta.get_fields()}
BECOMES_THE_CLINICS = (Basis.PROVIDER_ATTESTED, Basis.PUBLIC_IMPORT)


def facts_of(provider: Provider, day: datetime.date) -> list[QuerySet[Any]]:
    """Every row that the page lists and the clinic itself can vouch for, in its open locations.

    Left out: credentials, which our staff check at their source; people who also work for somebody else, for
    whom this clinic does not speak; prices that have ended.
    """
    places = Location.objects.filter(provider=provider, closed_on=None)
    prices = Price.objects.filter(service__location__in=places)
    return [
        Provider.objects.filter(pk=provider.pk),
        Policy.objects.filter(provider=provider),
        Answer.objects.filter(provider=provider),
        places,
        *(model.objects.filter(location__in=places) for model in OF_A_PLACE),
        prices.filter(Q(valid_to=None) | Q(valid_to__gte=day)),
        _own_people(provider),
    ]


def _own_people(provider: Provider) -> QuerySet[Practitioner]:
    here = PractitionerRole.objects.filter(location__provider=provider)
    elsewhere = PractitionerRole.objects.exclude(location__provider=provider)
    return Practitioner.objects.filter(pk__in=here.values("practitioner")).exclude(
        pk__in=elsewhere.values("practitioner")
    )


def version(provider: Provider, day: datetime.date) -> str:
    """Of the values, whoever vouches for them: a page drawn from other values is out of date."""
    people = PractitionerRole.objects.filter(location__provider=provider).values("practitioner")
    credentials = Credential.objects.filter(
        Q(practitioner__in=people) | Q(provider=provider) | Q(location__provider=provider)
    )
    rows = [row for rows in (*facts_of(provider, day), credentials) for row in rows]
    return version_of(*(_value(row) for row in rows))


def _value(row: Model) -> Mapping[str, Any]:
    if isinstance(row, Provider):
        return chosen(row, *OF_THE_LISTING)
    if isinstance(row, Credential):
        return chosen(row, "type", "issuer", "state", "status", "expires_on")
    own = (field for field in row._meta.concrete_fields if field.name not in ABOUT_THE_WORD)
    return chosen(row, *(field.attname for field in own))


def refresh(provider: Provider, by: User, day: datetime.date) -> int:
    """Dates the clinic's own facts anew; what came from a register becomes the clinic's word.

    What our staff have checked, or seen in a document, keeps its better evidence and the day of that.
    Returns how many rows it changed.
    """
    return sum(_refreshed(rows, by, day) for rows in facts_of(provider, day))


def _refreshed(rows: QuerySet[Any], by: User, day: datetime.date) -> int:
    taken = When(basis=Basis.PUBLIC_IMPORT, then=Value(""))
    older = rows.filter(basis__in=BECOMES_THE_CLINICS).exclude(
        basis=Basis.PROVIDER_ATTESTED, confirmed_on=day
    )
    return older.update(
        basis=Basis.PROVIDER_ATTESTED,
        source=Case(taken, default=F("source"), output_field=CharField()),
        source_url=Case(taken, default=F("source_url"), output_field=CharField()),
        confirmed_on=day,
        confirmed_by=by,
    )


def registers_of(provider: Provider, day: datetime.date) -> Iterator[str]:
    """The registers whose words become the clinic's own by an “all true”."""
    seen: set[str] = set()
    for rows in facts_of(provider, day):
        sources = rows.filter(basis=Basis.PUBLIC_IMPORT).order_by().values_list("source", flat=True)
        seen.update(sources.distinct())
    yield from sorted(source for source in seen if source)
