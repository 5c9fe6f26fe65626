"""Answers a search in two statements: one counts everything, the next reads one page of cards.

What is measured and why it is done so is in docs/decisions/0002-search-row.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from django.db import connection

from providers.models.geography import EARTH_RADIUS_MILES

from . import tally
from .area import COSINE, Condition, Measured, SearchArea, between_tenths, halvings
from .criteria import CONFIRMED, COURSE_PRICE, DISTANCE
from .predicates import Predicates
from .tally import Tally

PER_PAGE = 20
MOST_NAMES = 5001
SPARE = 1.5  # a crowd thins outwards: the ring that should hold a page is drawn wider than that
# Rounding may lift a cosine above 1; a place without a position stays null, and comes last.
TENTHS = f"round(acos(CASE WHEN {COSINE} > 1 THEN 1 ELSE {COSINE} END) * {EARTH_RADIUS_MILES * 10})::int"
BEST_FIRST = "is_unconfirmed, completeness DESC, location_id"


@dataclass(frozen=True)
class Hit:
    """tenths: the distance in tenths of a mile; None where there is none."""

    pk: int
    tenths: int | None
    card: dict[str, Any]


@dataclass(frozen=True)
class Search:
    """Where, what and in which order. counted_miles: in a crowd only what is as near as this is counted."""

    area: SearchArea
    predicates: Predicates
    sort: str = DISTANCE
    counted_miles: float | None = None

    def tally(self) -> Tally:
        rings = self.rings()
        (sums,) = run(*tally.statement(self.area.table, self.counted_in(), self.predicates, rings))
        return tally.read(sums, len(rings))

    def counted_in(self) -> Condition:
        if self.counted_miles is not None and isinstance(self.area, Measured):
            return self.area.ring(self.counted_miles)
        return self.area.condition()

    def rings(self) -> list[float]:
        if self.sort != DISTANCE or not isinstance(self.area, Measured):
            return []
        return halvings(self.counted_miles or self.area.farthest)

    def page(self, number: int, counted: Tally, *, most: int = PER_PAGE) -> list[Hit]:
        """A page of results, complete even in a crowd; `counted` says how far it has to look for them."""
        skip, found = (number - 1) * PER_PAGE, []
        for where in self._narrowest_first(skip + most, counted):
            found = hits(self, where, skip=skip, most=most)
            if len(found) == most:
                break
        return found

    def _narrowest_first(self, last: int, counted: Tally) -> Iterator[Condition]:
        if self.sort == DISTANCE and isinstance(self.area, Measured):
            inside = [*zip(self.rings(), counted.rings, strict=True)]
            if self.counted_miles:
                inside.append((self.counted_miles, counted.total))
            # The counts may be older than the rows: where the ring holds too few now, one looks farther.
            if enough := [miles for miles, results in inside if results >= last]:
                yield self.area.ring(min(enough))
            yield from (self.area.ring(miles) for miles in self._wider(last, counted))
        yield self.area.condition()

    def _wider(self, last: int, counted: Tally) -> list[float]:
        """Rings beyond what was counted that should hold so many: twice as wide holds four times as many."""
        if not (self.counted_miles and counted.total and isinstance(self.area, Measured)):
            return []
        guess = self.counted_miles * sqrt(SPARE * last / counted.total)
        return [between_tenths(miles) for miles in (guess, 2 * guess) if miles < self.area.farthest]

    def best(self, most: int, *, among: int) -> list[Hit]:
        """The first of a list whose order is its index's own, looking at no more than so many of it."""
        where = self.area.condition()
        table = (
            f"(SELECT * FROM {self.area.table} WHERE {where.sql} ORDER BY {BEST_FIRST} LIMIT {among}) seen"
        )
        return hits(self, Condition("TRUE", where.bound), skip=0, most=most, table=table)

    def order(self) -> str:
        """Without a distance the order is the telehealth index's own: the first few cost nothing to find."""
        measured = "tenths, " if isinstance(self.area, Measured) else ""
        return f"{_CHOSEN[self.sort]}{measured}{BEST_FIRST}"

    def ranked(self) -> str:
        """The columns that an order may name."""
        tenths = TENTHS if isinstance(self.area, Measured) else "NULL::int"
        price = self.predicates.course_price() if self.sort == COURSE_PRICE else "NULL::int"
        return (
            f"location_id, {tenths} AS tenths, {price} AS price, confirmed_on, is_unconfirmed, completeness"
        )


_CHOSEN = {DISTANCE: "", COURSE_PRICE: "price, ", CONFIRMED: "confirmed_on DESC NULLS LAST, "}


def hits(search: Search, where: Condition, *, skip: int, most: int, table: str = "") -> list[Hit]:
    """The best matching locations there, with their cards. The page is cut before the cards are read."""
    predicates = search.predicates
    conditions = " AND ".join([where.sql, *predicates.matching()])
    ranked = (
        f"SELECT {search.ranked()} FROM {table or search.area.table} WHERE {conditions}"
        f" ORDER BY {search.order()} LIMIT {most}{' OFFSET %(skip)s' if skip else ''}"
    )
    bound = {**where.bound, **predicates.bound(), "skip": skip}
    return with_cards(ranked, search.order(), bound)


def with_cards(ranked: str, order: str, bound: Mapping[str, Any]) -> list[Hit]:
    rows = run(
        f"SELECT location_id, tenths, card FROM ({ranked}) ranked"
        f" JOIN providers_searchcard USING (location_id) ORDER BY {order}",
        bound,
    )
    return [Hit(pk, tenths, json.loads(card)) for pk, tenths, card in rows]


def run(sql: str, bound: Mapping[str, Any]) -> Sequence[Any]:
    """Binds only what the statement names."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: value for name, value in bound.items() if f"%({name})s" in sql})
        rows: Sequence[Any] = cursor.fetchall()
    return rows
