"""What one location of a chain says of its care goes to others of the same provider, all or nothing.

What a target has beyond the source stays, but for prices and insurance, which become the source's. A way that
a target lacks is asked for, as by hand; Spravato is left out: its certification holds for one address.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Coverage, Location, Price, Service, User
from providers.models.change_request import ChangeStatus
from providers.models.service_rules import care_problems
from providers.models.vocabulary import Route

from . import editing_services, search_index
from .copied_lists import ADDED, ASKED, LEFT_OUT, REPLACED, Change, copy_insurance, copy_prices
from .editing_safety import SAFETY, services_of
from .editing_services import CARE, refuse
from .refusals import TransitionRefused, refuse_unless
from .stated import hold, state
from .versions import refuse_stale, version_of

__all__ = ["ADDED", "ASKED", "LEFT_OUT", "PARTS", "REPLACED", "Change", "Copied", "copy", "version"]

SERVICES, SAFETY_PART, PRICES, INSURANCE = "services", "safety", "prices", "insurance"
PARTS = (SERVICES, SAFETY_PART, PRICES, INSURANCE)


@dataclass
class Copied:
    """What became of one target. No changes: it said the same already."""

    target: Location
    changes: list[Change] = field(default_factory=list)


def version(source: Location, targets: Sequence[Location]) -> str:
    return version_of(*_rows(source, targets))


@transaction.atomic
def copy(
    *, by: User, source: Location, targets: Sequence[Location], parts: Collection[str], version: str
) -> list[Copied]:
    """Raises Stale, or TransitionRefused with every reason; then nothing is copied anywhere."""
    hold(source.provider)
    places = Location.objects.filter(provider=source.provider_id, closed_on__isnull=True)
    known = set(places.values_list("pk", flat=True))
    wanted = {source.pk, *(target.pk for target in targets)}
    refuse_unless(wanted <= known and bool(targets), _("Choose other open locations of this practice."))
    refuse_unless(len(wanted) == len(targets) + 1, _("Choose other locations than the one to copy from."))
    refuse_unless(bool(parts) and set(parts) <= set(PARTS), _("Choose what to copy."))
    refuse_stale(version, *_rows(source, targets))
    copied, refusals = _copy_to_all(source, targets, parts, by)
    if refusals:
        raise TransitionRefused(refusals)
    search_index.reindex([target.pk for target in targets])
    return copied


def _rows(source: Location, targets: Sequence[Location]) -> tuple[list[Service], list[Price], list[Coverage]]:
    places = [source, *targets]
    return (
        list(Service.objects.filter(location__in=places)),
        list(Price.objects.filter(service__location__in=places)),
        list(Coverage.objects.filter(location__in=places)),
    )


def _copy_to_all(
    source: Location, targets: Sequence[Location], parts: Collection[str], by: User
) -> tuple[list[Copied], list[str]]:
    copied, refusals = [], []
    with pghistory.context(event="copy", by=by.pk, source=source.pk):
        for target in targets:
            target.provider = source.provider
            try:
                copied.append(Copied(target, _copy_to(source, target, parts, by)))
            except ValidationError as refusal:
                refusals += [f"{target}: {sentence}" for sentence in refusal.messages]
    return copied, refusals


def _copy_to(source: Location, target: Location, parts: Collection[str], by: User) -> list[Change]:
    """Ways first: what follows is copied to the ways that are there by then."""
    changes = _copy_ways(source, target, by) if SERVICES in parts else []
    for model, twin in _twins(source, target):
        if SERVICES in parts:
            changes += _copy_facts(SERVICES, CARE, model, twin, by)
        if SAFETY_PART in parts:
            changes += _copy_facts(SAFETY_PART, SAFETY, model, twin, by)
        if PRICES in parts:
            changes += copy_prices(model, twin, by=by)
    if INSURANCE in parts:
        changes += copy_insurance(source, target, by=by)
    return changes


def _twins(source: Location, target: Location) -> list[tuple[Service, Service]]:
    there = {(row.route, row.setting): row for row in services_of(target)}
    models = [(row, there.get((row.route, row.setting))) for row in services_of(source)]
    return [(model, twin) for model, twin in models if twin is not None]


def _copy_ways(source: Location, target: Location, by: User) -> list[Change]:
    there = {(row.route, row.setting) for row in services_of(target)}
    missing = [row for row in services_of(source) if (row.route, row.setting) not in there]
    return [_ask_for(row, target, by) for row in missing]


def _ask_for(model: Service, target: Location, by: User) -> Change:
    if model.route == Route.SPRAVATO or model.setting is None:
        return Change(SERVICES, LEFT_OUT, model)
    facts = {name: getattr(model, name) for name in CARE}
    asked = editing_services.add(
        by=by, location=target, route=model.route, setting=model.setting, facts=facts
    )
    at_once = asked is not None and asked.status == ChangeStatus.APPROVED
    return Change(SERVICES, ADDED if at_once else ASKED, model)


def _copy_facts(part: str, names: Sequence[str], model: Service, twin: Service, by: User) -> list[Change]:
    """What the source does not state leaves the target's own word alone."""
    facts = {name: getattr(model, name) for name in names if getattr(model, name) is not None}
    refuse(care_problems(twin.route, lambda name: facts.get(name, getattr(twin, name))))
    changed = tuple(name for name, value in facts.items() if getattr(twin, name) != value)
    return [Change(part, REPLACED, twin, facts=changed)] if state(twin, by=by, facts=facts) else []
