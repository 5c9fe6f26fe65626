"""Where a search looks, as SQL: around a point, inside borders, across the country, or by telehealth."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any

from psycopg.types.numeric import Float8, Int2

from providers.models.geography import bounding_box, cosine_of_miles, unit_vector
from providers.models.search_row import latband

ROWS, REACH = "providers_searchrow", "providers_searchreach"
RINGS = 6
FEW_BANDS = 80  # more than these are quicker to count out in the database than to send there
WIDEST_STATE = 640.0
COSINE = "(x * %(x)s + y * %(y)s + z * %(z)s)"


@dataclass(frozen=True)
class Condition:
    """A piece of a WHERE clause and what it binds."""

    sql: str
    bound: dict[str, Any]


@dataclass(frozen=True)
class Around:
    """Within this many miles of a point. Degrees."""

    latitude: float
    longitude: float
    miles: float
    table = ROWS
    is_measured = True

    def condition(self) -> Condition:
        return disc(self.latitude, self.longitude, self.miles)

    @property
    def farthest(self) -> float:
        return self.miles

    def ring(self, miles: float) -> Condition:
        return disc(self.latitude, self.longitude, miles)


@dataclass(frozen=True)
class Inside:
    """Inside a state, or a county of it; nearest to the centre first."""

    state: str
    county: str
    latitude: float
    longitude: float
    table = ROWS
    is_measured = True

    def condition(self) -> Condition:
        county = " AND county = %(county)s" if self.county else ""
        centre = direction(self.latitude, self.longitude)
        return Condition(f"state = %(state)s{county}", {"state": self.state, "county": self.county, **centre})

    @property
    def farthest(self) -> float:
        """0.0 for a county: it is searched whole."""
        return 0.0 if self.county else WIDEST_STATE

    def ring(self, miles: float) -> Condition:
        near = disc(self.latitude, self.longitude, miles)
        return Condition(f"{near.sql} AND state = %(state)s", {**near.bound, "state": self.state})


@dataclass(frozen=True)
class Everywhere:
    """The whole country: only for a name, which is what bounds it."""

    table = ROWS
    is_measured = False

    def condition(self) -> Condition:
        return Condition("TRUE", {})


@dataclass(frozen=True)
class Reaching:
    """By telehealth, whoever treats people in this state."""

    state: str
    table = REACH
    is_measured = False

    def condition(self) -> Condition:
        return Condition("state = %(state)s", {"state": self.state})


Measured = Around | Inside
SearchArea = Around | Inside | Everywhere | Reaching


def between_tenths(miles: float) -> float:
    """At or just below this, half way between two tenths: a ring may not part what counts as equally near.

    Results are ordered by whole tenths first (engine.py), so those of one tenth are read together.
    """
    return max(0.5, floor(miles * 10 - 0.5) + 0.5) / 10


def halvings(miles: float) -> list[float]:
    """Half, a quarter, an eighth and so on: the radii whose contents are counted on the way."""
    return [between_tenths(miles / 2**step) for step in range(1, RINGS + 1)] if miles else []


def direction(latitude: float, longitude: float) -> dict[str, Any]:
    x, y, z = unit_vector(latitude, longitude)
    return {"x": Float8(x), "y": Float8(y), "z": Float8(z)}


def disc(latitude: float, longitude: float, miles: float) -> Condition:
    """A box that the index can use, and inside it the exact distance: no trigonometry per row."""
    box = bounding_box(latitude, longitude, miles)
    spans = box.longitude_spans()
    bound: dict[str, Any] = direction(latitude, longitude)
    bound["cosine"] = Float8(cosine_of_miles(miles))
    south, north = latband(box.south), latband(box.north)
    if north - south < FEW_BANDS:
        bound["bands"], bands = [Int2(band) for band in range(south, north + 1)], "%(bands)s::smallint[]"
    else:
        bound["south"], bound["north"] = Int2(south), Int2(north)
        bands = "ARRAY(SELECT generate_series(%(south)s::int, %(north)s::int)::smallint)"
    parts = []
    for number, (west, east) in enumerate(spans):
        bound[f"west{number}"], bound[f"east{number}"] = Float8(west), Float8(east)
        parts.append(f"lng BETWEEN %(west{number})s AND %(east{number})s")
    return Condition(f"latband = ANY({bands}) AND ({' OR '.join(parts)}) AND {COSINE} >= %(cosine)s", bound)


def everything(latitude: float, longitude: float) -> Condition:
    """Whatever has a position: quicker than a disc that holds the whole country."""
    return Condition("latband IS NOT NULL", direction(latitude, longitude))
