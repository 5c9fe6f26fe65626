"""The narrow row that search reads, one per findable location. Its layout is decided in docs/decisions/.

Rebuilt by the action that changes a listing, in the same transaction; `rebuild_search --check` proves it.
"""

from __future__ import annotations

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
        self.start, self.codes = start, codes
        self.end = start + len(codes)

    def bit(self, code: str) -> int:
        return 1 << (self.start + self.codes.index(code))

    def mask(self, codes: list[str] | set[str] | None = None) -> int:
        """The bits of these codes, or of all; codes that have no bit are ignored."""
        known = self.codes if codes is None else [code for code in codes if code in self.codes]
        return sum(self.bit(code) for code in set(known))


class Facets:
    """Bits of SearchRow.facets: what results are counted by."""

    route = Lane(0, Route.values)
    setting = Lane(route.end, Setting.values)
    condition = Lane(setting.end, Condition.values)
    insurance = Lane(condition.end, PlanFamily.values)
    credential = Lane(insurance.end, Profession.values)
    yes_no = Lane(credential.end, ["accepting", "telehealth"])


class Traits:
    """Bits of SearchRow.traits."""

    access = Lane(0, AccessFeature.values)
    age = Lane(access.end, AgeGroup.values)
    language = Lane(age.end, list(LANGUAGES))


class Offer:
    """Bits of one route's column: what holds for that route here, so that filters meet on one service."""

    condition = Lane(0, Condition.values)
    setting = Lane(condition.end, Setting.values)
    insurance = Lane(setting.end, PlanFamily.values)
    age = Lane(insurance.end, AgeGroup.values)
    session_shift, session_bits = 27, 13
    course_shift, course_bits = 40, 16


ROUTE_COLUMNS = {
    Route.IV: "iv", Route.IM: "im", Route.SC: "sc", Route.SPRAVATO: "spravato",
    Route.NASAL_COMPOUNDED: "nasal", Route.LOZENGE: "lozenge", Route.ORAL: "oral",
    Route.RECTAL: "rectal", Route.OTHER: "other_route",
}  # fmt: skip


class SearchRow(models.Model):
    """x, y, z: unit vector of the position; latband: floor(latitude x 10); dates are compared at query time.

    Virtual locations have no position and are found only through their telehealth states.
    """

    location = models.OneToOneField(Location, primary_key=True, on_delete=models.CASCADE)
    latband = models.SmallIntegerField(null=True)
    lng = models.FloatField(null=True)
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    z = models.FloatField(null=True)
    state = models.CharField(max_length=2)
    county = models.CharField(max_length=100)
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
    session_price = models.IntegerField(null=True)
    course_price = models.IntegerField(null=True)
    verified_until = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    is_unconfirmed = models.BooleanField()
    completeness = models.SmallIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = []

    def __str__(self) -> str:
        return f"Search row of {self.location_id}"


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
