"""What the rows of the price editor make of a service's dated parts. Pure: asks and writes nothing.

A changed amount ends the old part and begins a new one, so that history stays; a part that began today, or
has yet to begin, is corrected in its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from providers.models import Price, Service
from providers.models.evidence import day as in_words

ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Part:
    """One row. pk: of the price that it was drawn from; None for a new one. No valid_from: today."""

    pk: int | None
    component: str
    low: Decimal
    high: Decimal
    per: str
    includes: tuple[str, ...] = ()
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    evidence: str = ""
    is_still_true: bool = False
    is_removed: bool = False


class UnknownPart(Exception):
    """A row names a price that this service does not have."""


@dataclass(frozen=True)
class Problem:
    """index: of the row; field: of Part, as the form names it."""

    index: int
    field: str
    sentence: str


@dataclass
class Plan:
    """ended: only valid_to moves, and the evidence stays. touched: rows that come from the editor."""

    service: Service
    day: datetime.date
    rows: dict[int, Price]
    deleted: list[Price] = field(default_factory=list)
    ended: list[Price] = field(default_factory=list)
    changed: list[Price] = field(default_factory=list)
    created: list[Price] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    touched: dict[int, tuple[int, Part]] = field(default_factory=dict)

    @property
    def after(self) -> list[Price]:
        """Every part as it will be."""
        gone = {row.pk for row in self.deleted}
        return [row for pk, row in self.rows.items() if pk not in gone] + self.created

    def is_empty(self) -> bool:
        return not (self.deleted or self.ended or self.changed or self.created)

    def problem(self, index: int, name: str, sentence: str) -> None:
        self.problems.append(Problem(index, name, sentence))

    def touch(self, row: Price, index: int, part: Part) -> None:
        self.touched[id(row)] = (index, part)


def plan(service: Service, prices: Iterable[Price], parts: Sequence[Part], day: datetime.date) -> Plan:
    """prices: all of the service's, ended ones too. Raises UnknownPart."""
    made = Plan(service, day, {price.pk: copy(price) for price in prices})
    for index, part in enumerate(parts):
        if part.pk is None:
            if not part.is_removed:
                _begin(made, index, part, part.valid_from or day)
        elif (old := made.rows.get(part.pk)) is None:
            raise UnknownPart(part.pk)
        else:
            _follow(made, index, part, old)
    _settle(made)
    return made


def _follow(made: Plan, index: int, part: Part, old: Price) -> None:
    if part.is_removed:
        _stop(made, old)
    elif (part.component, part.per, part.low, part.high) != _said(old):
        _replace(made, index, part, old)
    elif changes := _small_changes(part, old):
        _correct(made, index, part, old, changes)
    elif part.is_still_true:
        made.changed.append(old)


def _said(price: Price) -> tuple[str, str, Decimal, Decimal]:
    return price.component, price.per, price.amount_min, price.amount_max


def _stop(made: Plan, old: Price) -> None:
    """A part that held before today is history; one that did not is a mistake that nobody relied on."""
    if old.valid_from >= made.day:
        made.deleted.append(old)
    else:
        _end(made, old, made.day - ONE_DAY)


def _end(made: Plan, old: Price, last: datetime.date) -> None:
    if old.valid_to is None or old.valid_to > last:
        old.valid_to = last
        if not any(row is old for row in (*made.ended, *made.changed, *made.created)):
            made.ended.append(old)


def _replace(made: Plan, index: int, part: Part, old: Price) -> None:
    is_dated = part.valid_from is not None and part.valid_from != old.valid_from
    start = part.valid_from if is_dated and part.valid_from else max(made.day, old.valid_from)
    if start > old.valid_from:
        _end(made, old, start - ONE_DAY)
    else:
        made.deleted.append(old)
    _begin(made, index, part, start)


def _begin(made: Plan, index: int, part: Part, start: datetime.date) -> None:
    row = Price(service=made.service, valid_from=start, **_values(part))
    made.created.append(row)
    made.touch(row, index, part)
    _check_end(made, index, row)


def _values(part: Part) -> dict[str, Any]:
    return {
        "component": part.component,
        "per": part.per,
        "amount_min": part.low,
        "amount_max": part.high,
        "includes": list(part.includes),
        "valid_to": part.valid_to,
        "evidence": part.evidence,
    }


def _small_changes(part: Part, old: Price) -> dict[str, Any]:
    wanted: dict[str, Any] = {"valid_to": part.valid_to, "evidence": part.evidence}
    found = {name: value for name, value in wanted.items() if getattr(old, name) != value}
    if set(part.includes) != set(old.includes):
        found["includes"] = list(part.includes)
    if part.valid_from is not None and part.valid_from != old.valid_from:
        found["valid_from"] = part.valid_from
    return found


def _correct(made: Plan, index: int, part: Part, old: Price, changes: dict[str, Any]) -> None:
    """A part with another first day is another row: two may trade their days in one save."""
    if "valid_from" in changes:
        made.deleted.append(old)
        _begin(made, index, part, changes["valid_from"])
        return
    for name, value in changes.items():
        setattr(old, name, value)
    made.changed.append(old)
    made.touch(old, index, part)
    _check_end(made, index, old)


def _check_end(made: Plan, index: int, row: Price) -> None:
    if row.valid_to is not None and row.valid_to < row.valid_from:
        made.problem(index, "valid_to", _("The price ends after it starts."))


def _settle(made: Plan) -> None:
    """No two rows of one part hold on the same day; a later one ends an earlier one that has no end."""
    by_part: dict[tuple[str, str], list[Price]] = {}
    for row in sorted(made.after, key=lambda row: row.valid_from):
        by_part.setdefault((row.component, row.per), []).append(row)
    for rows in by_part.values():
        for earlier, later in pairwise(rows):
            _settle_pair(made, earlier, later)


def _settle_pair(made: Plan, earlier: Price, later: Price) -> None:
    known = made.touched.get(id(later)) or made.touched.get(id(earlier))
    if known is None or (earlier.valid_to is not None and earlier.valid_to < later.valid_from):
        return
    index, part = known
    is_undated = id(later) in made.touched and part.pk is None and part.valid_from is None
    if earlier.valid_from == later.valid_from or is_undated:
        made.problem(
            index,
            "component",
            _("This part is here twice. Change the amount there, or say from which day this one holds."),
        )
    elif earlier.valid_to is None:
        _end(made, earlier, later.valid_from - ONE_DAY)
    else:
        made.problem(
            index,
            "valid_from",
            _("The same part with another amount holds until %s.") % in_words(earlier.valid_to),
        )
