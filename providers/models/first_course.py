"""The first-course total, computed from dated parts, with its arithmetic. The rules are in docs/data.md."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from .price import Price
from .service import Service
from .vocabulary import PriceComponent as P
from .vocabulary import PriceUnit as U

DAYS_PER_MONTH = 30
SESSIONS = "sessions"
COURSE_LENGTH = "course_length"
LEFT_OUT = (P.THERAPY, P.BOOSTER, P.NO_SHOW_FEE)


@dataclass(frozen=True)
class CourseLine:
    """One line of the sum: times x (low to high), in US dollars."""

    component: str
    times: int
    low: Decimal
    high: Decimal

    @property
    def total_low(self) -> Decimal:
        return self.times * self.low

    @property
    def total_high(self) -> Decimal:
        return self.times * self.high

    @property
    def label(self) -> str:
        return str(P(self.component).label)


@dataclass(frozen=True)
class FirstCourse:
    """`missing` names what is not stated; while it is not empty there is no total, never a smaller one."""

    lines: tuple[CourseLine, ...]
    missing: tuple[str, ...]
    session_low: Decimal | None
    session_high: Decimal | None
    included: tuple[str, ...] = ()

    @property
    def low(self) -> Decimal | None:
        return None if self.missing else sum((line.total_low for line in self.lines), Decimal(0))

    @property
    def high(self) -> Decimal | None:
        return None if self.missing else sum((line.total_high for line in self.lines), Decimal(0))


class _Sum:
    """Collects the lines and the gaps of one service's course on one day."""

    def __init__(self, service: Service, parts: dict[tuple[str, str], Price]) -> None:
        self.service, self.parts = service, parts
        self.sessions = service.sessions_first_course
        counted = [part for part in parts.values() if part.component not in LEFT_OUT]
        self.included = {component for part in counted for component in part.includes}
        self.lines: list[CourseLine] = []
        self.missing: list[str] = []

    def months(self) -> int | None:
        if not self.sessions or not self.service.interval_days:
            return None
        return max(1, math.ceil(self.sessions * self.service.interval_days / DAYS_PER_MONTH))

    def add(self, part: Price, times: int | None, gap: str) -> None:
        if times is None:
            self.gap(gap)
        else:
            self.lines.append(CourseLine(part.component, times, part.amount_min, part.amount_max))

    def gap(self, name: str) -> None:
        if name not in self.missing:
            self.missing.append(name)

    def recurring(self, component: str) -> bool:
        """Adds the part paid per session, per month, per fill or once for the course; False if not stated."""
        if part := self.parts.get((component, U.COURSE)):
            self.add(part, 1, SESSIONS)
        elif part := self.parts.get((component, U.SESSION)):
            self.add(part, self.sessions, SESSIONS)
        elif part := self.parts.get((component, U.FILL)) or self.parts.get((component, U.MONTH)):
            self.add(part, self.months(), COURSE_LENGTH)
        else:
            return component in self.included
        return True


def in_force(prices: Iterable[Price], day: datetime.date) -> dict[tuple[str, str], Price]:
    """The newest price of each (component, unit) that holds on the day."""
    held = sorted((price for price in prices if price.holds_on(day)), key=lambda price: price.valid_from)
    return {(price.component, price.per): price for price in held}


def _session(parts: dict[tuple[str, str], Price]) -> tuple[Decimal | None, Decimal | None]:
    """What one session costs: the bundle, or medicine and observation together where both are stated."""
    bundle = parts.get((P.SESSION_BUNDLE, U.SESSION))
    drug, watch = parts.get((P.DRUG, U.SESSION)), parts.get((P.OBSERVATION, U.SESSION))
    if bundle:
        return bundle.amount_min, bundle.amount_max
    if drug and watch:
        return drug.amount_min + watch.amount_min, drug.amount_max + watch.amount_max
    if drug and P.OBSERVATION in drug.includes:
        return drug.amount_min, drug.amount_max
    return None, None


def first_course(service: Service, prices: Iterable[Price], day: datetime.date) -> FirstCourse:
    """The sum of a usual first course. Optional therapy, boosters and missed-visit fees are left out."""
    parts = in_force(prices, day)
    course = _Sum(service, parts)
    if not course.recurring(P.SESSION_BUNDLE):
        if course.recurring(P.DRUG):
            if not service.is_home and not course.recurring(P.OBSERVATION):
                course.gap(P.OBSERVATION)
        else:
            course.gap(P.SESSION_BUNDLE)
    if consultation := next((parts[P.CONSULTATION, u] for u in U if (P.CONSULTATION, u) in parts), None):
        course.add(consultation, 1, SESSIONS)
    elif P.CONSULTATION not in course.included:
        course.gap(P.CONSULTATION)
    if (P.MEMBERSHIP, U.MONTH) in parts or (P.MEMBERSHIP, U.COURSE) in parts:
        course.recurring(P.MEMBERSHIP)
    low, high = _session(parts)
    return FirstCourse(tuple(course.lines), tuple(course.missing), low, high, tuple(sorted(course.included)))
