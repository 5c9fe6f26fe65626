"""What a sensitive field is: how its live value is read, how a new one is checked, and how it is written."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from providers.models import Location, Practitioner, Provider, Service, User
from providers.models.change_request import ChangedField as F
from providers.models.vocabulary import Basis, RemsStatus, Route

from .practices import TAKEN_SLUGS
from .refusals import TransitionRefused
from .whereabouts import put_at_its_zip, refuse_foreign_zip

OF_PROVIDER = (F.DISPLAY_NAME, F.LEGAL_NAME, F.NPI, F.WEBSITE)
ADDRESS = ("street", "street2", "city", "state", "zip")
NEW_LOCATION = (
    *("name", "location_type", *ADDRESS, "phone", "phone_extension", "email", "booking_url"),
    *("appointment", "new_patients", "offers_telehealth", "wait_days", "needs", "evaluation_by"),
)
PERSON = ("name", "profession", "npi", "taxonomy")
ROUTE = ("route", "setting")
NEW_SERVICE = (
    *(*ROUTE, "drug_basis", "conditions", "age_groups", "min_age", "max_age", "sessions_first_course"),
    *("interval_days", "session_minutes", "observation_minutes", "monitoring"),
    *("max_patients_per_observer", "room", "emergency", "driver_rule", "therapy", "rems_status"),
)


@dataclass(frozen=True)
class Target:
    """One field of one listing; see ChangeRequest for subject."""

    provider: Provider
    field: str
    location: Location | None = None
    subject: str = ""


@dataclass(frozen=True)
class Vouch:
    """Who stands for the new value."""

    basis: str
    source: str
    day: datetime.date
    person: User | None

    def mark(self, row: Any) -> list[str]:
        row.basis, row.source, row.source_url = self.basis, self.source, ""
        row.confirmed_on, row.confirmed_by = self.day, self.person
        return ["basis", "source", "source_url", "confirmed_on", "confirmed_by"]


def row_of(target: Target) -> Model | None:
    """The stored row that the field belongs to, locked; None where the change would make one.

    A row of another listing is refused as if it did not exist.
    """
    if target.field in OF_PROVIDER:
        return Provider.objects.select_for_update().get(pk=target.provider.pk)
    if target.field == F.LOCATION:
        return None
    if target.field == F.PERSON:
        own = Practitioner.objects.kept_by(target.provider).select_for_update()
        return _found(own.filter(pk=target.subject).first() if target.subject.isdecimal() else None)
    location = Location.objects.filter(
        provider=target.provider, pk=target.location.pk if target.location else 0
    )
    if target.field in (F.ADDRESS, F.PHONE):
        return _found(location.select_for_update().first())
    services = Service.objects.select_for_update().filter(location=_found(location.first()))
    if target.subject.isascii() and target.subject.isdigit():
        return _found(services.filter(pk=target.subject[:18]).first())
    if target.field == F.REMS:
        return _found(None)
    route, _slash, setting = target.subject.partition("/")
    return services.filter(route=route, setting=setting or None).first()


def _found(row: Any) -> Any:
    if row is None:
        raise TransitionRefused(_("This is no longer part of the listing."))
    return row


def names_of(target: Target) -> tuple[str, ...]:
    """The fields of the row that make the value up."""
    several = {F.ADDRESS: ADDRESS, F.ROUTE: ROUTE, F.LOCATION: NEW_LOCATION, F.PERSON: PERSON}
    return several.get(F(target.field), (target.field,))


def value_of(target: Target, row: Any) -> Any:
    """The live value as JSON; None where there is no row yet."""
    if row is None:
        return None
    values = {name: getattr(row, name) for name in names_of(target)}
    return values if len(values) > 1 else values[target.field]


def is_same(value: Any, live: Any) -> bool:
    """A new service's other facts are no part of the comparison: its route and setting are the service."""
    if isinstance(value, dict) and isinstance(live, dict):
        return all(value.get(name) == live[name] for name in live)
    return bool(value == live)


