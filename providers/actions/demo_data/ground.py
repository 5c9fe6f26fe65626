"""Where fictional locations lie: cities as often as people live there, each with the ZIP codes around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from math import cos, hypot, pi, radians, sin, sqrt

from providers.models import Place
from providers.models.geography import MILES_PER_DEGREE
from providers.models.place import PlaceKind

from .area_codes import AREA_CODES
from .dice import Dice
from .population import THOUSANDS

SMALLEST_CITY = 1_000
AROUND_A_ZIP = 1.0


@dataclass(frozen=True, slots=True)
class Area:
    """One ZIP code: the middle of it in degrees, and its county."""

    zip: str
    county: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class City:
    name: str
    slug: str
    state: str
    timezone: str
    latitude: float
    longitude: float
    population: int

    @property
    def reach(self) -> float:
        """About how many miles its built-up part goes out from the middle."""
        return min(12.0, 1.0 + sqrt(self.population) / 200)


@dataclass(frozen=True, slots=True)
class Spot:
    """A position, and the ZIP code area that it lies in."""

    city: City
    area: Area
    latitude: float
    longitude: float


class State:
    """Cities and ZIP codes of one state. People choose the city; the city's ZIP codes share its people.

    Those who live outside the listed cities are spread over all of them: most cities are small.
    """

    def __init__(self, cities: list[City], areas: list[Area], population: int) -> None:
        self.cities = without_neighborhoods(cities)
        self.population = population
        listed = sum(city.population for city in self.cities)
        elsewhere = max(0, population - listed) / len(self.cities)
        self.weights = list(accumulate(city.population + elsewhere for city in self.cities))
        self.areas = sorted(areas, key=lambda area: area.latitude)
        self.latitudes = [area.latitude for area in self.areas]
        self.around: dict[City, list[Area]] = {}

    def city(self, dice: Dice) -> City:
        return dice.choices(self.cities, cum_weights=self.weights)[0]

    def spot(self, dice: Dice, *, scattered: bool) -> Spot:
        """The very middle of a ZIP code area, or up to a mile from it."""
        city = self.city(dice)
        if city not in self.around:
            self.around[city] = self.areas_near(city)
        area = dice.choice(self.around[city])
        if not scattered:
            return Spot(city, area, area.latitude, area.longitude)
        miles, angle = AROUND_A_ZIP * sqrt(dice.random()), 2 * pi * dice.random()
        north = miles * sin(angle) / MILES_PER_DEGREE
        east = miles * cos(angle) / MILES_PER_DEGREE / cos(radians(area.latitude))
        return Spot(city, area, round(area.latitude + north, 5), round(area.longitude + east, 5))

    def areas_near(self, city: City) -> list[Area]:
        """Those within the city's reach, or else the nearest one."""
        height = city.reach / MILES_PER_DEGREE
        band = self.areas[
            bisect_left(self.latitudes, city.latitude - height) : bisect_right(
                self.latitudes, city.latitude + height
            )
        ]
        near = [area for area in band if _degrees(city, area) <= height]
        return near or [min(self.areas, key=lambda area: _degrees(city, area))]


def without_neighborhoods(cities: list[City]) -> list[City]:
    """A place within a bigger city's reach is a part of it: its people are counted there already."""
    kept: list[City] = []
    for city in sorted(cities, key=lambda city: -city.population):
        if all(_degrees(bigger, city) * MILES_PER_DEGREE > bigger.reach for bigger in kept):
            kept.append(city)
    return kept


def _degrees(city: City, other: Area | City) -> float:
    east = (other.longitude - city.longitude) * cos(radians(city.latitude))
    return hypot(other.latitude - city.latitude, east)


class Ground:
    """The fifty states, the District of Columbia and Puerto Rico."""

    def __init__(self, states: dict[str, State]) -> None:
        if not states:
            raise LookupError("Load the places first: manage.py load_places")
        self.states = states
        self.codes = sorted(states)
        self.weights = [states[code].population for code in self.codes]

    @classmethod
    def read(cls) -> Ground:
        """From the table of places. Raises LookupError if it is empty."""
        cities: dict[str, list[City]] = {}
        for city in _cities():
            cities.setdefault(city.state, []).append(city)
        areas: dict[str, list[Area]] = {}
        for state, *area in _areas():
            areas.setdefault(state, []).append(Area(*area))
        return cls(
            {
                code: State(cities[code], areas[code], 1000 * THOUSANDS[code])
                for code in AREA_CODES
                if code in cities
            }
        )

    def state_for(self, dice: Dice, number: int) -> str:
        """The first listings go once round all states; the others go where people live."""
        if number < len(self.codes):
            return self.codes[number]
        return dice.choices(self.codes, self.weights)[0]


def _cities() -> list[City]:
    fields = ("name", "slug", "state", "timezone", "latitude", "longitude", "population")
    places = Place.objects.filter(kind=PlaceKind.CITY, population__gte=SMALLEST_CITY).order_by("pk")
    return [City(*row) for row in places.values_list(*fields) if _is_plain(row[0])]


def _areas() -> list[tuple]:
    places = Place.objects.filter(kind=PlaceKind.ZIP, latitude__isnull=False).order_by("pk")
    return [
        row
        for row in places.values_list("state", "code", "county", "latitude", "longitude")
        if _is_plain(row[2])
    ]


def _is_plain(text: str) -> bool:
    """Needs no escape in JSON or COPY."""
    return not any(character in text for character in '"\\\t\n\r')
