"""Whose hands a case is in: taken by one person at a time, for half an hour, renewed or put back."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Case, User
from providers.models.case import HOLD_MINUTES, CaseKind
from providers.models.case import CaseEventKind as E
from providers.permissions import Permission, allows

from .cases import NO_HOLD, end, locked, note_event, refuse_without
from .refusals import refuse_unless


def in_hand(*, by: User, case: Case) -> Case:
    """The case, locked: whoever works on it must hold it. Whoever takes an idle one does so by working."""
    row = locked(case)
    now = timezone.now()
    is_anothers = row.is_held(now) and row.held_by_id != by.pk
    refuse_unless(not is_anothers, _("%s has this case in hand.") % _called(row.held_by))
    refuse_unless(row.held_by_id == by.pk and row.is_held(now), _("Take this case first."))
    return row


def _called(person: User | None) -> str:
    return (person.name or person.email) if person else ""


def _until() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(minutes=HOLD_MINUTES)


def _hold(case: Case, by: User) -> Case:
    case.held_by, case.held_until = by, _until()
    case.save(update_fields=["held_by", "held_until"])
    note_event(case, kind=E.TAKEN, by=by)
    return case


def workable_by(person: User) -> Q:
    """Nobody decides on what they sent themselves, on a listing that they run, or on what is another's."""
    own = (
        Q(credential__confirmed_by=person)
        | Q(claim__claimant=person)
        | Q(change__asked_by=person)
        | Q(provider__memberships__user=person)
    )
    others = Q(assigned_to__isnull=True) | Q(assigned_to=person)
    return others & ~Q(pk__in=Case.objects.open().filter(own).values("pk"))


@transaction.atomic
def take_next(*, by: User, kind: str = "") -> Case | None:
    """The most pressing case that nobody has in hand; what another is just taking is passed over."""
    refuse_without(by)
    rows = Case.objects.ready().free(timezone.now()).filter(workable_by(by))
    if kind in CaseKind.values:
        rows = rows.filter(kind=kind)
    case = rows.in_order().select_for_update(skip_locked=True, of=("self",)).first()
    return _hold(case, by) if case else None


@transaction.atomic
def take(*, by: User, case: Case) -> Case:
    """One case by choice; refused where somebody else has it in hand."""
    refuse_without(by)
    row = locked(case)
    now = timezone.now()
    if row.is_held(now) and row.held_by_id == by.pk:
        return row
    refuse_unless(not row.is_held(now), _("%s has this case in hand.") % _called(row.held_by))
    fits = Case.objects.filter(workable_by(by), pk=row.pk).exists()
    refuse_unless(fits, _("Somebody else must work on this case: you have a part in it."))
    return _hold(row, by)


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
    refuse_unless(to is None or allows(to, Permission.WORK_CASES), _("This person does not work on cases."))
    row.assigned_to = to
    changes = {"assigned_to": to, **(NO_HOLD if to is None or row.held_by_id != to.pk else {})}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    note_event(row, kind=E.ASSIGNED, by=by, data={"to": to.pk if to else None})
    return row


@transaction.atomic
def close(*, by: User, case: Case, outcome: str, reason: str) -> Case:
    """Nothing is left to do although what it is about stays as it is: a suspension that holds."""
    row = in_hand(by=by, case=case)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    note_event(row, kind=E.STEP, by=by, code=outcome, text=reason)
    return end(row, by=by, outcome=outcome)
