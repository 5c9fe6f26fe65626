"""A sensitive field's value as a person reads it: in mail, in the admin, in “in review since”."""

from __future__ import annotations

from typing import Any

import phonenumbers
from django.utils.translation import gettext as _

from providers.models.change_request import ChangedField as F
from providers.models.place_names import STATES
from providers.models.vocabulary import Profession, RemsStatus, Route, Setting, Specialty


def in_words(field: str, value: Any) -> str:
    """One line. What is not there is said to be not stated; an unknown code is shown as it is."""
    if value in (None, "", {}):
        return _("Not stated")
    if field == F.PHONE:
        return _telephone(str(value))
    if field == F.REMS:
        return _label(RemsStatus, value)
    if not isinstance(value, dict):
        return str(value)
    if field == F.PERSON:
        return _person(value)
    return _route(value) if field == F.ROUTE else _place(value)


def _label(codes: Any, value: Any) -> str:
    return str(codes(value).label) if value in codes.values else str(value)


def _telephone(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def _person(value: dict[str, Any]) -> str:
    parts = [value.get("name"), _label(Profession, value.get("profession"))]
    if value.get("npi"):
        parts.append(_("NPI %s") % value["npi"])
    parts += [_label(Specialty, code) for code in value.get("taxonomy") or ()]
    return ", ".join(str(part) for part in parts if part)


def _route(value: dict[str, Any]) -> str:
    parts = [_label(Route, value.get("route"))]
    if value.get("setting"):
        parts.append(_label(Setting, value["setting"]))
    return ": ".join(parts)


def _place(value: dict[str, Any]) -> str:
    """An address, or a new location with its name before it and its telephone number after it."""
    state = value.get("state", "")
    town = f"{value.get('city', '')}, {state if value.get('zip') else STATES.get(state, state)}"
    parts = [value.get("name"), value.get("street"), value.get("street2"), town.strip(", ")]
    words = ", ".join(str(part) for part in parts if part)
    if value.get("zip"):
        words = f"{words} {value['zip']}"
    return f"{words}, {_telephone(value['phone'])}" if value.get("phone") else words
