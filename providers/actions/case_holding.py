"""Whose hands a case is in: taken by one person at a time, for half an hour, renewed or put back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Case, User
from providers.models.case import HOLD_MINUTES, CaseKind, CaseState
from providers.models.case import CaseEventKind as E
from providers.models.vocabulary import CredentialStatus, ListingStatus
from providers.permissions import Permission, allows

from .case_workers import decided_by_another, workable_by
from .cases import NO_HOLD, end, locked, note_event, refuse_without
from .refusals import TransitionRefused, refuse_unless

GONE = (ListingStatus.MERGED, ListingStatus.REMOVED_BY_REQUEST, ListingStatus.CLOSED)


def in_hand(*, by: User, case: Case) -> Case:
    """The case, locked; refused unless this person holds it.

    Whoever goes on to change what the case is about locks the listing and that row first: that is the order
    in which the steps themselves lock.
    """
    row = locked(case)
    _refuse_anothers(row, by)
    refuse_unless(row.held_by_id == by.pk and row.is_held(timezone.now()), _("Take this case first."))
    return row


def _refuse_anothers(row: Case, by: User) -> None:
    if row.is_held(timezone.now()) and row.held_by_id != by.pk:
        raise TransitionRefused(_("%s has this case in hand.") % called(row.held_by))


def called(person: User | None) -> str:
    return (person.name or person.email) if person else ""


def _until() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=HOLD_MINUTES)


def _hold(case: Case, by: User) -> Case:
    case.held_by, case.held_until = by, _until()
    case.save(update_fields=["held_by", "held_until"])
    note_event(case, kind=E.TAKEN, by=by)
    return case


@transaction.atomic
def take_next(*, by: User, kind: str = "") -> Case | None:
    """The most pressing case that nobody has in hand; what another is just taking is passed over."""
    refuse_without(by)
    free = Case.objects.ready().free(timezone.now())
    rows = free.filter(workable_by(by)).exclude(decided_by_another(by))
    if kind in CaseKind.values:
        rows = rows.filter(kind=kind)
    case = rows.in_order().select_for_update(skip_locked=True, of=("self",)).first()
    return _hold(case, by) if case else None


@transaction.atomic
def take(*, by: User, case: Case) -> Case:
    """One case by choice, also one that waits; refused where somebody else has it in hand."""
    refuse_without(by)
    row = locked(case)
    _refuse_anothers(row, by)
    if row.is_held(timezone.now()):
        return row
    is_anothers = row.assigned_to_id not in (None, by.pk)
    if is_anothers:
        raise TransitionRefused(_("This case is assigned to %s.") % called(row.assigned_to))
    _refuse_party(row, by)
    return _hold(row, by)


def _refuse_party(row: Case, person: User) -> None:
    fits = Case.objects.filter(workable_by(person, whoevers=True), pk=row.pk).exists()
    refuse_unless(fits, _("Somebody who has no part in this must work on it."))


@transaction.atomic
def renew(*, by: User, case: Case) -> Case:
    row = in_hand(by=by, case=case)
    row.held_until = _until()
    row.save(update_fields=["held_until"])
    return row


@transaction.atomic
def release(*, by: User, case: Case) -> Case:
    """Back to the queue; a lead may put back what somebody else holds."""
    row = locked(case)
    refuse_unless(row.held_by_id is not None, _("Nobody has this case in hand."))
    refuse_unless(row.held_by_id == by.pk or allows(by, Permission.LEAD), _("Somebody else holds it."))
    row.held_by, row.held_until = None, None
    row.save(update_fields=["held_by", "held_until"])
    note_event(row, kind=E.RELEASED, by=by)
    return row


@transaction.atomic
def assign(*, by: User, case: Case, to: User | None) -> Case:
    """A lead gives a case to somebody, or to everybody again."""
    refuse_unless(allows(by, Permission.LEAD), _("Only a lead assigns cases."))
    row = locked(case)
    if to is not None:
        refuse_unless(allows(to, Permission.WORK_CASES), _("This person does not work on cases."))
        _refuse_party(row, to)
    row.assigned_to = to
    changes = {"assigned_to": to, **(NO_HOLD if to and row.held_by_id != to.pk else {})}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    note_event(row, kind=E.ASSIGNED, by=by, text=called(to), data={"to": to.pk if to else None})
    return row


def ways_to_close(case: Case) -> list[str]:
    """Of cases.BY_HAND: a suspension can stay, and of a listing that is gone nothing is left to decide."""
    ways = []
    if case.credential and case.credential.status == CredentialStatus.SUSPENDED:
        ways.append("stays")
    if case.provider and case.provider.status in GONE:
        ways.append("gone")
    return ways


@transaction.atomic
def close(*, by: User, case: Case, outcome: str, reason: str) -> Case:
    """Although what it is about stays as it is. Whatever happens to that next opens a case again."""
    row = in_hand(by=by, case=case)
    refuse_unless(allows(by, Permission.DECIDE_CREDENTIALS), _("You may not decide."))
    refuse_unless(row.state != CaseState.CLOSED and outcome in ways_to_close(row), _("This is still open."))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    note_event(row, kind=E.STEP, by=by, code=outcome, text=reason)
    return end(row, by=by, outcome=outcome)
