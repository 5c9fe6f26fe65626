"""Positions on the earth: distances, boxes and unit vectors. Pure functions: nothing here asks a database."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, degrees, hypot, pi, radians, sin, sqrt

EARTH_RADIUS_MILES = 3958.7613
MILES_PER_DEGREE = EARTH_RADIUS_MILES * pi / 180


def great_circle_miles(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Statute miles between two positions in degrees, by the haversine formula on the mean earth."""
    half_lat = radians(lat2 - lat1) / 2
    half_lng = radians(lng2 - lng1) / 2
    square = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(min(1.0, sqrt(square)))


def unit_vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    """x, y, z on a sphere of radius 1. The dot product of two such vectors is the cosine of their angle."""
    lat, lng = radians(latitude), radians(longitude)
    return cos(lat) * cos(lng), cos(lat) * sin(lng), sin(lat)


def cosine_of_miles(miles: float) -> float:
    """The smallest dot product of two unit vectors that are at most this far apart."""
    return cos(min(pi, miles / EARTH_RADIUS_MILES))


@dataclass(frozen=True)
class Box:
    """Degrees. Where the box crosses the antimeridian, west is greater than east."""

    south: float
    north: float
    west: float
    east: float

    def longitude_spans(self) -> list[tuple[float, float]]:
        """One (from, to) span, or two where the box crosses the antimeridian."""
        if self.west <= self.east:
            return [(self.west, self.east)]
        return [(self.west, 180.0), (-180.0, self.east)]

    def contains(self, latitude: float, longitude: float) -> bool:
        if not self.south <= latitude <= self.north:
            return False
        return any(west <= longitude <= east for west, east in self.longitude_spans())


def bounding_box(latitude: float, longitude: float, miles: float) -> Box:
    """The smallest box in degrees that holds every position within this many miles."""
    reach = degrees(miles / EARTH_RADIUS_MILES)
    south, north = latitude - reach, latitude + reach
    if south <= -90 or north >= 90:
        return Box(max(south, -90.0), min(north, 90.0), -180.0, 180.0)
    width = degrees(asin(min(1.0, sin(radians(reach)) / cos(radians(latitude)))))
    if width >= 180:
        return Box(south, north, -180.0, 180.0)
    return Box(south, north, _wrapped(longitude - width), _wrapped(longitude + width))


def _wrapped(longitude: float) -> float:
    return (longitude + 180) % 360 - 180


def flat_distance(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Quick distance in degrees of latitude for picking the nearest of close neighbours, not for showing."""
    across = abs(lng2 - lng1)
    return hypot(lat2 - lat1, min(across, 360 - across) * cos(radians(lat1)))
