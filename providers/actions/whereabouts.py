"""What follows from a typed address: county, time zone and the middle of its ZIP code."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.models import Location, Place
from providers.models.geography import bounding_box
from providers.models.place import PlaceKind
from providers.models.place_names import STATES
from providers.models.vocabulary import GeocodeQuality, LocationType

MILES_TO_A_TOWN = 100.0


def at_zip(zip: str, state: str) -> dict[str, Any]:
    """Fields of a location. Nowhere, where we do not know the ZIP code: a wrong pin is worse than none."""
    place = Place.objects.filter(kind=PlaceKind.ZIP, code=zip).first() if zip else None
    if place is None or place.state != state or place.point is None:
        return {"latitude": None, "longitude": None, "geocode_quality": None, "county": "", "timezone": ""}
    latitude, longitude = place.point
    return {
        "latitude": latitude,
        "longitude": longitude,
        "geocode_quality": GeocodeQuality.ZIP_CENTROID.value,
        "county": place.county,
        "timezone": _timezone(latitude, longitude),
    }


def put_at_its_zip(location: Location) -> None:
    """Sets the fields; saves nothing. A telehealth-only location stays off the map."""
    found = at_zip(location.zip, location.state)
    if location.location_type == LocationType.VIRTUAL:
        found |= {"latitude": None, "longitude": None, "geocode_quality": None}
    if not found["timezone"]:
        found.pop("timezone")
    for name, value in found.items():
        setattr(location, name, value)


def refuse_foreign_zip(zip: str, state: str) -> None:
    """Raises ValidationError for a ZIP code that lies in another state. One that we do not know passes."""
    place = Place.objects.filter(kind=PlaceKind.ZIP, code=zip).first() if zip else None
    if place is not None and place.state != state:
        names = {"zip": zip, "there": STATES.get(place.state, place.state), "here": STATES.get(state, state)}
        raise ValidationError({"zip": _("ZIP code %(zip)s is in %(there)s, not in %(here)s.") % names})


def _timezone(latitude: float, longitude: float) -> str:
    """That of the nearest town."""
    around = bounding_box(latitude, longitude, MILES_TO_A_TOWN)
    towns = Place.objects.filter(kind=PlaceKind.CITY).exclude(timezone="").within(around)
    town = towns.nearest_first(latitude, longitude).first()
    return town.timezone if town else ""
