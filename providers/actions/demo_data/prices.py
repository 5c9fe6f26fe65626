"""Prices in parts, in the range of what clinics ask; some parts missing, some prices past their day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from providers.models import Price, Service
from providers.models.vocabulary import PriceComponent as C
from providers.models.vocabulary import PriceUnit as U
from providers.models.vocabulary import Route

from .draft import Draft, clinic_says, document_says

EVIDENCE = ("Price list on the clinic's page", "Printed price list", "Good-faith estimate form", "")


@dataclass(frozen=True)
class Part:
    """An amount between low and high dollars. chance: how often the clinic states it."""

    component: str
    per: str
    low: int
    high: int
    includes: tuple[str, ...] = ()
    chance: float = 1.0


VISIT = Part(C.CONSULTATION, U.COURSE, 150, 350, chance=0.75)
MISSED = Part(C.NO_SHOW_FEE, U.SESSION, 50, 150, chance=0.4)

BY_ROUTE: Final[dict[str, tuple[Part, ...]]] = {
    Route.IV: (
        Part(C.SESSION_BUNDLE, U.SESSION, 400, 800, (C.DRUG, C.OBSERVATION)),
        Part(C.BOOSTER, U.SESSION, 375, 800, chance=0.6),
        Part(C.THERAPY, U.SESSION, 120, 250, chance=0.2),
    ),
    Route.IM: (
        Part(C.SESSION_BUNDLE, U.SESSION, 250, 475, (C.DRUG, C.OBSERVATION)),
        Part(C.BOOSTER, U.SESSION, 250, 450, chance=0.4),
        Part(C.THERAPY, U.SESSION, 120, 250, chance=0.3),
    ),
    Route.SC: (Part(C.SESSION_BUNDLE, U.SESSION, 250, 400, (C.DRUG, C.OBSERVATION)),),
    Route.SPRAVATO: (
        Part(C.DRUG, U.SESSION, 590, 885),
        Part(C.OBSERVATION, U.SESSION, 150, 350, chance=0.85),
    ),
    Route.NASAL_COMPOUNDED: (Part(C.DRUG, U.FILL, 75, 200),),
    Route.LOZENGE: (Part(C.DRUG, U.FILL, 75, 200), Part(C.BOOSTER, U.FILL, 75, 175, chance=0.2)),
    Route.ORAL: (Part(C.DRUG, U.FILL, 75, 175),),
    Route.RECTAL: (Part(C.DRUG, U.FILL, 100, 200),),
    Route.OTHER: (Part(C.SESSION_BUNDLE, U.SESSION, 300, 600),),
}
PROGRAMME = (
    Part(C.MEMBERSHIP, U.MONTH, 125, 275, (C.DRUG, C.OBSERVATION)),
    Part(C.CONSULTATION, U.COURSE, 0, 200, chance=0.7),
)
PAIN = Part(C.SESSION_BUNDLE, U.SESSION, 600, 1400, (C.DRUG, C.OBSERVATION))


def price(draft: Draft, services: Iterable[Service], on: datetime.date) -> None:
    """One in eight states no price at all; one in eight shows only prices that have ended."""
    for service in services:
        standing = draft.dice.one({"stated": 6, "changed": 1, "ended": 1, "none": 1})
        if standing == "none":
            continue
        for part in _parts(draft, service):
            if draft.dice.chance(part.chance):
                _state(draft, service, part, on, standing)


def _parts(draft: Draft, service: Service) -> tuple[Part, ...]:
    if service.is_home and service.route != Route.IV and draft.dice.chance(0.5):
        return PROGRAMME
    parts = BY_ROUTE[service.route]
    if service.route == Route.IV and service.conditions and "chronic_pain" in service.conditions:
        parts = (PAIN, *parts[1:]) if "trd" not in service.conditions else parts
    if service.is_home and parts[0].per == U.FILL and draft.dice.chance(0.5):
        return (VISIT, *parts)
    return (VISIT, *parts, MISSED)


def _state(draft: Draft, service: Service, part: Part, on: datetime.date, standing: str) -> None:
    """changed: an older price that ended, and the one that holds now."""
    dice = draft.dice
    amount = dice.round_amount(part.low, part.high)
    width = dice.choice((0, 0, 0, 25, 50, 100, 150)) if amount else 0
    begin = on - datetime.timedelta(days=dice.randint(0, 200))
    if standing in ("changed", "ended"):
        old_begin = begin - datetime.timedelta(days=365)
        _add(draft, service, part, max(0, amount - 25), 0, old_begin, begin - datetime.timedelta(days=1), on)
    if standing in ("changed", "stated"):
        _add(draft, service, part, amount, width, begin, None, on)


def _add(
    draft: Draft,
    service: Service,
    part: Part,
    amount: int,
    width: int,
    begin: datetime.date,
    end: datetime.date | None,
    on: datetime.date,
) -> None:
    said = document_says(on) if draft.dice.chance(0.1) else clinic_says(on)
    draft.add(
        Price(
            service_id=service.pk,
            component=part.component,
            amount_min=Decimal(amount),
            amount_max=Decimal(amount + width),
            per=part.per,
            includes=list(part.includes),
            valid_from=begin,
            valid_to=end,
            evidence=draft.dice.choice(EVIDENCE),
            **said,
        )
    )
