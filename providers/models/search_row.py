"""The narrow row that search reads, one per findable location. Its layout is decided in docs/decisions/.

Rebuilt by the action that changes a listing, in the same transaction; `rebuild_search --check` proves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .location import Location
from .vocabulary import AccessFeature, AgeGroup, Condition, PlanFamily, Profession, Route, Setting

LANGUAGES = (
    "es", "ase", "ar", "zh", "ht", "fa", "fr", "de", "el", "he", "hi", "hmn", "it", "ja", "ko", "oj",
    "pl", "pt", "ru", "tl", "vi", "ypk", "nv", "hy", "km", "so", "ur", "bn",
)  # fmt: skip

PRICE_UNKNOWN_SESSION = (1 << 13) - 1
PRICE_UNKNOWN_COURSE = (1 << 16) - 1


class Lane:
    """A run of bits in one integer: one bit per code."""

    def __init__(self, start: int, codes: list[str]) -> None:
        self.codes, self.start, self.end = codes, start, start + len(codes)
        self.bits = {code: 1 << place for place, code in enumerate(codes, start)}

    def mask(self, codes: Iterable[str] | None = None) -> int:
        """The bits of these codes, or of all; codes that have no bit are ignored."""
        mask = 0
        for code in self.codes if codes is None else codes:
            mask |= self.bits.get(code, 0)
        return mask


class Facets:
    """Bits of SearchRow.facets: what results are counted by. The first four lanes are those of an offer.

    The bits from `verified` on are never stored: they are set while searching, from dates.
    """

    condition = Lane(0, Condition.values)
    setting = Lane(condition.end, Setting.values)
    insurance = Lane(setting.end, PlanFamily.values)
    age = Lane(insurance.end, AgeGroup.values)
    route = Lane(age.end, Route.values)
    credential = Lane(route.end, Profession.values)
    yes_no = Lane(credential.end, ["accepting", "telehealth", "verified", "confirmed"])


class Traits:
    """Bits of SearchRow.traits: what results are filtered by, and not counted."""

    access = Lane(0, AccessFeature.values)
    language = Lane(access.end, list(LANGUAGES))


class Offer:
    """Bits of one route's column: what holds for that route here, so that filters meet on one service.

    The lanes are those of Facets, in the same places; the two lowest prices follow, in whole dollars.
    """

    lanes = (1 << Facets.age.end) - 1
    session_shift, session_unknown = Facets.age.end, PRICE_UNKNOWN_SESSION
    course_shift, course_unknown = Facets.age.end + 13, PRICE_UNKNOWN_COURSE


ROUTE_COLUMNS: dict[str, str] = {
    Route.IV: "iv", Route.IM: "im", Route.SC: "sc", Route.SPRAVATO: "spravato",
    Route.NASAL_COMPOUNDED: "nasal", Route.LOZENGE: "lozenge", Route.ORAL: "oral",
    Route.RECTAL: "rectal", Route.OTHER: "other_route",
}  # fmt: skip
RARE_ROUTES = (Route.SC, Route.NASAL_COMPOUNDED, Route.ORAL, Route.RECTAL, Route.OTHER)
NO_ROUTE_COLUMN = "no_route"
OFFER_COLUMNS = (*ROUTE_COLUMNS.values(), NO_ROUTE_COLUMN)
READ_COLUMNS = [
    "facets", "traits", *OFFER_COLUMNS, "course_price", "verified_until", "confirmed_on",
]  # fmt: skip


BANDS_PER_DEGREE = 25  # bands 2.8 miles high: a narrow ring reads little beyond itself


def latband(latitude: float) -> int:
    """The band of latitude, in degrees, that a position lies in."""
    return floor(latitude * BANDS_PER_DEGREE)


class SearchColumns(models.Model):
    """What every search reads of a location. Dates are compared at query time.

    An offer column is null where the route is not offered. no_route holds what is said of the care while
    no route is stated. course_price: the lowest of the offers. confirmed_on: the clinic's own word; null
    where is_unconfirmed.
    """

    facets = models.BigIntegerField()
    traits = models.BigIntegerField()
    iv = models.BigIntegerField(null=True)
    im = models.BigIntegerField(null=True)
    sc = models.BigIntegerField(null=True)
    spravato = models.BigIntegerField(null=True)
    nasal = models.BigIntegerField(null=True)
    lozenge = models.BigIntegerField(null=True)
    oral = models.BigIntegerField(null=True)
    rectal = models.BigIntegerField(null=True)
    other_route = models.BigIntegerField(null=True)
    no_route = models.BigIntegerField(null=True)
    course_price = models.IntegerField(null=True)
    verified_until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    is_unconfirmed = models.BooleanField()
    completeness = models.SmallIntegerField()

    class Meta:
        abstract = True


AROUND = ["location", "x", "y", "z", "state", "is_unconfirmed", "completeness", *READ_COLUMNS]


class SearchRow(SearchColumns):
    """One per findable location. x, y, z: unit vector of the position; latband: see above.

    A place to visit has its state and county, and a position where one is known. A virtual location has
    neither: it is found by name, and by the states that it reaches.
    """

    location = models.OneToOneField(Location, primary_key=True, on_delete=models.CASCADE)
    latband = models.SmallIntegerField(null=True)
    lng = models.FloatField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    state = models.CharField(max_length=2, blank=True)
    county = models.CharField(max_length=100, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["latband", "lng"], include=AROUND, name="searchrow_around"),
            *(
                models.Index(
                    fields=["latband", "lng"],
                    include=AROUND,
                    condition=models.Q(**{f"{ROUTE_COLUMNS[route]}__isnull": False}),
                    name=f"searchrow_{ROUTE_COLUMNS[route]}",
                )
                for route in RARE_ROUTES
            ),
            models.Index(
                fields=["latband", "lng"],
                include=["x", "y", "z", "facets", "verified_until", "confirmed_on"],
                name="searchrow_counted",
            ),
            models.Index(
                fields=["state", "county"],
                include=["location", "x", "y", "z", "is_unconfirmed", "completeness", *READ_COLUMNS],
                name="searchrow_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"Search row of {self.location_id}"


class SearchReach(SearchColumns):
    """One per location and state that it treats by telehealth; verified_until is of licences there."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, db_index=False)
    state = models.CharField(max_length=2)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["location", "state"], name="searchreach_unique"),
        ]
        indexes = [
            models.Index(
                fields=["state", "is_unconfirmed", "-completeness", "location"],
                include=READ_COLUMNS,
                name="searchreach_inside",
            ),
        ]

    def __str__(self) -> str:
        return f"Reach of {self.location_id} into {self.state}"


class SearchCard(models.Model):
    """What a result row shows, ready to draw, and the words that a name search reads."""

    location = models.OneToOneField(Location, primary_key=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    card = models.JSONField()
    words = SearchVectorField()

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="searchcard_words")]

    def __str__(self) -> str:
        return self.name
