"""Answers a search in two statements: one counts everything, the next reads one page of cards.

What is measured and why it is done so is in docs/decisions/0002-search-row.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from providers.models.geography import EARTH_RADIUS_MILES

from . import tally
from .area import COSINE, Condition, Measured, SearchArea
from .criteria import CONFIRMED, COURSE_PRICE, DISTANCE
from .predicates import Predicates
from .tally import Tally

PER_PAGE = 20
MOST_NAMES = 5001
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
    """Where, what and in which order."""

    area: SearchArea
    predicates: Predicates
    sort: str = DISTANCE

    def tally(self) -> Tally:
        rings = self.rings()
        (sums,) = run(*tally.statement(self.area, self.predicates, rings))
        return tally.read(sums, len(rings))

    def rings(self) -> list[float]:
        return self.area.rings() if self.sort == DISTANCE else []

    def page(self, number: int, counted: Tally) -> list[Hit]:
        """One page of results; `counted` says how far it has to look for them."""
        last = number * PER_PAGE
        where = self.area.condition()
        if isinstance(self.area, Measured):
            for miles, inside in zip(self.rings(), counted.rings, strict=False):
                if inside >= last:
                    where = self.area.ring(miles)
        return hits(self, where, skip=last - PER_PAGE, most=PER_PAGE)

    def first(self, most: int) -> list[Hit]:
        return hits(self, self.area.condition(), skip=0, most=most)

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


def hits(search: Search, where: Condition, *, skip: int, most: int) -> list[Hit]:
    """The best matching locations there, with their cards. The page is cut before the cards are read."""
    predicates = search.predicates
    conditions = " AND ".join([where.sql, *predicates.matching()])
    ranked = (
        f"SELECT {search.ranked()} FROM {search.area.table} WHERE {conditions}"
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
