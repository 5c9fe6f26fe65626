"""Where people look: states, counties, cities and ZIP codes with their positions. Loaded, never edited."""

from __future__ import annotations

from math import cos, radians
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Abs, Least, Power
from django.utils.text import slugify

from .fields import CodeField, one_of, rule
from .geography import Box, bounding_box, great_circle_miles, unit_vector
from .place_names import NAMED_LIKE_A_CITY, STATE_BY_SLUG, STATES, search_key, swapped

LAST_CHARACTER = "\U0010ffff"


class PlaceKind(models.TextChoices):
    STATE = "state"
    COUNTY = "county"
    CITY = "city"
    ZIP = "zip"


class Places(QuerySet["Place"]):
    def at_path(self, state_slug: str, place_slug: str = "") -> Places:
        """The state, or the city or county in it, that a region page's address names: one row or none."""
        state = STATE_BY_SLUG.get(state_slug, "")
        if not place_slug:
            return self.filter(kind=PlaceKind.STATE, code=state)
        return self.filter(state=state, slug=place_slug, kind__in=(PlaceKind.CITY, PlaceKind.COUNTY))

    def called(self, name: str, *, state: str) -> Places:
        """Cities of this name, however its accents and "Saint" are written; the biggest first."""
        cities = self.filter(kind=PlaceKind.CITY, state=state, search_key=search_key(name))
        return cities.order_by("-prominence", "pk")

    def beginning_with(self, key: str) -> Places:
        """A range instead of LIKE, so that a prepared statement uses the index too."""
        return self.filter(search_key__gte=key, search_key__lt=key + LAST_CHARACTER)

    def spelt_like(self, key: str) -> Places:
        """Those that share enough groups of three letters, or have two neighbouring letters swapped."""
        return self.filter(Q(search_key__trigram_similar=key) | Q(search_key__in=swapped(key)))

    def most_alike_first(self, key: str, *, at_least: float = 0.0) -> Places:
        """Likeness runs from 0 to 1, the share of groups of three letters in common."""
        alike = self.annotate(likeness=TrigramSimilarity("search_key", key)).filter(likeness__gte=at_least)
        return alike.order_by("-likeness", "-prominence", "pk")

    def within(self, box: Box) -> Places:
        spans = Q()
        for west, east in box.longitude_spans():
            spans |= Q(longitude__gte=west, longitude__lte=east)
        return self.filter(spans, latitude__gte=box.south, latitude__lte=box.north)

    def nearest_first(self, latitude: float, longitude: float) -> Places:
        """Ordered on a flat map around the point: right for neighbours, cheap for the database."""
        across = Abs(F("longitude") - Value(longitude))
        narrow = Least(across, Value(360.0) - across) * Value(cos(radians(latitude)))
        return self.order_by(Power(F("latitude") - Value(latitude), 2) + Power(narrow, 2), "pk")

    def neighbours_of(self, place: Place, *, miles: float) -> Places:
        """Other places of the same kind within a box of this many miles, nearest first."""
        if place.latitude is None or place.longitude is None:
            return self.none()
        box = bounding_box(place.latitude, place.longitude, miles)
        others = self.filter(kind=place.kind).exclude(pk=place.pk).within(box)
        return others.nearest_first(place.latitude, place.longitude)


class Place(models.Model):
    """Latitude and longitude in degrees; null for military post.

    county: the official name, "Boulder County"; where it is not empty, a place of kind county has it.
    code: the ZIP code, the state's postal code, a city's GeoNames id, else "ST:slug".
    prominence: for ordering only. A city's population, a county's biggest city, the sum of a state's cities.
    """

    kind = CodeField(PlaceKind)
    code = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=100, blank=True)
    slug = models.SlugField(max_length=120, db_index=False)
    search_key = models.CharField(max_length=100, db_collation="C")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    prominence = models.PositiveIntegerField(default=0)
    timezone = models.CharField(max_length=64, blank=True)

    objects: ClassVar = Places.as_manager()

    class Meta:
        constraints = [
            one_of("place", "kind", PlaceKind),
            rule("place_state_code", Q(state__regex=r"^[A-Z]{2}$"), "Use the two-letter state code."),
            models.UniqueConstraint(fields=["kind", "code"], name="place_code_unique"),
            models.UniqueConstraint(
                fields=["state", "slug"],
                condition=Q(kind__in=["city", "county"]),
                name="place_slug_unique_in_state",
            ),
            rule(
                "place_position_whole",
                Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                "Give latitude and longitude together.",
            ),
            rule(
                "place_position_on_earth",
                Q(latitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                "Latitude runs from -90 to 90 and longitude from -180 to 180.",
            ),
        ]
        indexes = [
            models.Index(fields=["search_key", "-prominence"], name="place_search_key"),
            GinIndex(
                OpClass(F("search_key"), name="gin_trgm_ops"),
                condition=~Q(kind="zip"),
                name="place_search_key_trigrams",
                fastupdate=False,
            ),
            models.Index(fields=["kind", "latitude", "longitude"], name="place_position"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As on an envelope: "Boulder, CO", "80302 Boulder, CO", "Boulder County, CO", "Colorado"."""
        if self.kind == PlaceKind.STATE:
            return self.name
        named = f"{self.name}, {self.state}"
        return f"{self.code} {named}" if self.kind == PlaceKind.ZIP else named

    @property
    def query(self) -> str:
        """What to type to find this place and no other of the same name."""
        if self.kind == PlaceKind.ZIP:
            return self.code
        if self.kind == PlaceKind.CITY and self.county:
            return f"{self.name}, {self.county}, {self.state}"
        if self.kind == PlaceKind.STATE and self.search_key in NAMED_LIKE_A_CITY:
            return f"{self.name} state"
        return self.label

    @property
    def state_name(self) -> str:
        return STATES[self.state]

    @property
    def state_slug(self) -> str:
        return slugify(self.state_name)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, or None where there is nothing to measure from."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def direction(self) -> tuple[float, float, float] | None:
        """The unit vector of the point."""
        return unit_vector(*self.point) if self.point else None

    def miles_from(self, latitude: float, longitude: float) -> float | None:
        return great_circle_miles(*self.point, latitude, longitude) if self.point else None
