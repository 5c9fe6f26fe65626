"""Rows of a table of prices: dated parts of a way of giving ketamine, planned as in the price editor."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.models import Price, Provider, Service, User
from providers.models.service_rules import claim_problems

from .clock import today
from .editing_services import refuse
from .price_plan import Part, Plan, plan
from .stated import STAMP, stamp
from .table_import import Line, Work
from .table_locations import open_locations
from .table_services import Key, key_of, location_of, services_by_key, words

BATCH = 500
Parts = list[tuple[Line, Part]]


def take_over(work: Work, lines: Sequence[Line]) -> None:
    locations = {row.slug: row for row in open_locations(work.provider)}
    services, prices = services_by_key(work.provider), prices_by_service(work.provider)
    wanted: dict[int, Parts] = {}
    for line in lines:
        with work.reading(line):
            key = key_of(line, location_of(line, locations))
            service = _service_of(key, services)
            part = _part(line, service, prices.get(service.pk, []))
            if part.pk is not None or not part.is_removed:
                wanted.setdefault(service.pk, []).append((line, part))
    by_pk = {service.pk: service for service in services.values()}
    plans = [_planned(work, by_pk[pk], prices.get(pk, []), parts) for pk, parts in wanted.items()]
    if lines and not work.outcome.problems:
        with work.row(lines[0]):
            carry_out(plans, by=work.by)


def prices_by_service(provider: Provider) -> dict[int, list[Price]]:
    """Every dated part, ended ones too. One query."""
    rows = Price.objects.filter(service__location__provider=provider)
    found: dict[int, list[Price]] = {}
    for row in rows.order_by("service__pk", "component", "valid_from", "pk"):
        found.setdefault(row.service_id, []).append(row)
    return found


def still_to_hold(prices: Sequence[Price], day: datetime.date) -> list[Price]:
    """Those that hold, or will: what an export shows."""
    return [row for row in prices if row.valid_to is None or row.valid_to >= day]


def _service_of(key: Key, services: dict[Key, Service]) -> Service:
    if key not in services:
        raise ValidationError({"route": _("This location does not list this way of giving ketamine.")})
    return services[key]


def _part(line: Line, service: Service, prices: Sequence[Price]) -> Part:
    facts = line.facts
    for name in ("component", "per"):
        if not facts.get(name):
            raise ValidationError({name: _("Say which part, and for what it is paid.")})
    old = _old(facts, still_to_hold(prices, today()))
    low, high = _amounts(line, old)
    refuse(claim_problems("evidence", facts.get("evidence", ""), service.route))

    def said(name: str, otherwise: Any) -> Any:
        return facts.get(name, getattr(old, name, otherwise))

    return Part(
        pk=old.pk if old else None,
        component=facts["component"],
        per=facts["per"],
        low=low,
        high=high,
        includes=tuple(said("includes", ())),
        valid_from=facts.get("valid_from"),
        valid_to=said("valid_to", None),
        evidence=said("evidence", ""),
        is_removed=line.remove,
    )


def _amounts(line: Line, old: Price | None) -> tuple[Decimal, Decimal]:
    """A file without the column leaves the amount as it is; a row that goes needs none."""
    if old is not None and (line.remove or "low" not in line.facts):
        return old.amount_min, old.amount_max
    low, high = line.facts.get("low"), line.facts.get("high")
    if low is None and line.remove:
        low = Decimal(0)
    if low is None:
        raise ValidationError({"low": _("Write the amount, or “yes” under “remove”.")})
    if high is not None and low > high:
        raise ValidationError({"high": _("The lower amount comes before the higher.")})
    return low, low if high is None else high


def _old(facts: dict[str, Any], prices: Sequence[Price]) -> Price | None:
    """The part that the row speaks of: that of its day, or else the one that holds now."""
    alike = [row for row in prices if (row.component, row.per) == (facts["component"], facts["per"])]
    start = facts.get("valid_from")
    same_day = [row for row in alike if row.valid_from == start]
    holding = [row for row in alike if row.holds_on(today())]
    if start is not None:
        return same_day[0] if same_day else None
    return next(iter(holding or alike), None)


def _planned(work: Work, service: Service, prices: Sequence[Price], parts: Parts) -> Plan:
    seen: dict[Any, int] = {}
    for line, part in parts:
        key = part.pk or (part.component, part.per, part.valid_from)
        if key in seen:
            work.refuse(line, "", _("Row %(row)d is about the same.") % {"row": seen[key]})
        seen.setdefault(key, line.number)
    made = plan(service, prices, [part for _line, part in parts], today())
    for problem in made.problems:
        work.refuse(parts[problem.index][0], problem.field, problem.sentence)
    if not made.problems:
        _tell(work, service, {row.pk: row for row in prices}, parts, made)
    return made


def carry_out(plans: Iterable[Plan], *, by: User) -> None:
    """As editing_prices.carry_out, for thousands at once: each statement carries the history's context."""
    plans = list(plans)
    said = [row for made in plans for row in (*made.changed, *made.created)]
    for row in said:
        for name, value in stamp(by).items():
            setattr(row, name, value)
    Price.objects.filter(pk__in=[row.pk for made in plans for row in made.deleted]).delete()
    Price.objects.bulk_update([row for made in plans for row in made.ended], ["valid_to"], BATCH)
    changed = [row for made in plans for row in made.changed]
    Price.objects.bulk_update(changed, ["includes", "valid_to", "evidence", *STAMP], BATCH)
    Price.objects.bulk_create([row for made in plans for row in made.created], BATCH)


def _tell(work: Work, service: Service, old: dict[int, Price], parts: Parts, made: Plan) -> None:
    """Each row of the file that changes anything, in the words of its amounts and days."""
    what = words(service, service.location)
    for line, part in parts:
        before = old.get(part.pk) if part.pk else None
        if part.is_removed:
            if before is not None:
                work.tell(line, what, "remove", before=_said_of(before))
        elif before is None or _differs(part, before):
            after = {name: getattr(part, name) for name in ("component", "per", "low", "high")}
            after |= {"includes": list(part.includes), "valid_from": part.valid_from or made.day}
            after |= {"valid_to": part.valid_to, "evidence": part.evidence}
            work.tell(line, what, "low", before=_said_of(before) if before else None, after=after)


def _said_of(row: Price) -> dict[str, Any]:
    names = ("component", "per", "includes", "valid_from", "valid_to", "evidence")
    return {"low": row.amount_min, "high": row.amount_max, **{name: getattr(row, name) for name in names}}


def _differs(part: Part, old: Price) -> bool:
    first_day = part.valid_from is not None and part.valid_from != old.valid_from
    said = (part.low, part.high, set(part.includes), part.valid_to, part.evidence)
    return first_day or said != (
        old.amount_min, old.amount_max, set(old.includes), old.valid_to, old.evidence,
    )  # fmt: skip
