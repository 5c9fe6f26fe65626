"""Insurance by plan, route and part of the care. TRICARE pays for Spravato and for no other route."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from providers.models import Coverage, Location, Service
from providers.models.vocabulary import CoverageComponent as C
from providers.models.vocabulary import CoveragePosition as X
from providers.models.vocabulary import PlanFamily as P
from providers.models.vocabulary import Route

from .draft import Draft, clinic_says, register_says

SPRAVATO = {
    P.COMMERCIAL_PPO: 0.7, P.COMMERCIAL_HMO: 0.45, P.COMMERCIAL_OTHER: 0.3, P.MEDICARE_B: 0.5,
    P.MEDICARE_ADVANTAGE: 0.4, P.MEDICAID: 0.3, P.TRICARE: 0.3, P.VA: 0.25,
}  # fmt: skip
OTHER_ROUTES = {
    P.COMMERCIAL_PPO: 0.55,
    P.COMMERCIAL_HMO: 0.2,
    P.MEDICARE_B: 0.2,
    P.MEDICAID: 0.15,
    P.VA: 0.06,
}
REGISTERED = {P.COMMERCIAL_OTHER: 0.7, P.MEDICARE_B: 0.5, P.MEDICAID: 0.5, P.TRICARE: 0.3, P.VA: 0.2}
PLAN_NAMES = ("", "", "", "Demo Health Choice", "Demo Mutual Select")


def insure(draft: Draft, location: Location, services: Iterable[Service], on: datetime.date) -> None:
    """One clinic in six says nothing about insurance."""
    if draft.dice.chance(0.17):
        return
    rows = [row for service in services for row in _positions(draft, service.route)]
    seen = {(row["plan_family"], row["plan_name"], row["route"], row["component"]): row for row in rows}
    for key in sorted(seen):
        draft.add(Coverage(location_id=location.pk, **seen[key], **clinic_says(on)))


def listed_insurance(draft: Draft, location: Location) -> None:
    """A register says what the facility takes, not what it takes for ketamine."""
    for family in sorted(draft.dice.each(REGISTERED)):
        draft.add(
            Coverage(location_id=location.pk, plan_family=family, position=X.UNKNOWN, **register_says())
        )


def _positions(draft: Draft, route: str) -> list[dict[str, Any]]:
    if route == Route.SPRAVATO:
        return [row for family in draft.dice.each(SPRAVATO) for row in _spravato(draft, family)]
    return [_self_paid(draft, family, route) for family in draft.dice.each(OTHER_ROUTES)]


def _spravato(draft: Draft, family: str) -> list[dict[str, Any]]:
    """Medicine and observation are billed apart."""
    dice = draft.dice
    name = dice.choice(PLAN_NAMES) if family in (P.COMMERCIAL_PPO, P.COMMERCIAL_HMO) else ""
    drug = dice.one({X.PRIOR_AUTH: 8, X.IN_NETWORK: 2, X.SUPERBILL: 1 if name else 0})
    rows = [_row(family, name, Route.SPRAVATO, C.DRUG, drug)]
    if dice.chance(0.6):
        watch = dice.one({X.IN_NETWORK: 5, X.PRIOR_AUTH: 3, X.NOT_BILLED: 1})
        rows.append(_row(family, name, Route.SPRAVATO, C.OBSERVATION, watch))
    return rows


def _self_paid(draft: Draft, family: str, route: str) -> dict[str, Any]:
    dice = draft.dice
    if family == P.VA:
        return _row(family, "", route, C.DRUG, X.PRIOR_AUTH)
    if family in (P.MEDICARE_B, P.MEDICAID):
        return _row(family, "", route, C.DRUG, X.NOT_BILLED)
    part = dice.one({C.DRUG: 3, C.VISIT: 3, C.THERAPY: 1})
    if part == C.DRUG:
        return _row(family, "", route, part, dice.one({X.NOT_BILLED: 3, X.SUPERBILL: 2}))
    return _row(family, "", route, part, dice.one({X.SUPERBILL: 4, X.IN_NETWORK: 3}))


def _row(family: str, name: str, route: str, component: str, position: str) -> dict[str, Any]:
    return {
        "plan_family": family,
        "plan_name": name,
        "route": route,
        "component": component,
        "position": position,
        "note": "The clinic asks the plan for approval." if position == X.PRIOR_AUTH else "",
    }
