"""A recorded value as a person reads it: codes by their labels, days, amounts, numbers, lists."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from providers.models.evidence import day
from providers.models.fields import CodeListField
from providers.models.listing_history import KINDS
from providers.models.place_names import STATES
from providers.shown.amounts import dollars, telephone

LONG = 90


def value_words(kind: str, name: str, value: Any) -> str:
    """The value of one field, from JSON."""
    if value in (None, ""):
        return _("Not stated")
    field = KINDS[kind]._meta.get_field(name)
    if isinstance(field, CodeListField):
        return _codes(dict(field.base_field.flatchoices), value)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("Not stated")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))  # type: ignore[union-attr]
    return _plain(field, name, value)


def _codes(labels: dict[Any, Any], codes: list[str]) -> str:
    return ", ".join(str(labels.get(code, code)) for code in codes) or _("None of them")


def _plain(field: Any, name: str, value: Any) -> str:
    if name == "weekday":
        return str(WEEKDAYS[value])
    if name == "state":
        return str(STATES.get(value, value))
    if name == "phone":
        return telephone(value)
    if isinstance(field, models.DateField):
        return day(datetime.date.fromisoformat(value))
    if isinstance(field, models.TimeField):
        return clock(value)
    if isinstance(field, models.DecimalField):
        return dollars(value)
    return str(value)


def clock(value: str) -> str:
    return str(time_format(datetime.time.fromisoformat(value)))


def hours_words(row: dict[str, Any]) -> str:
    """ "Monday, 9 a.m. to 5 p.m." """
    span = {"day": WEEKDAYS[row["weekday"]], "opens": clock(row["opens"]), "closes": clock(row["closes"])}
    return _("%(day)s, %(opens)s to %(closes)s") % span


def amount_words(row: dict[str, Any]) -> str:
    return dollars(row["amount_min"], row["amount_max"])
