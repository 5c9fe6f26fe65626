"""The ways in which ketamine is given at one location. Route and setting say which; the rest is stated of it.

A new way, another setting and the Spravato certification wait for staff (changes.py); the other facts are
live at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location, Service, TelehealthReach, User
from providers.models.change_request import ChangedField
from providers.models.listing_rules import Problems, home_problems
from providers.models.service_rules import age_problems, basis_problems, setting_problems
from providers.models.vocabulary import RemsStatus, Route

from . import changes, search_index
from .refusals import TransitionRefused
from .stated import hold, state
from .versions import chosen, refuse_stale, version_of

CARE = (
    *("drug_basis", "conditions", "age_groups", "min_age", "max_age"),
    *("sessions_first_course", "interval_days", "session_minutes"),
)


def version(service: Service) -> str:
    row = Service.objects.get(pk=service.pk)
    return version_of(chosen(row, "route", "setting", "rems_status", *CARE))


@transaction.atomic
def add(
    *, by: User, location: Location, route: str, setting: str, facts: Mapping[str, Any] | None = None
) -> ChangeRequest | None:
    """Asks for a new way; open until staff have looked, unless the listing was never public."""
    hold(location.provider)
    refuse(setting_problems(route, setting) + _home_problems(location, setting))
    refuse(_twin_problems(location, route, setting))
    only = {name: value for name, value in (facts or {}).items() if name in CARE}
    refuse(basis_problems(route, only.get("drug_basis"), only.get("conditions")))
    return changes.request_change(
        by=by,
        provider=location.provider,
        location=location,
        field=ChangedField.ROUTE,
        subject=f"{route}/{setting}",
        after={"route": route, "setting": setting, **only},
    )


@transaction.atomic
def save(
    *,
    by: User,
    service: Service,
    version: str,
    facts: Mapping[str, Any],
    setting: str | None = None,
    is_certified: bool | None = None,
) -> list[ChangeRequest]:
    """Returns what now waits for staff. setting, is_certified: None leaves them alone.

    Raises Stale, or ValidationError by field.
    """
    hold(service.location.provider)
    row = Service.objects.filter(pk=service.pk).select_related("location__provider").first()
    if row is None:
        raise TransitionRefused(_("This way of giving ketamine is no longer part of the listing."))
    refuse_stale(version, chosen(row, "route", "setting", "rems_status", *CARE))
    facts = {name: facts[name] for name in CARE}
    refuse(
        basis_problems(row.route, facts["drug_basis"], facts["conditions"])
        + age_problems(facts["min_age"], facts["max_age"])
    )
    with pghistory.context(event="edit_services", by=by.pk):
        if state(row, by=by, facts=facts):
            search_index.reindex([row.location_id])
        asked = [_set(row, by, setting), _certify(row, by, is_certified)]
    return [change for change in asked if change is not None]


def _set(row: Service, by: User, setting: str | None) -> ChangeRequest | None:
    """What was not stated is stated at once. What was stated says which way this is: staff look first."""
    if setting is None or setting == row.setting:
        return None
    refuse(setting_problems(row.route, setting) + _home_problems(row.location, setting))
    refuse(_twin_problems(row.location, row.route, setting, field="setting"))
    if row.setting is None:
        state(row, by=by, facts={"setting": setting})
        search_index.reindex([row.location_id])
        return None
    return _ask(row, by, ChangedField.ROUTE, {"route": row.route, "setting": setting})


def _certify(row: Service, by: User, is_certified: bool | None) -> ChangeRequest | None:
    """Only staff may say that a certification was seen; the clinic says that it holds one, or no longer."""
    holds = row.rems_status in (RemsStatus.CLAIMED, RemsStatus.CERTIFIED_SEEN)
    if row.route != Route.SPRAVATO or is_certified is None or is_certified == holds:
        return None
    wanted = RemsStatus.CLAIMED if is_certified else RemsStatus.LAPSED
    return _ask(row, by, ChangedField.REMS, wanted.value)


def _ask(row: Service, by: User, field: str, after: Any) -> ChangeRequest | None:
    return changes.request_change(
        by=by,
        provider=row.location.provider,
        location=row.location,
        field=field,
        subject=str(row.pk),
        after=after,
    )


@transaction.atomic
def remove(*, by: User, service: Service) -> None:
    """No longer given here. Its prices go with it; history keeps both. What waits about it is taken back."""
    provider = hold(service.location.provider)
    row = Service.objects.filter(pk=service.pk).first()
    if row is None:
        return
    for change in changes.open_changes(provider).filter(subject=str(row.pk)):
        changes.withdraw_change(by=by, change=change)
    with pghistory.context(event="remove_service", by=by.pk):
        row.delete()
    search_index.reindex([service.location_id])


def _home_problems(location: Location, setting: str | None) -> Problems:
    states = TelehealthReach.objects.filter(location=location).values_list("state", flat=True)
    return [("setting", sentence) for _field, sentence in home_problems([setting], list(states))]


def _twin_problems(location: Location, route: str, setting: str, field: str = "route") -> Problems:
    if Service.objects.filter(location=location, route=route, setting=setting).exists():
        return [(field, _("This way of giving ketamine is here already."))]
    return []


def refuse(problems: Problems) -> None:
    """Each at its field, all at once."""
    if problems:
        by_field: dict[str, list[str]] = {}
        for field, sentence in problems:
            by_field.setdefault(field, []).append(sentence)
        raise ValidationError(by_field)