def tidied(target: Target, value: Any) -> Any:
    """Stripped, whole, and nothing in it that is not part of the field. Raises ValidationError."""
    names = names_of(target)
    if len(names) == 1:
        return _text(value)
    if not isinstance(value, dict):
        raise ValidationError(_("This value cannot be used."))
    allowed = NEW_SERVICE if target.field == F.ROUTE else names
    kept = {name: _text(part) if isinstance(part, str) else part for name, part in value.items()}
    whole = {name: kept[name] for name in allowed if name in kept}
    if target.field == F.ADDRESS:
        whole = {name: kept.get(name) or "" for name in ADDRESS}
    if target.field == F.ROUTE:
        whole |= {"route": kept.get("route") or "", "setting": kept.get("setting") or None}
    return whole


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValidationError(_("This value cannot be used."))
    return value.strip()


def changed_row(target: Target, row: Any, value: Any) -> tuple[Any, list[str]]:
    """The row with the new value, checked but not saved, and the fields that were set."""
    values = value if isinstance(value, dict) else {target.field: value}
    if row is None:
        row = Location(provider=target.provider) if target.field == F.LOCATION else _new_service(target)
    for name, part in values.items():
        setattr(row, name, part)
    touched = [*values, *_follow(target, row)]
    refuse_bad(row, touched)
    return row, touched


def _new_service(target: Target) -> Service:
    return Service(location=target.location)


def _follow(target: Target, row: Any) -> list[str]:
    """What the new value brings with it."""
    if target.field == F.PHONE and not row.phone:
        row.phone_extension = ""
        return ["phone_extension"]
    if target.field in (F.ADDRESS, F.LOCATION):
        refuse_foreign_zip(row.zip, row.state)
        put_at_its_zip(row)
        return ["latitude", "longitude", "geocode_quality", "county", "timezone"]
    if target.field == F.ROUTE:
        claimed = row.rems_status or RemsStatus.CLAIMED.value
        row.rems_status = claimed if row.route == Route.SPRAVATO else None
        row.rems_checked_on = row.rems_checked_on if row.rems_status else None
        return ["rems_status", "rems_checked_on"]
    return []


def refuse_bad(row: Any, touched: list[str]) -> None:
    """The model's own rules, so that what waits for staff can be applied. Raises ValidationError."""
    row.basis = row.basis or Basis.PROVIDER_ATTESTED
    row.confirmed_on = row.confirmed_on or datetime.date.min
    if isinstance(row, Location) and not row.slug:
        row.slug = free_location_slug(row)
    every = {field.name for field in row._meta.concrete_fields}
    row.clean_fields(exclude=every - set(touched))
    row.validate_constraints()


def free_location_slug(location: Location) -> str:
    """“boulder”, or with -2, -3 and so on where this provider has one of that name."""
    wanted = slugify(location.name or location.city)[:100].strip("-") or "location"
    taken = TAKEN_SLUGS.union(
        Location.objects.filter(provider=location.provider).values_list("slug", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def write(target: Target, row: Any, value: Any, own: Vouch, seen: Vouch | None = None) -> None:
    """Saves the new value. own: the clinic's word for it; seen: that of staff who looked, if they did.

    Staff vouch for a person, who is nothing but who they are, and for a certification, which says itself when
    it was seen. Beside every other value stand the clinic's own words, and nobody checked those.
    """
    changed, touched = changed_row(target, row, value)
    touched += (seen if seen and target.field == F.PERSON else own).mark(changed)
    if target.field == F.REMS and seen and changed.rems_status == RemsStatus.CLAIMED:
        changed.rems_status, changed.rems_checked_on = RemsStatus.CERTIFIED_SEEN.value, seen.day
        touched.append("rems_checked_on")
    if changed.pk is None:
        changed.save(force_insert=True)
    else:
        changed.save(update_fields=touched)
