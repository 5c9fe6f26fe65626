"""What is offered at a location: routes and settings, for whom, and the safety facts."""

from __future__ import annotations

import datetime
from typing import Any, Final

from providers.models import Location, Service
from providers.models.vocabulary import (
    AgeGroup,
    Condition,
    DriverRule,
    DrugBasis,
    Emergency,
    Monitor,
    RemsStatus,
    Room,
    Route,
    Setting,
    Therapy,
)

from .draft import Draft, clinic_says, register_says, source_says

R, S = Route, Setting

PROFILES: Final[dict[str, tuple[tuple[tuple[str, str], ...], ...]]] = {
    "clinic": (
        ((R.IV, S.CLINIC_MONITORED),),
        ((R.SPRAVATO, S.CLINIC_MONITORED),),
        ((R.IV, S.CLINIC_MONITORED), (R.IM, S.CLINIC_MONITORED)),
        ((R.IV, S.CLINIC_MONITORED), (R.SPRAVATO, S.CLINIC_MONITORED)),
        ((R.IV, S.CLINIC_MONITORED), (R.LOZENGE, S.HOME_PEER)),
        ((R.IM, S.CLINIC_MONITORED), (R.LOZENGE, S.CLINIC_SELF)),
        ((R.SPRAVATO, S.CLINIC_MONITORED),),
        ((R.IV, S.CLINIC_MONITORED), (R.NASAL_COMPOUNDED, S.HOME_PEER)),
        ((R.IV, S.CLINIC_MONITORED), (R.IM, S.CLINIC_MONITORED), (R.SPRAVATO, S.CLINIC_MONITORED)),
        ((R.IM, S.CLINIC_MONITORED),),
        ((R.IV, S.CLINIC_MONITORED),),
        ((R.SC, S.CLINIC_MONITORED), (R.ORAL, S.CLINIC_SELF)),
        ((R.NASAL_COMPOUNDED, S.CLINIC_MONITORED), (R.IM, S.CLINIC_MONITORED)),
        ((R.IV, S.CLINIC_MONITORED), (R.OTHER, S.CLINIC_MONITORED)),
        ((R.SPRAVATO, S.CLINIC_MONITORED), (R.ORAL, S.HOME_LIVE)),
        ((R.IM, S.CLINIC_MONITORED), (R.RECTAL, S.CLINIC_SELF)),
        ((R.IV, S.CLINIC_MONITORED), (R.LOZENGE, S.HOME_LIVE), (R.LOZENGE, S.CLINIC_SELF)),
    ),
    "solo_practice": (
        ((R.IM, S.CLINIC_MONITORED),),
        ((R.LOZENGE, S.HOME_PEER), (R.IM, S.CLINIC_MONITORED)),
        ((R.IV, S.CLINIC_MONITORED),),
        ((R.SPRAVATO, S.CLINIC_MONITORED),),
        ((R.ORAL, S.HOME_PEER),),
    ),
    "hospital_department": (
        ((R.IV, S.CLINIC_MONITORED), (R.SPRAVATO, S.CLINIC_MONITORED)),
        ((R.IV, S.CLINIC_MONITORED), (R.SC, S.CLINIC_MONITORED)),
        ((R.SPRAVATO, S.CLINIC_MONITORED),),
    ),
    "telehealth_company": (
        ((R.LOZENGE, S.HOME_LIVE),),
        ((R.LOZENGE, S.HOME_PEER), (R.ORAL, S.HOME_PEER)),
        ((R.NASAL_COMPOUNDED, S.HOME_LIVE),),
        ((R.ORAL, S.HOME_LIVE), (R.RECTAL, S.HOME_LIVE)),
    ),
    "mobile_service": (
        ((R.IM, S.HOME_LIVE),),
        ((R.IV, S.HOME_LIVE),),
        ((R.SC, S.HOME_LIVE),),
    ),
}

COURSES: Final[dict[str, dict[tuple[int, int], float]]] = {
    R.IV: {(6, 3): 6, (6, 4): 2, (4, 3): 1, (8, 3): 1},
    R.IM: {(6, 7): 3, (4, 7): 3, (8, 4): 1},
    R.SC: {(6, 4): 3, (8, 3): 1},
    R.SPRAVATO: {(8, 3): 5, (8, 4): 3},
}
HOME_COURSE = {(6, 7): 4, (8, 7): 3, (10, 3): 1, (4, 7): 2}
MOOD = {
    Condition.TRD: 0.95, Condition.MDD_SUICIDALITY: 0.4, Condition.BIPOLAR: 0.4, Condition.PTSD: 0.7,
    Condition.ANXIETY: 0.6, Condition.OCD: 0.3, Condition.SUBSTANCE_USE: 0.12, Condition.OTHER: 0.08,
}  # fmt: skip
PAIN = {Condition.CHRONIC_PAIN: 0.95, Condition.CRPS: 0.6, Condition.MIGRAINE: 0.45}


def profile(draft: Draft, kind: str) -> tuple[tuple[str, str], ...]:
    return draft.dice.turn(PROFILES[kind], draft.number)


def offer(draft: Draft, location: Location, pairs: tuple[tuple[str, str], ...], on: datetime.date) -> None:
    """One service for each route and setting, as the clinic states it."""
    for route, setting in pairs:
        fields = {**_plain(draft, route, setting), **_certified(draft, route, on)}
        fields.update(_schedule(draft, route, setting), **_patients(draft, route), **_safety(draft, setting))
        if route == R.SPRAVATO:
            fields.update(observation_minutes=draft.dice.maybe(0.9, draft.dice.choice((120, 120, 150))))
        draft.add(Service(location_id=location.pk, route=route, setting=setting, **fields))


