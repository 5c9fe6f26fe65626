"""Making one list of prices, or of insurance, say what another one says; with what that replaces."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from providers.models import Coverage, Location, Price, Service, User

from . import editing_insurance, editing_prices
from .clock import today
from .editing_insurance import Line
from .price_plan import Part, plan
from .refusals import TransitionRefused

ADDED, REPLACED, ENDED = "added", "replaced", "ended"
ASKED, LEFT_OUT = "asked", "left_out"


@dataclass(frozen=True)
class Change:
    """part: services, safety, prices or insurance. of: whose name it bears. before, after: rows, or None.

    facts: names of the fields that a service gets anew.
    """

    part: str
    kind: str
    of: Service | Coverage
    before: Any = None
    after: Any = None
    facts: tuple[str, ...] = ()


def copy_prices(source: Service, target: Service, *, by: User) -> list[Change]:
    """The same amounts keep their evidence; the others begin today, or on their announced day."""
    day, prices = today(), editing_prices.prices_of(target)
    parts = list(_parts(_standing(editing_prices.prices_of(source), day), _standing(prices, day), day))
    made = plan(target, prices, parts, day)
    if made.problems:
        raise TransitionRefused([problem.sentence for problem in made.problems])
    editing_prices.carry_out(made, by=by)
    before = {(price.component, price.per): price for price in _standing(prices, day)}
    after = {(price.component, price.per): price for price in _standing(made.after, day)}
    return list(_differences("prices", target, before, after))


def _standing(prices: Iterable[Price], day: datetime.date) -> list[Price]:
    """What holds or is still to come, oldest first."""
    return sorted(
        (price for price in prices if price.valid_to is None or price.valid_to >= day),
        key=lambda price: (price.component, price.per, price.valid_from),
    )


def _parts(wanted: Sequence[Price], there: Sequence[Price], day: datetime.date) -> Iterator[Part]:
    """Each wanted price meets the one of the same part that stands in its place."""
    for key in dict.fromkeys((price.component, price.per) for price in (*wanted, *there)):
        pairs = zip_longest(
            *([p for p in prices if (p.component, p.per) == key] for prices in (wanted, there))
        )
        for new, old in pairs:
            if new is None:
                yield _part(old, pk=old.pk, is_removed=True)
            else:
                is_later = new.valid_from > day or (old is not None and old.valid_from > day)
                begins = max(new.valid_from, day) if is_later else None
                yield _part(new, pk=old.pk if old else None, valid_from=begins)


def _part(price: Price, *, pk: int | None, **over: Any) -> Part:
    return Part(
        pk=pk,
        component=price.component,
        low=price.amount_min,
        high=price.amount_max,
        per=price.per,
        includes=tuple(price.includes),
        valid_to=price.valid_to,
        evidence=price.evidence,
        **over,
    )


def copy_insurance(source: Location, target: Location, *, by: User) -> list[Change]:
    rows = {row.pk: row for row in editing_insurance.coverages_of(target)}
    there = {editing_insurance.line_of(row).key: row for row in rows.values()}
    wanted = {editing_insurance.line_of(row).key: row for row in editing_insurance.coverages_of(source)}
    lines = [_line(row, there[key].pk if key in there else None) for key, row in wanted.items()]
    lines += [_line(row, row.pk, is_removed=True) for key, row in there.items() if key not in wanted]
    before = {key: _said(row) for key, row in there.items()}
    editing_insurance.replace(target, rows, lines, by=by)
    names = {**there, **wanted}
    after = {key: _said(row) for key, row in wanted.items()}
    return [
        Change("insurance", _kind(before.get(key), after.get(key)), row, before.get(key), after.get(key))
        for key, row in names.items()
        if before.get(key) != after.get(key)
    ]


def _line(row: Coverage, pk: int | None, *, is_removed: bool = False) -> Line:
    return Line(
        pk, row.plan_family, row.plan_name, row.route, row.component, row.position, row.note, is_removed
    )


def _said(row: Coverage) -> tuple[str, str]:
    return row.position, row.note


def _differences(
    part: str, of: Service, before: dict[Any, Price], after: dict[Any, Price]
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or _amounts(old) != _amounts(new):
            yield Change(part, _kind(old, new), of, old, new)


def _amounts(price: Price) -> tuple[Any, ...]:
    return price.amount_min, price.amount_max


def _kind(before: Any, after: Any) -> str:
    if before is None:
        return ADDED
    return ENDED if after is None else REPLACED
