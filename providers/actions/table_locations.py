"""Rows of a table of locations: known by their short name, or asked for where that is empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location
from providers.models.change_request import ChangedField as F
from providers.models.change_request import ChangeStatus
from providers.models.vocabulary import LocationType

from .editing_location import ADDRESS
from .own_words import refuse_claims
from .stated import state
from .table_import import Line, Work

HARMLESS = (
    *("name", "phone_extension", "email", "booking_url", "appointment", "new_patients", "wait_days"),
    *("needs", "evaluation_by"),
)


def take_over(work: Work, lines: Sequence[Line]) -> None:
    known = {row.slug: row for row in open_locations(work.provider)}
    seen: dict[str, int] = {}
    for line in lines:
        slug = line.facts.get("location", "")
        with work.row(line):
            if slug in seen:
                raise ValidationError(_("Row %(row)d is about the same.") % {"row": seen[slug]})
            if not slug:
                _ask_for(work, line, known.values())
                continue
            seen[slug] = line.number
            if slug not in known:
                raise unknown_location(slug)
            _change(work, line, known[slug])


def open_locations(provider: Any) -> list[Location]:
    rows = list(provider.locations.filter(closed_on__isnull=True).order_by("pk"))
    for row in rows:
        row.provider = provider
    return rows


def unknown_location(slug: str) -> ValidationError:
    sentence = _("This listing has no open location “%(slug)s”. Export the locations to see their names.")
    return ValidationError({"location": sentence % {"slug": slug[:60]}})


def shown_address(row: Location, asked: ChangeRequest | None) -> dict[str, str]:
    """What was asked for, or else what is live: as the form shows it."""
    wanted: dict[str, str] = asked.after or {} if asked else {}
    return {name: wanted.get(name, getattr(row, name)) for name in ADDRESS}


def shown_phone(row: Location, asked: ChangeRequest | None) -> str:
    return str(asked.after if asked else row.phone)


def _change(work: Work, line: Line, row: Location) -> None:
    facts = line.facts
    if facts.get("location_type") not in (None, row.location_type):
        raise ValidationError({"location_type": _("What kind of place this is cannot be changed here.")})
    before = shown_address(row, work.open_change(F.ADDRESS, location=row.pk))
    after = before | {name: facts[name] for name in ADDRESS if name in facts}
    if after != before:
        _ask(work, line, row, F.ADDRESS, before, after)
    phone = shown_phone(row, work.open_change(F.PHONE, location=row.pk))
    if facts.get("phone", phone) != phone:
        _ask(work, line, row, F.PHONE, phone, facts["phone"])
    said = {name: facts[name] for name in HARMLESS if name in facts}
    if said.get("phone_extension") and not row.phone:
        raise ValidationError({"phone_extension": _("An extension needs a telephone number.")})
    refuse_claims(work.provider, {"name": row.name}, {"name": said.get("name", row.name)})
    tell_facts(work, line, str(row), row, said)


def _ask(work: Work, line: Line, row: Location, field: F, before: Any, after: Any) -> None:
    asked = work.ask(line, str(row), field, before=before, after=after, location=row)
    if asked is not None and asked.status == ChangeStatus.APPROVED:
        row.refresh_from_db()
        row.provider = work.provider


def tell_facts(work: Work, line: Line, what: str, row: Any, facts: dict[str, Any]) -> None:
    """Writes what differs and tells each field of it."""
    before = {name: getattr(row, name) for name in facts}
    if state(row, by=work.by, facts=facts):
        for name, value in facts.items():
            if not is_alike(before[name], value):
                work.tell(line, what, name, before=before[name], after=value)


def is_alike(one: Any, other: Any) -> bool:
    """Codes have no order."""
    lists = isinstance(one, list) and isinstance(other, list)
    return bool(sorted(one) == sorted(other) if lists else one == other)


def _ask_for(work: Work, line: Line, known: Iterable[Location]) -> None:
    """A new place waits for staff."""
    facts = {name: value for name, value in line.facts.items() if name != "location"}
    facts["location_type"] = facts.get("location_type") or LocationType.PHYSICAL.value
    needed: tuple[str, ...] = ("city", "state")
    if facts["location_type"] == LocationType.PHYSICAL:
        needed += ("street", "zip")
    missing = {name: _("A new place needs this.") for name in needed if not facts.get(name)}
    if missing:
        raise ValidationError(missing)
    for row in known:
        if facts.get("street") and (row.street, row.zip) == (facts["street"], facts.get("zip")):
            sentence = _("This place is here already: write “%(slug)s” under “location”.")
            raise ValidationError({"location": sentence % {"slug": row.slug}})
    work.ask(line, _("A new place"), F.LOCATION, after=facts)