def listed_offer(draft: Draft, location: Location, pairs: tuple[tuple[str, str], ...]) -> None:
    """What a register knows: the route and perhaps the ages, nothing else."""
    for route in dict.fromkeys(route for route, _setting in pairs):
        is_spravato = route == R.SPRAVATO
        groups = [AgeGroup.ADULT, *draft.dice.each({AgeGroup.YOUNG_ADULT: 0.8, AgeGroup.SENIOR: 0.8})]
        fields = {"age_groups": draft.dice.maybe(0.7, groups), **register_says()}
        service = Service(
            location_id=location.pk,
            route=route,
            setting=S.CLINIC_MONITORED if is_spravato else None,
            rems_status=RemsStatus.CLAIMED if is_spravato else None,
            **fields,
        )
        draft.add(service)


def _plain(draft: Draft, route: str, setting: str) -> dict[str, Any]:
    if route == R.SPRAVATO:
        return {"drug_basis": DrugBasis.FDA_APPROVED}
    if route in (R.IV, R.IM, R.SC):
        return {"drug_basis": draft.dice.maybe(0.85, DrugBasis.OFF_LABEL)}
    return {"drug_basis": DrugBasis.COMPOUNDED if route != R.OTHER else None}


def _certified(draft: Draft, route: str, on: datetime.date) -> dict[str, Any]:
    """The Spravato certification: seen by the staff, only claimed, or lapsed."""
    if route != R.SPRAVATO:
        return clinic_says(on)
    status = draft.dice.one({RemsStatus.CERTIFIED_SEEN: 6, RemsStatus.CLAIMED: 3, RemsStatus.LAPSED: 1})
    seen = None if status == RemsStatus.CLAIMED else draft.dice.days_before(draft.today, 5, 110)
    said = source_says("Spravato REMS register (demo)", seen) if seen else clinic_says(on)
    return {"rems_status": status, "rems_checked_on": seen, **said}


def _schedule(draft: Draft, route: str, setting: str) -> dict[str, Any]:
    dice = draft.dice
    sessions, interval = dice.one(COURSES.get(route, HOME_COURSE))
    is_home = setting in (S.HOME_LIVE, S.HOME_PEER)
    return {
        "sessions_first_course": dice.maybe(0.88, sessions),
        "interval_days": dice.maybe(0.85, interval),
        "session_minutes": dice.maybe(0.8, dice.choice((40, 45, 60, 90, 120))),
        "observation_minutes": None if is_home else dice.maybe(0.7, dice.choice((30, 45, 60, 60, 90))),
    }


def _patients(draft: Draft, route: str) -> dict[str, Any]:
    """Conditions and ages. Spravato is for depression only."""
    dice = draft.dice
    if route == R.SPRAVATO:
        conditions = [Condition.TRD, *dice.each({Condition.MDD_SUICIDALITY: 0.6})]
    elif draft.number % 5 == 0:
        conditions = dice.each(PAIN) or [Condition.CHRONIC_PAIN]
    else:
        conditions = dice.each(MOOD) or [Condition.TRD]
        conditions += dice.each({Condition.CHRONIC_PAIN: 0.15, Condition.MIGRAINE: 0.06})
    children = dice.chance(0.07) and route != R.SPRAVATO
    groups = [AgeGroup.CHILD] if children else []
    groups += [*dice.each({AgeGroup.YOUNG_ADULT: 0.93}), AgeGroup.ADULT, *dice.each({AgeGroup.SENIOR: 0.8})]
    lowest = dice.choice((12, 14, 16)) if children else dice.choice((18, 18, 18, 21))
    return {
        "conditions": dice.maybe(0.93, conditions),
        "age_groups": dice.maybe(0.8, groups),
        "min_age": dice.maybe(0.75, lowest),
        "max_age": dice.maybe(0.25, dice.choice((65, 70, 75, 80))),
    }


def _safety(draft: Draft, setting: str) -> dict[str, Any]:
    """At home there is no emergency equipment to state."""
    dice = draft.dice
    is_home = setting in (S.HOME_LIVE, S.HOME_PEER)
    monitoring = dice.each({Monitor.BP: 0.9, Monitor.RATING_SCALE: 0.5})
    emergency: list[str] = []
    if not is_home:
        monitoring += dice.each({Monitor.PULSE_OXIMETRY: 0.85, Monitor.ECG: 0.35, Monitor.CAPNOGRAPHY: 0.2})
        emergency = dice.each(EMERGENCY)
    drive = {DriverRule.ESCORT_REQUIRED: 6, DriverRule.RIDE_ALLOWED: 5, DriverRule.NONE_STATED: 1}
    return {
        "monitoring": dice.maybe(0.85, monitoring or [Monitor.NONE_STATED]),
        "emergency": None if is_home else dice.maybe(0.8, emergency),
        "max_patients_per_observer": dice.maybe(0.55, 1 if is_home else dice.choice((1, 1, 2, 2, 3, 4, 6))),
        "room": None
        if is_home
        else dice.one({Room.PRIVATE: 6, Room.SHARED_SCREENED: 2, Room.OPEN: 1, None: 2}),
        "driver_rule": None if is_home else dice.maybe(0.8, dice.one(drive)),
        "therapy": dice.one({**THERAPY, None: 2}),
    }


EMERGENCY: Final[dict[str, float]] = {
    Emergency.ACLS_ON_SITE: 0.75, Emergency.OXYGEN: 0.85, Emergency.AIRWAY_KIT: 0.6, Emergency.AED: 0.7,
    Emergency.TRANSFER_PLAN: 0.5,
}  # fmt: skip
THERAPY = {Therapy.INCLUDED: 2, Therapy.OPTIONAL_FEE: 4, Therapy.REFERRAL: 3, Therapy.NONE: 3}
