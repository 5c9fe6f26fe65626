"""Safety facts, route by route, and what the clinic promises in general: live at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from providers.models import Location, Service, User
from providers.models.service_rules import monitoring_problems, observation_problems

from . import search_index
from .stated import hold, policy_of, state
from .versions import chosen, refuse_stale, version_of

SAFETY = (
    *("monitoring", "observation_minutes", "max_patients_per_observer", "room"),
    *("emergency", "driver_rule", "therapy"),
)
PROMISES = (
    *("risks_disclosed_in_writing", "off_label_notice", "complaint_route"),
    *("after_hours_contact", "data_practices_url"),
)


def services_of(location: Location) -> list[Service]:
    return list(Service.objects.filter(location=location).order_by("pk"))


def version(location: Location) -> str:
    return version_of(*_read(location, services_of(location)))


def _read(location: Location, services: list[Service]) -> list[Mapping[str, Any]]:
    policy = policy_of(location.provider)
    promises = {name: getattr(policy, name) for name in PROMISES}
    return [*(chosen(row, "route", "setting", *SAFETY) for row in services), promises]


@transaction.atomic
def save(
    *,
    by: User,
    location: Location,
    version: str,
    services: Mapping[int, Mapping[str, Any]],
    promises: Mapping[str, Any],
) -> None:
    """services: facts by the service's key; a key of another location is left alone.

    Raises Stale, or ValidationError with every problem.
    """
    provider = hold(location.provider)
    rows = services_of(location)
    refuse_stale(version, *_read(location, rows))
    given = [(row, services[row.pk]) for row in rows if row.pk in services]
    problems = [
        sentence
        for row, facts in given
        for _field, sentence in observation_problems(row.route, facts["observation_minutes"])
        + monitoring_problems(row.route, facts["monitoring"])
    ]
    if problems:
        raise ValidationError(problems)
    policy = policy_of(provider)
    with pghistory.context(event="edit_safety", by=by.pk):
        said = [state(row, by=by, facts={name: facts[name] for name in SAFETY}) for row, facts in given]
        said.append(state(policy, by=by, facts={name: promises[name] for name in PROMISES}))
    if any(said):
        search_index.reindex([location.pk])
