"""What a case's numbers mean, in words."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.actions import business_days
from providers.models import CaseEvent, User
from providers.models.case import CaseEventKind

from .panels import Happening

VERY_HIGH, HIGH, MIDDLE = 80, 60, 40


def risk_in_words(risk: int) -> str:
    if risk >= VERY_HIGH:
        return _("very high")
    if risk >= HIGH:
        return _("high")
    return _("medium") if risk >= MIDDLE else _("low")


def due_in_words(due_on: datetime.date, today: datetime.date) -> str:
    """In business days, as the clocks count."""
    left = business_days.between(today, due_on)
    if due_on < today:
        late = max(-left, 1)
        return ngettext("overdue by %(days)d business day", "overdue by %(days)d business days", late) % {
            "days": late
        }
    if left == 0:
        return _("due today")
    return ngettext("due in %(days)d business day", "due in %(days)d business days", left) % {"days": left}


def called(person: User | None) -> str:
    return (person.name or person.email) if person else _("the system")


def told(event: CaseEvent) -> Happening:
    """One event as a line of the history."""
    what = str(CaseEventKind(event.kind).label)
    code = event.code.replace("_", " ")
    return Happening(event.at, called(event.by), f"{what}: {code}" if code else what, event.text)
