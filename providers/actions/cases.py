"""Staff's work in one queue: a case opens, moves and closes with the state of what it is about.

`follow` is called wherever such a state changes, so no case can be forgotten. Who holds one: case_holding.py.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Case, CaseEvent, User
from providers.models.case import SUBJECTS, CaseKind, CaseState
from providers.models.case import CaseEventKind as E
from providers.permissions import Permission, allows

from .case_listings import listing_ids
from .case_needs import NEEDS, Need, need_of
from .clock import today
from .refusals import refuse_unless

NO_HOLD: dict[str, Any] = {"held_by": None, "held_until": None}
# How a case ends although what it is about stays as it is: see case_holding.close.
BY_HAND = ("stays", "gone")


@transaction.atomic
def follow(subject: Any, *, by: User | None = None, **known: Any) -> Case | None:
    """Opens, changes or closes the case of this row, as its state wants. The caller holds the row.

    known: what need_of takes beside the row.
    """
    column = NEEDS[type(subject)][0]
    need = need_of(subject, today(), **known)
    case = _open_case(column, subject)
    if need is None:
        return None if case is None else end(case, by=by, outcome=state_of(subject))
    if case is None:
        return _open(column, subject, need, by)
    return _move(case, need, by)


def state_of(subject: Any) -> str:
    return str(subject.status if hasattr(subject, "status") else subject.state)


def _open_case(column: str, subject: Any) -> Case | None:
    rows = Case.objects.select_for_update().open().filter(**{column: subject})
    found: Case | None = rows.filter(kind__in=[k for k, c in SUBJECTS.items() if c == column]).first()
    return found


def _open(column: str, subject: Any, need: Need, by: User | None) -> Case:
    state = CaseState.WAITING if need.wakes_on else CaseState.READY
    case: Case = Case.objects.create(
        **{"provider_id": listing_ids([subject])[subject.pk], f"{column}_id": subject.pk},
        kind=need.kind,
        state=state,
        risk=need.risk,
        due_on=need.due_on,
        wakes_on=need.wakes_on,
    )
    note_event(case, kind=E.OPENED, by=by)
    return case


def _move(case: Case, need: Need, by: User | None) -> Case:
    """A case that is in hand stays so, unless it now waits for somebody else's answer.

    A new listing is due from the day on which it came, which no column of its own remembers.
    """
    state = CaseState.WAITING if need.wakes_on else CaseState.READY
    wanted = {"risk": need.risk, "due_on": need.due_on, "wakes_on": need.wakes_on, "state": state.value}
    if case.kind == CaseKind.LISTING:
        del wanted["due_on"]
    if state == CaseState.WAITING:
        wanted |= NO_HOLD
    changed = [name for name, value in wanted.items() if getattr(case, name) != value]
    if not changed:
        return case
    was = case.state
    for name in changed:
        setattr(case, name, wanted[name])
    case.save(update_fields=changed)
    if state != was:
        kind = E.WAITS if state == CaseState.WAITING else E.WOKE
        note_event(case, kind=kind, by=by, code=str(need.wakes_on or ""))
    return case


def note_event(
    case: Case, *, kind: str, by: User | None, code: str = "", text: str = "", data: Any = None
) -> CaseEvent:
    event: CaseEvent = CaseEvent.objects.create(
        case=case, kind=kind, by=by, code=code, text=text.strip(), data=data or {}
    )
    return event


def end(case: Case, *, by: User | None, outcome: str) -> Case:
    """The caller holds the case's row, or what it is about."""
    changes = {
        **NO_HOLD,
        "state": CaseState.CLOSED,
        "wakes_on": None,
        "outcome": outcome[:40],
        "closed_at": timezone.now(),
        "closed_by": by,
    }
    for name, value in changes.items():
        setattr(case, name, value)
    case.save(update_fields=list(changes))
    note_event(case, kind=E.CLOSED, by=by, code=case.outcome)
    return case


def refuse_without(by: User) -> None:
    refuse_unless(allows(by, Permission.WORK_CASES), _("You may not work on cases."))


def locked(case: Case) -> Case:
    row: Case = Case.objects.select_for_update().get(pk=case.pk)
    refuse_unless(row.state != CaseState.CLOSED, _("This case is closed."))
    return row


@transaction.atomic
def write(*, by: User, case: Case, kind: str, text: str, code: str = "", data: Any = None) -> CaseEvent:
    """A note, a call, a contact: what somebody saw or heard, kept for ever."""
    refuse_without(by)
    row = locked(case)
    refuse_unless(bool(text.strip() or code), _("Write something first."))
    refuse_unless(len(text) <= 4000, _("Write at most 4,000 characters."))
    return note_event(row, kind=kind, by=by, code=code, text=text, data=data)


@transaction.atomic
def wake(*, day: datetime.date | None = None) -> int:
    """Waiting cases whose day has come are ready again."""
    rows = Case.objects.select_for_update(skip_locked=True).filter(
        state=CaseState.WAITING, wakes_on__lte=day or today()
    )
    woken = list(rows)
    for case in woken:
        case.state, case.wakes_on = CaseState.READY, None
        case.save(update_fields=["state", "wakes_on"])
        note_event(case, kind=E.WOKE, by=None)
    return len(woken)
