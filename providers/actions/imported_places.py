"""Where a register's facility is: its county, its time zone and a position that has been checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import floor

from providers.models import Place
from providers.models.facility import Facility
from providers.models.geography import flat_distance, great_circle_miles
from providers.models.place import PlaceKind
from providers.models.vocabulary import GeocodeQuality

# Real facilities are 1.2 miles from the point of their ZIP code in the median, 4.6 at the 95th percentile.
# The wrong positions that have been seen in registers begin at 25 miles.
FARTHEST_MILES = 25.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Whereabouts:
    """point and quality: both or neither. county and timezone: "" where not known."""

    point: Point | None = None
    quality: GeocodeQuality | None = None
    county: str = ""
    timezone: str = ""
    warnings: tuple[str, ...] = field(default=())


class Surroundings:
    """What an import needs of the table of places. Cities are read once, ZIP codes batch by batch."""

    def __init__(self) -> None:
        self._zips: dict[str, Place] = {}
        self._cities: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
        cities = Place.objects.filter(kind=PlaceKind.CITY).exclude(timezone="")
        for latitude, longitude, timezone in cities.values_list("latitude", "longitude", "timezone"):
            if latitude is not None and longitude is not None:
                self._cities[_cell(latitude, longitude)].append((latitude, longitude, timezone))

    def look_up(self, zips: Iterable[str]) -> None:
        """One query; forgets the ZIP codes of the batch before."""
        found = Place.objects.filter(kind=PlaceKind.ZIP, code__in=set(zips) - {""})
        self._zips = {place.code: place for place in found}

    def of(self, facility: Facility) -> Whereabouts:
        place = self._zips.get(facility.zip)
        point, quality, warnings = self._position(facility, place)
        return Whereabouts(
            point=point,
            quality=quality,
            county=place.county if place and place.state == facility.state else "",
            timezone=self._timezone(point) if point else "",
            warnings=warnings,
        )

    def _position(
        self, facility: Facility, place: Place | None
    ) -> tuple[Point | None, GeocodeQuality | None, tuple[str, ...]]:
        """The register's own position if it is near its ZIP code, else the middle of the ZIP code."""
        if place and place.state != facility.state:
            return None, None, (f"its ZIP code {facility.zip} is in {place.state}, not {facility.state}",)
        stated = (facility.latitude, facility.longitude)
        centre = place.point if place else None
        if centre is None:
            missing = (f"its ZIP code {facility.zip} has no place on the map",) if facility.zip else ()
            return None, None, missing
        if stated[0] is None or stated[1] is None:
            return centre, GeocodeQuality.ZIP_CENTROID, ()
        return _checked((stated[0], stated[1]), centre)

    def _timezone(self, point: Point) -> str:
        """That of the nearest town."""
        row, column = _cell(*point)
        for reach in (1, 4, 12):
            around = [
                town
                for north in range(-reach, reach + 1)
                for east in range(-reach, reach + 1)
                for town in self._cities.get((row + north, column + east), ())
            ]
            if around:
                return min(around, key=lambda town: flat_distance(*point, town[0], town[1]))[2]
        return ""


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    """A quarter of a degree each way."""
    return floor(latitude * 4), floor(longitude * 4)


def _checked(stated: Point, centre: Point) -> tuple[Point, GeocodeQuality, tuple[str, ...]]:
    if _is_near(stated, centre):
        return stated, GeocodeQuality.STREET, ()
    swapped = (stated[1], stated[0])
    if _is_near(swapped, centre):
        return swapped, GeocodeQuality.STREET, ("its latitude and longitude were swapped; put right",)
    miles = great_circle_miles(*stated, *centre) if abs(stated[0]) <= 90 else None
    far = f"{miles:,.0f} miles" if miles else "far"
    warning = f"its position is {far} from its ZIP code; the middle of the ZIP code is used"
    return centre, GeocodeQuality.ZIP_CENTROID, (warning,)


def _is_near(point: Point, centre: Point) -> bool:
    return abs(point[0]) <= 90 and great_circle_miles(*point, *centre) <= FARTHEST_MILES
