"""Rows of a table of ways of giving ketamine: known by their location, route and setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location, Provider, Service, TelehealthReach
from providers.models.change_request import ChangedField
from providers.models.listing_rules import home_problems
from providers.models.service_rules import care_problems, setting_problems
from providers.models.vocabulary import RemsStatus, Route

from . import editing_services
from .editing_safety import SAFETY
from .editing_services import CARE, refuse
from .table_import import Line, Work
from .table_locations import open_locations, tell_facts, unknown_location

FACTS = (*CARE, *SAFETY)
CERTIFIED = (RemsStatus.CLAIMED, RemsStatus.CERTIFIED_SEEN)
Key = tuple[str, str, str | None]


def take_over(work: Work, lines: Sequence[Line]) -> None:
    locations = {row.slug: row for row in open_locations(work.provider)}
    services = services_by_key(work.provider)
    seen: dict[Key, int] = {}
    for line in lines:
        with work.row(line):
            location = location_of(line, locations)
            key = key_of(line, location)
            if key in seen:
                raise ValidationError(_("Row %(row)d is about the same.") % {"row": seen[key]})
            seen[key] = line.number
            _take(work, line, location, key, services.get(key))


def services_by_key(provider: Provider) -> dict[Key, Service]:
    """Those of open locations. One query."""
    rows = Service.objects.filter(location__provider=provider, location__closed_on__isnull=True)
    rows = rows.select_related("location__provider").order_by("location__pk", "pk")
    return {(row.location.slug, row.route, row.setting): row for row in rows}


def location_of(line: Line, locations: dict[str, Location]) -> Location:
    """The only one need not be named."""
    slug = line.facts.get("location", "")
    if not slug and len(locations) == 1:
        return next(iter(locations.values()))
    if slug not in locations:
        raise unknown_location(slug)
    return locations[slug]


def key_of(line: Line, location: Location) -> Key:
    if not line.facts.get("route"):
        raise ValidationError({"route": _("Say which way of giving ketamine this is.")})
    return location.slug, line.facts["route"], line.facts.get("setting")


def words(service: Any, location: Location) -> str:
    setting = f", {service.setting_label}" if service.setting else ""
    return f"{location.name or location.city}: {service.route_label}{setting}"


def _take(work: Work, line: Line, location: Location, key: Key, row: Service | None) -> None:
    if line.remove:
        if row is not None:
            work.tell(line, words(row, location), "remove")
            editing_services.remove(by=work.by, service=row)
        return
    refuse(_problems(line, row, key))
    facts = {name: line.facts[name] for name in FACTS if name in line.facts}
    if row is None:
        _ask_for(work, line, location, key, facts)
        return
    tell_facts(work, line, words(row, location), row, facts)
    _certify(work, line, location, row)


def _problems(line: Line, row: Service | None, key: Key) -> list[tuple[str, str]]:
    """The rules of the forms, on the row as it would be."""

    def said(name: str) -> Any:
        return line.facts.get(name, getattr(row, name, None))

    route = key[1]
    found = care_problems(route, said)
    if line.facts.get("is_certified") is not None and route != Route.SPRAVATO:
        found.append(("is_certified", _("Only Spravato has a certification.")))
    return found


def _ask_for(work: Work, line: Line, location: Location, key: Key, facts: dict[str, Any]) -> None:
    _slug, route, setting = key
    if not setting:
        raise ValidationError({"setting": _("Say where it is given.")})
    states = TelehealthReach.objects.filter(location=location).values_list("state", flat=True)
    at_home = [("setting", sentence) for _field, sentence in home_problems([setting], list(states))]
    refuse(setting_problems(route, setting) + at_home)
    made = words(Service(route=route, setting=setting), location)
    after = {"route": route, "setting": setting, **facts}
    work.ask(line, made, ChangedField.ROUTE, after=after, location=location, subject=f"{route}/{setting}")


def _certify(work: Work, line: Line, location: Location, row: Service) -> None:
    """Only staff may say that a certification was seen."""
    wanted = line.facts.get("is_certified")
    if wanted is None or row.route != Route.SPRAVATO or wanted == is_certified(row, work.waiting.values()):
        return
    after = (RemsStatus.CLAIMED if wanted else RemsStatus.LAPSED).value
    what = words(row, location)
    kept = {"before": row.rems_status, "location": location, "subject": str(row.pk)}
    work.ask(line, what, ChangedField.REMS, after=after, **kept)


def is_certified(row: Service, waiting: Iterable[ChangeRequest]) -> bool | None:
    """What the clinic says of Spravato, also while it waits; None for every other way."""
    if row.route != Route.SPRAVATO:
        return None
    asked = [one.after for one in waiting if one.field == ChangedField.REMS and one.subject == str(row.pk)]
    return (asked or [row.rems_status])[0] in CERTIFIED
