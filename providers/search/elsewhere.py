"""The ways on when a search finds nothing: farther away, one filter less, or a name spelt otherwise."""

from __future__ import annotations

from dataclasses import replace

from providers.models.geography import cosine_of_miles

from . import crowd
from .area import COSINE, Around, Condition, Inside, SearchArea, disc, everything
from .engine import BEST_FIRST, TENTHS, Hit, Search, run, with_cards
from .predicates import Predicates

NEAREST = 3
FARTHEST_MILES = 3200.0
LOOKED_AT = 1_500
RARE_AMONG = (1_500, 20_000, 50_000)
NAMES_LOOKED_AT = 5_000
ALIKE = 0.5
MOST_ALIKE = 200


def nearest_outside(search: Search) -> list[Hit]:
    """The nearest matches beyond the area, with their distance.

    They are looked for among the nearest few thousand locations there; a rare route farther out, and a
    name in the whole country.
    """
    area = search.area
    if not isinstance(area, Around | Inside):
        return []
    conditions = " AND ".join(search.predicates.matching()) or "TRUE"
    rings, bound = [], {**search.predicates.bound(), "nearest": NEAREST}
    for number, (inner, outer) in enumerate(_annuli(area, search.predicates)):
        ring = _named_apart(_annulus(area, inner, outer), number)
        bound.update(ring.bound)
        tenths = TENTHS
        for axis in "xyz":
            tenths = tenths.replace(f"%({axis})s", f"%({axis}_{number})s")
        looked_at = " AND ".join([ring.sql, *search.predicates.indexed()])
        seen = f"SELECT * FROM {area.table} WHERE {looked_at} LIMIT {2 * LOOKED_AT}"
        rings.append(
            f"(SELECT location_id, {tenths} AS tenths, is_unconfirmed, completeness FROM ({seen}) seen"
            f" WHERE {conditions} ORDER BY tenths, {BEST_FIRST} LIMIT %(nearest)s)"
        )
    found = f"SELECT * FROM ({' UNION ALL '.join(rings)}) rings LIMIT %(nearest)s"
    return with_cards(found, f"tenths, {BEST_FIRST}", bound)


def _annuli(area: Around | Inside, predicates: Predicates) -> list[tuple[float, float]]:
    """Pairs of radii, the nearer first. From borders they begin at the centre, with as many more inside."""
    if predicates.criteria.words:
        return [(area.miles if isinstance(area, Around) else 0.0, FARTHEST_MILES)]
    inner, inside = (area.miles, 0) if isinstance(area, Around) else (0.0, LOOKED_AT)
    counts = tuple(inside + count for count in (RARE_AMONG if predicates.rare_column else (LOOKED_AT,)))
    pairs = []
    for miles in crowd.reach(area.latitude, area.longitude, counts, inner, FARTHEST_MILES):
        outer = miles or FARTHEST_MILES
        if inner < outer:
            pairs.append((inner, outer))
        inner = outer
    return pairs


def _annulus(area: Around | Inside, inner: float, outer: float) -> Condition:
    near = everything(area.latitude, area.longitude)
    if outer < FARTHEST_MILES:
        near = disc(area.latitude, area.longitude, outer)
    if not inner:
        return near
    bound = {**near.bound, "nearer": cosine_of_miles(inner)}
    return Condition(f"{near.sql} AND {COSINE} < %(nearer)s", bound)


def _named_apart(condition: Condition, number: int) -> Condition:
    sql = condition.sql
    for name in condition.bound:
        sql = sql.replace(f"%({name})s", f"%({name}_{number})s")
    return Condition(sql, {f"{name}_{number}": value for name, value in condition.bound.items()})


def if_dropped(search: Search) -> dict[str, int]:
    """For each filter in use, how many results there would be without it. One scan of what is counted."""
    where, predicates = search.counted_in(), search.predicates
    counts, bound = {}, {**where.bound, **predicates.bound()}
    for name in predicates.criteria.chosen():
        fewer = replace(predicates, criteria=predicates.criteria.without(name))
        counts[name] = f"count(*) FILTER (WHERE {' AND '.join(fewer.matching()) or 'TRUE'})"
    if not counts:
        return {}
    conditions = [where.sql]
    if failures := predicates.failures():
        # What two filters refute is a result without neither of the two.
        conditions.append(" + ".join(f"({failure})::int" for failure in failures) + " <= 1")
    source = f"{search.area.table} WHERE {' AND '.join(conditions)}"
    (numbers,) = run(f"SELECT {', '.join(counts.values())} FROM {source}", bound)
    return {name: number for name, number in zip(counts, numbers, strict=True) if number}


def similar_names(area: SearchArea, predicates: Predicates) -> tuple[int, ...]:
    """Locations in the area, of the first few thousand there, whose name is nearly what was typed."""
    where = area.condition()
    inside = f"SELECT location_id FROM {area.table} WHERE {where.sql} LIMIT {NAMES_LOOKED_AT}"
    rows = run(
        f"SELECT location_id FROM ({inside}) inside JOIN providers_searchcard USING (location_id)"
        " WHERE word_similarity(%(typed)s, name) >= %(alike)s"
        " ORDER BY word_similarity(%(typed)s, name) DESC, location_id LIMIT %(most_alike)s",
        {
            **where.bound,
            "typed": " ".join(predicates.criteria.words),
            "alike": ALIKE,
            "most_alike": MOST_ALIKE,
        },
    )
    return tuple(pk for (pk,) in rows)


def names_beyond(predicates: Predicates, most: int) -> bool:
    """Whether a name matches as many locations as are looked at."""
    limited = f"SELECT 1 FROM providers_searchcard WHERE words @@ %(words)s::tsquery LIMIT {most}"
    ((found,),) = run(f"SELECT count(*) FROM ({limited}) named", predicates.bound())
    return bool(found >= most)
