"""Filters as SQL over the search columns: what must hold, and what must hold on one route's offer.

A group of choices is a mask of bits. Masks are bound as values, so that a few statements serve every search.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from psycopg.types.numeric import Int8

from providers.models.provider import AGEING_DAYS, FRESH_DAYS
from providers.models.search_row import (
    NO_ROUTE_COLUMN,
    OFFER_COLUMNS,
    RARE_ROUTES,
    ROUTE_COLUMNS,
    Facets,
    Lane,
    Offer,
    Traits,
)

from .criteria import Criteria

OFFER_GROUPS: dict[str, Lane] = {
    "condition": Facets.condition,
    "setting": Facets.setting,
    "insurance": Facets.insurance,
    "age": Facets.age,
}
GROUPS: dict[str, Lane] = {**OFFER_GROUPS, "route": Facets.route, "credential": Facets.credential}
STORED_FLAGS = ("accepting", "telehealth")
COURSE = f"%(column)s >> {Offer.course_shift} & {Offer.course_unknown}"
SESSION = f"%(column)s >> {Offer.session_shift} & {Offer.session_unknown}"


@dataclass(frozen=True)
class Predicates:
    """The criteria on one day.

    most_names: how many locations a name may match before the rest is left out; similar: locations whose
    names are like the words, in place of those that begin with them.
    """

    criteria: Criteria
    today: datetime.date
    most_names: int | None = None
    similar: tuple[int, ...] | None = None

    @cached_property
    def masks(self) -> dict[str, int]:
        """The bits of each group in which something is chosen."""
        chosen = {name: lane.mask(getattr(self.criteria, name)) for name, lane in GROUPS.items()}
        return {name: mask for name, mask in chosen.items() if mask}

    @property
    def is_per_offer(self) -> bool:
        """Whether some filter speaks of one service."""
        return bool(self.masks.keys() - {"credential"} or self.has_price)

    @property
    def has_price(self) -> bool:
        return self.criteria.max_session_price is not None or self.criteria.max_course_price is not None

    @property
    def needs_one_offer(self) -> bool:
        """Whether two things must meet on one offer: else the location's own bits say enough."""
        return self.has_price or len(self.masks.keys() - {"credential"}) > 1

    def bound(self) -> dict[str, Any]:
        """Every value that any of these pieces names."""
        chosen, day = self.criteria, datetime.timedelta(days=1)
        return {
            **{name: Int8(mask) for name, mask in self.masks.items()},
            "traits_all": Int8(Traits.access.mask(chosen.access)),
            "traits_any": Int8(Traits.language.mask(chosen.language)),
            "session": Int8(min(chosen.max_session_price or 0, Offer.session_unknown - 1)),
            "course": Int8(min(chosen.max_course_price or 0, Offer.course_unknown - 1)),
            "today": self.today,
            "fresh_from": self.today - FRESH_DAYS * day,
            "shown_from": self.today - AGEING_DAYS * day,
            "words": " & ".join(f"'{word}':*" for word in chosen.words),
            "most_names": self.most_names,
            "similar": list(self.similar or ()),
        }

    def certain(self) -> list[str]:
        """Conditions on the location whose choices are not counted against each other."""
        chosen = self.criteria
        parts = [
            f"facets & {Facets.yes_no.bits[name]} <> 0" for name in STORED_FLAGS if getattr(chosen, name)
        ]
        if chosen.verified:
            parts.append("verified_until >= %(today)s")
        if chosen.confirmed:
            parts.append("confirmed_on >= %(fresh_from)s")
        if chosen.access:
            parts.append("traits & %(traits_all)s = %(traits_all)s")
        if chosen.language:
            parts.append("traits & %(traits_any)s <> 0")
        if chosen.words:
            parts.append(self.named())
        return parts

    def named(self) -> str:
        if self.similar is not None:
            return "location_id = ANY(%(similar)s::bigint[])"
        limit = " LIMIT %(most_names)s" if self.most_names else ""
        names = f"SELECT location_id FROM providers_searchcard WHERE words @@ %(words)s::tsquery{limit}"
        return f"location_id IN ({names})"

    def likely(self) -> list[str]:
        """For each group, whether the location has one of the chosen values somewhere."""
        return [f"facets & %({name})s <> 0" for name in self.masks]

    def failures(self) -> list[str]:
        """For each filter that the location's own columns can refute, whether they do."""
        chosen = self.criteria
        parts = [f"facets & %({name})s = 0" for name in self.masks]
        parts += [
            f"facets & {Facets.yes_no.bits[name]} = 0" for name in STORED_FLAGS if getattr(chosen, name)
        ]
        if chosen.verified:
            parts.append("COALESCE(verified_until < %(today)s, TRUE)")
        if chosen.confirmed:
            parts.append("COALESCE(confirmed_on < %(fresh_from)s, TRUE)")
        if chosen.access:
            parts.append("traits & %(traits_all)s <> %(traits_all)s")
        if chosen.language:
            parts.append("traits & %(traits_any)s = 0")
        return parts

    def fits(self, column: str) -> str:
        """Whether one offer has everything that was asked of a service."""
        parts = [f"{column} & %({name})s <> 0" for name in self.masks if name in OFFER_GROUPS]
        return " AND ".join([*parts, *self.affordable(column)]) or f"{column} IS NOT NULL"

    def affordable(self, column: str) -> list[str]:
        parts = []
        if self.criteria.max_session_price is not None:
            parts.append(f"({SESSION}) <= %%(session)s" % {"column": column})
        if self.criteria.max_course_price is not None:
            parts.append(f"({COURSE}) <= %%(course)s" % {"column": column})
        return parts

    def columns(self) -> list[str]:
        """The offers that the chosen routes allow."""
        if not self.criteria.route:
            return list(OFFER_COLUMNS)
        return [ROUTE_COLUMNS[route] for route in self.criteria.route]

    @property
    def rare_column(self) -> str:
        """The offers of the one chosen route, if it is a rare one, with an index of its own."""
        (*others, route) = self.criteria.route or ("",)
        return ROUTE_COLUMNS[route] if route in RARE_ROUTES and not others else ""

    def indexed(self) -> list[str]:
        """What has an index of its own, so that few rows are read wherever one looks."""
        parts = [f"{self.rare_column} IS NOT NULL"] if self.rare_column else []
        return [*parts, self.named()] if self.criteria.words else parts

    def matching(self) -> list[str]:
        """Everything that a result must satisfy."""
        parts = [*self.certain(), *self.likely()]
        if self.rare_column:
            parts.append(f"{self.rare_column} IS NOT NULL")
        if self.needs_one_offer:
            parts.append("(" + " OR ".join(f"({self.fits(column)})" for column in self.columns()) + ")")
        if not self.criteria.stale:
            parts.append("(confirmed_on >= %(shown_from)s OR confirmed_on IS NULL)")
        return parts

    def course_price(self) -> str:
        """The lowest first-course price among the offers that match; unknown is the highest there is."""
        if not self.is_per_offer:
            return f"COALESCE(course_price, {Offer.course_unknown})"
        prices = [
            f"CASE WHEN {self.fits(column)} THEN {COURSE % {'column': column}} END"
            for column in self.columns()
        ]
        return f"COALESCE(LEAST({', '.join(prices)}), {Offer.course_unknown})"


__all__ = ["GROUPS", "NO_ROUTE_COLUMN", "OFFER_GROUPS", "Predicates"]
