"""Providers and their locations, with what belongs to each."""

import datetime
from typing import Any, NamedTuple

from providers.models import AccessFact, Language, Location, OpeningHours, Policy, Provider
from providers.models.vocabulary import AccessFeature, GeocodeQuality, Kind, ListingStatus, NewPatients

from .facts import attested, day, numbers


class City(NamedTuple):
    """As the US gazetteer has it."""

    city: str
    state: str
    zip: str
    county: str
    latitude: float
    longitude: float
    timezone: str = "America/Denver"


BOULDER = City("Boulder", "CO", "80302", "Boulder County", 40.015, -105.2705)
DENVER = City("Denver", "CO", "80202", "Denver County", 39.7392, -104.9903)
FORT_COLLINS = City("Fort Collins", "CO", "80524", "Larimer County", 40.5853, -105.0844)
CASPER = City("Casper", "WY", "82601", "Natrona County", 42.8501, -106.3252)

AS_THE_STATE_DEMANDS = {
    ListingStatus.CLOSED: lambda: {"closed_on": day(30)},
    ListingStatus.TEMPORARILY_CLOSED: lambda: {"reopens_on": day(-30)},
    ListingStatus.MERGED: lambda: {"merged_into": provider()},
}


def provider(**over: Any) -> Provider:
    """Published and confirmed ten days ago unless told otherwise."""
    number = next(numbers)
    status = over.setdefault("status", ListingStatus.PUBLISHED)
    if status == ListingStatus.PUBLISHED:
        over.setdefault("last_confirmed_on", day(10))
    for field, value in AS_THE_STATE_DEMANDS.get(status, dict)().items():
        over.setdefault(field, value)
    over.setdefault("slug", f"clear-creek-{number}")
    over.setdefault("display_name", f"Clear Creek Clinic {number}")
    over.setdefault("kind", Kind.CLINIC)
    return Provider.objects.create(**attested(over))


def location(provider: Provider | None = None, at: City | None = BOULDER, **over: Any) -> Location:
    """A place to visit in a real city; at=None leaves the address to the overrides."""
    over["provider"] = provider or _new_provider()
    if at is not None:
        over = {**at._asdict(), "geocode_quality": GeocodeQuality.ROOFTOP, **over}
    if over.get("location_type") == "virtual":
        over.update(latitude=None, longitude=None, geocode_quality=None)
    number = next(numbers)
    over.setdefault("slug", f"site-{number}")
    over.setdefault("street", f"{number} Pearl Street")
    over.setdefault("phone", f"+1303555{100 + number % 100:04}")
    over.setdefault("new_patients", NewPatients.NEWPT)
    return Location.objects.create(**attested(over))


def _new_provider() -> Provider:
    return provider()


def opening_hours(location: Location, weekday: int = 0, **over: Any) -> OpeningHours:
    hours = {"opens": datetime.time(9), "closes": datetime.time(17), **over}
    return OpeningHours.objects.create(location=location, weekday=weekday, **attested(hours))


def access_fact(location: Location, feature: str = AccessFeature.STEP_FREE, **over: Any) -> AccessFact:
    over.setdefault("is_available", True)
    return AccessFact.objects.create(location=location, feature=feature, **attested(over))


def language(location: Location, tag: str = "es", **over: Any) -> Language:
    return Language.objects.create(location=location, tag=tag, **attested(over))


def policy(provider: Provider, **over: Any) -> Policy:
    return Policy.objects.create(provider=provider, **attested(over))
