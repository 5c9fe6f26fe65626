"""Telephone calls about a case: what came of each is kept, and nobody calls again before the next day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.models import Case, CaseEvent, User
from providers.models.case import CaseEventKind as E
from providers.models.case import CaseState

from . import business_days, cases
from .clock import today
from .refusals import refuse_unless


class CallOutcome(models.TextChoices):
    REACHED = "reached", gettext_lazy("Reached: they know of it and confirm it")
    KNOWS_NOTHING = "knows_nothing", gettext_lazy("Reached: they know nothing of it, or deny it")
    NO_ANSWER = "no_answer", gettext_lazy("No answer, or an answering machine")
    WRONG_NUMBER = "wrong_number", gettext_lazy("Wrong number: somebody else is there")


@transaction.atomic
def record(
    *,
    by: User,
    case: Case,
    outcome: str,
    number: str = "",
    text: str = "",
    until: datetime.date | None = None,
) -> CaseEvent:
    """number: in E.164. until: nothing can be done before; without an answer, the next business day."""
    refuse_unless(outcome in CallOutcome.values, _("Say what came of the call."))
    data = {"number": number} if number else {}
    event = cases.write(by=by, case=case, kind=E.CALL, text=text, code=outcome, data=data)
    if outcome == CallOutcome.NO_ANSWER:
        until = business_days.add(today(), 1)
    if until is not None:
        put_off(by=by, case=case, until=until)
    return event


@transaction.atomic
def put_off(*, by: User, case: Case, until: datetime.date) -> Case:
    """Out of the queue and out of hand until that day, unless what it is about changes before."""
    row = cases.locked(case)
    if until <= today():
        return row
    changes: dict[str, Any] = {**cases.NO_HOLD, "state": CaseState.WAITING, "wakes_on": until}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    cases.note_event(row, kind=E.WAITS, by=by, code=str(until))
    return row


def newest_outcome(case: Case) -> str:
    """Of the last call about this case; "" where nobody called."""
    last = case.events.filter(kind=E.CALL).order_by("-at", "-pk").values_list("code", flat=True).first()
    return str(last or "")
