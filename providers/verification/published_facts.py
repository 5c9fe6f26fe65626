"""What patients now read of the field that a report is about: each value, whose word it is and how old."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from providers.models import Coverage, Location, OpeningHours, PractitionerRole, Price, Service
from providers.models.evidence import vouched
from providers.models.provenance import Provenance
from providers.models.vocabulary import (
    CoveragePosition,
    DriverRule,
    Emergency,
    ListingStatus,
    Monitor,
    NewPatients,
    PlanFamily,
    PriceComponent,
    PriceUnit,
    Profession,
    Room,
    Route,
)
from providers.models.vocabulary import ReportedField as F
from providers.shown.amounts import address_lines, dollars, telephone
from providers.shown.facts import label, labels

MOST = 60


@dataclass(frozen=True)
class Published:
    """text: "" where nothing is stated. vouched: whose word, and how old."""

    name: str
    text: str
    vouched: str


def published(location: Location, field: str, today: datetime.date) -> list[Published]:
    """At most one query; the location comes with its provider."""
    return READ[F(field)](location, today)


def _line(name: str, text: str, row: Provenance, today: datetime.date) -> Published:
    return Published(name, text, vouched(row, today))


def _phone(place: Location, today: datetime.date) -> list[Published]:
    number = telephone(place.phone, place.phone_extension)
    return [_line(_("Telephone number"), number, place, today)]


def _address(place: Location, today: datetime.date) -> list[Published]:
    point = "" if place.latitude is None else f"{place.latitude:.4f}, {place.longitude:.4f}"
    return [
        _line(_("Address"), ", ".join(address_lines(place)), place, today),
        _line(_("Position on the map"), point, place, today),
    ]


def _accepting(place: Location, today: datetime.date) -> list[Published]:
    return [_line(_("New patients"), label(place.new_patients, NewPatients), place, today)]


def _closed(place: Location, today: datetime.date) -> list[Published]:
    state = str(ListingStatus(place.provider.status).label)
    own = str(place.closed_on) if place.closed_on else _("open")
    return [
        _line(_("State of the listing"), state, place.provider, today),
        _line(_("This location"), own, place, today),
    ]


def _hours(place: Location, today: datetime.date) -> list[Published]:
    rows = OpeningHours.objects.filter(location=place)[:MOST]
    return [
        _line(str(WEEKDAYS[row.weekday]), f"{row.opens:%H:%M} - {row.closes:%H:%M}", row, today)
        for row in rows
    ]


def _price(place: Location, today: datetime.date) -> list[Published]:
    rows = Price.objects.filter(service__location=place).select_related("service")
    return [
        _line(
            f"{row.service.route_label}: {PriceComponent(row.component).label}",
            f"{dollars(row.amount_min, row.amount_max)} {PriceUnit(row.per).label}{_ended(row, today)}",
            row,
            today,
        )
        for row in rows.order_by("service", "component", "valid_from", "pk")[:MOST]
    ]


def _ended(row: Price, today: datetime.date) -> str:
    return "" if row.holds_on(today) else f" ({_('not valid now')})"


def _insurance(place: Location, today: datetime.date) -> list[Published]:
    rows: Iterable[Coverage] = Coverage.objects.filter(location=place).order_by("pk")[:MOST]
    return [
        _line(
            row.plan_name or label(row.plan_family, PlanFamily),
            label(row.position, CoveragePosition),
            row,
            today,
        )
        for row in rows
    ]


def _services(place: Location) -> Iterable[Service]:
    return Service.objects.filter(location=place).order_by("pk")[:MOST]


def _route(place: Location, today: datetime.date) -> list[Published]:
    return [_line(label(row.route, Route), row.setting_label, row, today) for row in _services(place)]


def _safety(place: Location, today: datetime.date) -> list[Published]:
    found = []
    for row in _services(place):
        stated = {
            _("Minutes watched"): str(row.observation_minutes or ""),
            _("What is measured"): labels(row.monitoring, Monitor),
            _("Ready for an emergency"): labels(row.emergency, Emergency),
            _("Room"): label(row.room, Room),
            _("Going home"): label(row.driver_rule, DriverRule),
        }
        found += [
            _line(f"{row.route_label}: {name}", text, row, today) for name, text in stated.items() if text
        ]
    return found


def _people(place: Location, today: datetime.date) -> list[Published]:
    rows = PractitionerRole.objects.filter(location=place).select_related("practitioner").order_by("pk")
    return [
        _line(row.practitioner.name, label(row.practitioner.profession, Profession), row, today)
        for row in rows[:MOST]
    ]


def _other(place: Location, today: datetime.date) -> list[Published]:
    return [_line(_("Name"), place.provider.display_name, place.provider, today)]


READ: dict[F, Callable[[Location, datetime.date], list[Published]]] = {
    F.PHONE: _phone,
    F.ADDRESS: _address,
    F.HOURS: _hours,
    F.CLOSED: _closed,
    F.ACCEPTING: _accepting,
    F.PRICE: _price,
    F.INSURANCE: _insurance,
    F.ROUTE: _route,
    F.PEOPLE: _people,
    F.SAFETY: _safety,
    F.OTHER: _other,
}
