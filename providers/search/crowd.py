"""Where locations crowd: how far one must look to meet so many of them. Read from counts of map cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, floor, radians
from typing import Any

from django.db import connection
from psycopg.types.numeric import Float8

from providers.models.geography import MILES_PER_DEGREE
from providers.models.search_density import CELLS_PER_DEGREE

from .remembered import remembered

# Fine cells fill the nine middle cells around the centre, middle ones the nine coarse cells; beyond are
# coarse cells. Each counts as a point, its middle, and degrees as a plane: a guide needs no more.
CELL = """
    SELECT locations, ((lat - %(y{grid})s) * (lat - %(y{grid})s)
        + (lng - %(x{grid})s) * (lng - %(x{grid})s) * %(narrow)s) / {squared}
    FROM providers_searchdensity WHERE grid = {grid}"""
BETWEEN = "(lat BETWEEN %(south{0})s AND %(north{0})s AND lng BETWEEN %(west{0})s AND %(east{0})s)"
CELLS = " UNION ALL ".join(
    CELL.format(grid=grid, squared=float(scale**2))
    + (f" AND {BETWEEN.format(f'_to_{grid}')}" if grid < 2 else "")
    + (f" AND NOT {BETWEEN.format(f'_from_{grid}')}" if grid else "")
    for grid, scale in enumerate(CELLS_PER_DEGREE)
)
# The distances are worked out only where the rough sum over a box says that it is worth it.
RUN = f"""
    WITH cells (locations, far) AS ({CELLS}),
    run AS (
        SELECT far, sum(locations) OVER (ORDER BY far) AS inside FROM cells
        WHERE far > %(beyond)s AND far <= %(within)s
    ),
    rough AS MATERIALIZED (
        SELECT coalesce(sum(locations), 0) AS most FROM providers_searchdensity
        WHERE grid = %(rough)s AND {BETWEEN.format("_rough")}
    )
    SELECT CASE WHEN most >= wanted THEN (SELECT sqrt(min(far)) FROM run WHERE inside >= wanted) END
    FROM rough, unnest(%(counts)s::bigint[]) WITH ORDINALITY AS asked (wanted, place) ORDER BY place"""
ROUGH_MILES = 150.0  # wider boxes are summed in the coarse grid


@remembered
def reach(
    latitude: float, longitude: float, counts: tuple[int, ...], beyond: float, within: float
) -> list[float | None]:
    """For each count, the miles from here within which so many locations lie; None where fewer do.

    beyond, within: only what is farther away than the one and not farther than the other is counted.
    """
    bound: dict[str, Any] = {
        "narrow": Float8(cos(radians(latitude)) ** 2),
        "beyond": Float8((beyond / MILES_PER_DEGREE) ** 2),
        "within": Float8((within / MILES_PER_DEGREE) ** 2),
        "counts": list(counts),
        **_rough_box(latitude, longitude, within),
    }
    for grid, scale in enumerate(CELLS_PER_DEGREE):
        bound[f"y{grid}"], bound[f"x{grid}"] = Float8(latitude * scale - 0.5), Float8(longitude * scale - 0.5)
        bound.update(_block(grid, latitude, longitude) if grid else {})
    with connection.cursor() as cursor:
        cursor.execute(RUN, bound)
        found: Sequence[tuple[float | None]] = cursor.fetchall()
    return [None if miles is None else miles * MILES_PER_DEGREE for (miles,) in found]


@remembered
def is_crowded_state(state: str, count: int) -> bool:
    """Whether more than so many locations lie inside its borders; reads no more of them than that."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > %s FROM (SELECT FROM providers_searchrow WHERE state = %s LIMIT %s) inside",
            [count, state, count + 1],
        )
        ((is_crowded,),) = cursor.fetchall()
    return bool(is_crowded)


def _block(grid: int, latitude: float, longitude: float) -> dict[str, int]:
    """The nine cells of a grid around here, in its own numbers and in those of the next finer grid."""
    scale, finer = CELLS_PER_DEGREE[grid], round(CELLS_PER_DEGREE[grid - 1] / CELLS_PER_DEGREE[grid])
    found = {}
    for low, high, at in (("south", "north", latitude), ("west", "east", longitude)):
        first, last = floor(at * scale) - 1, floor(at * scale) + 1
        found[f"{low}_from_{grid}"], found[f"{high}_from_{grid}"] = first, last
        found[f"{low}_to_{grid - 1}"], found[f"{high}_to_{grid - 1}"] = first * finer, (last + 1) * finer - 1
    return found


def _rough_box(latitude: float, longitude: float, miles: float) -> dict[str, int]:
    grid = 1 if miles <= ROUGH_MILES else 2
    scale, high = CELLS_PER_DEGREE[grid], miles / MILES_PER_DEGREE
    wide = min(360.0, high / max(cos(radians(latitude)), 0.01))
    return {
        "rough": grid,
        "south_rough": floor((latitude - high) * scale),
        "north_rough": floor((latitude + high) * scale),
        "west_rough": floor((longitude - wide) * scale),
        "east_rough": floor((longitude + wide) * scale),
    }
