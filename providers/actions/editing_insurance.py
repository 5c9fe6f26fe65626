"""Who pays, by plan, route and part of the care; and how patients may pay: live at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Coverage, Location, User

from . import search_index
from .own_words import refuse_claims
from .refusals import TransitionRefused
from .stated import hold, policy_of, state, vouch
from .versions import refuse_stale, version_of

PAYING = (
    *("self_pay", "hsa_fsa", "prepay_required", "refund_policy"),
    *("payment_plan", "sliding_scale", "veteran_discount"),
)
KEY = ("plan_family", "plan_name", "route", "component")


@dataclass(frozen=True)
class Line:
    """One row of the editor. pk: of the coverage that it was drawn from; None for a new one."""

    pk: int | None
    plan_family: str
    plan_name: str
    route: str | None
    component: str | None
    position: str
    note: str = ""
    is_removed: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What may be said once only, however it is spelled."""
        return self.plan_family, self.plan_name.casefold(), self.route or "", self.component or ""


class UnknownLine(Exception):
    """A row names a coverage that this location does not have."""


def version(location: Location) -> str:
    return version_of(*_read(location))


def coverages_of(location: Location) -> list[Coverage]:
    return list(Coverage.objects.filter(location=location).order_by("plan_family", "plan_name", "pk"))


def _read(location: Location) -> tuple[Iterable[Coverage], Mapping[str, Any]]:
    policy = policy_of(location.provider)
    return coverages_of(location), {name: getattr(policy, name) for name in PAYING}


def twins(lines: Sequence[Line]) -> list[int]:
    """The places of lines that say again what an earlier one has said."""
    seen: set[tuple[str, str, str, str]] = set()
    found = []
    for index, line in enumerate(lines):
        if not line.is_removed and line.key in seen:
            found.append(index)
        elif not line.is_removed:
            seen.add(line.key)
    return found


@transaction.atomic
def save(
    *, by: User, location: Location, version: str, lines: Sequence[Line], paying: Mapping[str, Any]
) -> None:
    """Rows of the location that are not among the lines stay as they are.

    Raises Stale, UnknownLine, or TransitionRefused.
    """
    provider = hold(location.provider)
    rows = {row.pk: row for row in coverages_of(location)}
    refuse_stale(version, *_read(location))
    unknown = [line.pk for line in lines if line.pk is not None and line.pk not in rows]
    if unknown:
        raise UnknownLine(unknown)
    if twins([*lines, *_others(rows, lines)]):
        raise TransitionRefused(_("Two lines say the same plan, route and part. Keep one of them."))
    policy, told = policy_of(provider), {"refund_policy": paying["refund_policy"]}
    refuse_claims(provider, {"refund_policy": policy.refund_policy}, told)
    with pghistory.context(event="edit_insurance", by=by.pk):
        said = replace(location, rows, lines, by=by)
        said |= state(policy, by=by, facts={name: paying[name] for name in PAYING})
    if said:
        search_index.reindex([location.pk])


def _others(rows: Mapping[int, Coverage], lines: Sequence[Line]) -> list[Line]:
    shown = {line.pk for line in lines}
    return [line_of(row) for row in rows.values() if row.pk not in shown]


def line_of(row: Coverage) -> Line:
    return Line(row.pk, row.plan_family, row.plan_name, row.route, row.component, row.position, row.note)


def replace(location: Location, rows: Mapping[int, Coverage], lines: Sequence[Line], *, by: User) -> bool:
    """Old rows go before new ones come: two lines may trade their plans in one save."""
    gone, fresh, said = [], [], False
    for line in lines:
        row = rows[line.pk] if line.pk is not None else None
        if row is not None and not line.is_removed and _key(row) == _key(line):
            said |= state(row, by=by, facts={"position": line.position, "note": line.note})
            continue
        if row is not None:
            gone.append(row.pk)
        if not line.is_removed:
            fresh.append(line)
    Coverage.objects.filter(pk__in=gone).delete()
    for line in fresh:
        vouch(Coverage(location=location, position=line.position, note=line.note, **_named(line)), by=by)
    return said or bool(gone or fresh)


def _named(line: Line | Coverage) -> dict[str, Any]:
    return {name: getattr(line, name) for name in KEY}


def _key(line: Line | Coverage) -> tuple[Any, ...]:
    return tuple(_named(line).values())
