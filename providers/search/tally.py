"""Counting every choice in one scan: three counts ride in one sum, 21 bits apart.

Each row becomes a number whose bits say for which choices it would be a result, if that choice were made
besides the others: within a group of alternatives, if it were the only one chosen there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.types.numeric import Float8

from providers.models.geography import cosine_of_miles
from providers.models.search_row import OFFER_COLUMNS, ROUTE_COLUMNS, Facets, Offer
from providers.models.vocabulary import Route

from .area import COSINE, Condition
from .predicates import GROUPS, NO_ROUTE_COLUMN, OFFER_GROUPS, Predicates

PASS = 1 << Facets.yes_no.end
STALE = PASS << 1
RING = STALE << 1
SUMS, APART = 21, 21
USUAL = (Route.IV, Route.IM, Route.SPRAVATO, Route.LOZENGE)
COUNT = (1 << APART) - 1
SUMMED = ", ".join(f"sum(bits & {1 << i | 1 << i + APART | 1 << i + 2 * APART})" for i in range(SUMS))
AWAY = COSINE  # the cosine of the angle: the farther away, the smaller
OF_LOCATION = Facets.credential.mask() | Facets.yes_no.mask()
VERIFIED = f"CASE WHEN verified_until >= %(today)s THEN {Facets.yes_no.bits['verified']} ELSE 0 END"
CONFIRMED = f"CASE WHEN confirmed_on >= %(fresh_from)s THEN {Facets.yes_no.bits['confirmed']} ELSE 0 END"
READ = "facets, verified_until, confirmed_on"


@dataclass(frozen=True)
class Tally:
    """counts: by bit of Facets. rings: how many results lie within each radius, the widest first."""

    total: int
    stale: int
    counts: tuple[int, ...]
    rings: tuple[int, ...]

    def of(self, group: str, code: str) -> int:
        lane = Facets.yes_no if group in Facets.yes_no.bits else GROUPS[group]
        return self.counts[lane.bits[code].bit_length() - 1]


def statement(
    table: str, where: Condition, predicates: Predicates, rings: Sequence[float]
) -> tuple[str, dict[str, Any]]:
    """The SQL that counts, and its values. One index-only scan of what is there."""
    source = f"{table} WHERE {_conditions(where.sql, predicates)}"
    if predicates.is_per_offer:
        # OFFSET 0 keeps the planner from working the same expression out again wherever it is named.
        source = f"(SELECT {READ}, {_away(rings)}{_offers(predicates)} FROM {source} OFFSET 0) seen"
    away = "away" if predicates.is_per_offer else AWAY
    bits = f"SELECT {_bits(predicates, _rings(rings, away))} AS bits FROM {source} OFFSET 0"
    bound = {**where.bound, **predicates.bound()}
    bound.update({f"ring{i}": Float8(cosine_of_miles(miles)) for i, miles in enumerate(rings)})
    return f"SELECT {SUMMED} FROM ({bits}) counted", bound


def read(sums: Sequence[Any], rings: int) -> Tally:
    """Takes the sums apart again."""
    counts = [0] * (3 * APART)
    for place, packed in enumerate(sums):
        number = int(packed or 0) >> place
        for lane in range(3):
            counts[place + lane * APART] = number >> lane * APART & COUNT
    first = Facets.yes_no.end
    within = [sum(counts[first + 2 + i : first + 2 + rings]) for i in range(rings)]
    return Tally(counts[first], counts[first + 1], tuple(counts[:first]), tuple(within))


def _conditions(area: str, predicates: Predicates) -> str:
    """At most one group of alternatives may fail: such a row still counts for the choices of that group."""
    parts = [area, *predicates.certain()]
    if len(predicates.masks) > 1:
        failed = " + ".join(f"(facets & %({name})s = 0)::int" for name in predicates.masks)
        parts.append(f"{failed} <= 1")
    return " AND ".join(parts)


def _away(rings: Sequence[float]) -> str:
    return f"{AWAY} AS away, " if rings else ""


def _offers(predicates: Predicates) -> str:
    """The choices that hold together on one offer, over all offers; most locations have only usual routes."""
    usual = " | ".join(_offer(predicates, ROUTE_COLUMNS[route]) for route in USUAL)
    others = [column for column in OFFER_COLUMNS if column not in {ROUTE_COLUMNS[route] for route in USUAL}]
    there = (
        f"facets & {Facets.route.mask() & ~Facets.route.mask(USUAL)} <> 0 OR {NO_ROUTE_COLUMN} IS NOT NULL"
    )
    rest = " | ".join(_offer(predicates, column) for column in others)
    return f"{usual} | CASE WHEN {there} THEN {rest} ELSE 0 END AS met"


def _offer(predicates: Predicates, column: str) -> str:
    """One offer's choices; where one group is not met, only the choices of that group remain."""
    route = next((route for route, name in ROUTE_COLUMNS.items() if name == column), None)
    own = PASS | (Facets.route.bits[route] if route else 0)
    bits = f"({column} & {Offer.lanes} | {own})"
    for name in predicates.masks:
        if name in OFFER_GROUPS:
            bits += f" & CASE WHEN {column} & %({name})s <> 0 THEN -1 ELSE {OFFER_GROUPS[name].mask()} END"
    if column not in predicates.columns():
        bits += f" & {Facets.route.mask()}"
    if affordable := predicates.affordable(column):
        return f"CASE WHEN {' AND '.join(affordable)} THEN {bits} ELSE 0 END"
    return f"COALESCE({bits}, 0)"


def _bits(predicates: Predicates, rings: str) -> str:
    """All choices of a row: those of its offers, and those of the location where the offers pass."""
    today = f"{VERIFIED} | {CONFIRMED}{rings}"
    if predicates.is_per_offer:
        bits = f"(met | CASE WHEN met & {PASS} <> 0 THEN facets & {OF_LOCATION} | {today} ELSE 0 END)"
        passes = f"met & {PASS} <> 0"
    else:
        bits, passes = f"(facets | {PASS} | {today})", "TRUE"
    if "credential" in predicates.masks:
        bits += f" & CASE WHEN facets & %(credential)s <> 0 THEN -1 ELSE {Facets.credential.mask()} END"
        passes += " AND facets & %(credential)s <> 0"
    if predicates.criteria.stale:
        return bits
    stale = f"CASE WHEN {passes} THEN {STALE} ELSE 0 END"
    return f"CASE WHEN confirmed_on < %(shown_from)s THEN {stale} ELSE {bits} END"


def _rings(rings: Sequence[float], away: str) -> str:
    """One bit for the narrowest ring that holds the row; most rows stop at the first, the widest.

    A place without a position lies outside every ring.
    """
    if not rings:
        return ""
    cases = " ".join(f"WHEN {away} < %(ring{i})s THEN {RING << i - 1 if i else 0}" for i in range(len(rings)))
    return f" | CASE WHEN {away} IS NULL THEN 0 {cases} ELSE {RING << len(rings) - 1} END"
