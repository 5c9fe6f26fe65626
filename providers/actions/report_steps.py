"""What the staff make of a visitor's report: read, ask the clinic, settle. DOMAIN.md 4e, "Error report".

With its outcome a report forgets who sent it, in the transaction that writes the mail that tells them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Case, Location, Report, User
from providers.models.case import CaseEventKind as E
from providers.models.report import LIFE, OPEN, SETTLED
from providers.models.vocabulary import ReportStatus as R
from providers.permissions import Permission, allows, can_edit_listing

from . import cases, report_cases, report_mail, search_index
from .refusals import refuse_unless, refuse_unless_in

FORGOTTEN: dict[str, Any] = {"contact": "", "language": "", "sender": None}
LONGEST = 2000


@transaction.atomic
def triage(*, by: User, report: Report, note: str = "") -> Report:
    """Somebody has read it and it makes sense to look into it."""
    row = _at_hand(by, report, [R.RECEIVED], Permission.WORK_CASES)
    return _step(row, by=by, status=R.TRIAGED, why=note, triaged_at=timezone.now())


@transaction.atomic
def log_contact(*, by: User, report: Report, way: str, whom: str, said: str, reached: bool = True) -> Report:
    """way: a code such as "phone"; whom: the part that person plays, not the name; said: in a few words.

    An attempt that reached nobody is kept too, and leaves the report where it is.
    """
    row = _at_hand(by, report, [R.TRIAGED, R.CONTACTED, R.UNRESOLVED], Permission.WORK_CASES)
    refuse_unless(bool(said.strip()), _("Write what was said, or that nobody answered."))
    case = Case.objects.open().filter(report=row).first()
    if case is not None:
        data = {"whom": whom.strip()[:200], "reached": reached}
        cases.write(by=by, case=case, kind=E.CONTACT, text=said, code=way, data=data)
    if not reached:
        return row
    if row.status == R.CONTACTED:
        return _save(row, by=by, why="", contacted_at=timezone.now())
    return _step(row, by=by, status=R.CONTACTED, why="", contacted_at=timezone.now())


@transaction.atomic
def leave_unresolved(*, by: User, report: Report, reason: str) -> Report:
    """Nobody could be reached, or what was said contradicts itself. It stays open."""
    row = _at_hand(by, report, _starts_of(R.UNRESOLVED), Permission.DECIDE_REPORTS)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return _step(row, by=by, status=R.UNRESOLVED, why=reason)


@transaction.atomic
def settle(*, by: User, report: Report, status: str, outcome: str, also: Iterable[Report] = ()) -> Report:
    """Corrected, correct as it stands, or flagged. outcome: read by whoever reported it, in its own mail.

    also: further reports on the same field of the same place, which the same look has answered.
    """
    refuse_unless(status in SETTLED, _("This is not a known status."))
    row = _at_hand(by, report, _starts_of(status), Permission.DECIDE_REPORTS)
    refuse_unless(bool(outcome.strip()), _("Write what was found: the visitor reads it."))
    refuse_unless(len(outcome) <= LONGEST, _("Write at most 2,000 characters."))
    _settle(row, by=by, status=status, outcome=outcome)
    for other in _siblings(row, also):
        _settle(_ready(other, by, status), by=by, status=status, outcome=outcome)
    search_index.reindex([row.location_id])
    return row


def _siblings(row: Report, also: Iterable[Report]) -> list[Report]:
    """Locked in the order of their keys. What was settled meanwhile, or is about something else, is left."""
    same = Report.objects.filter(location=row.location_id, field=row.field, pk__in=[one.pk for one in also])
    open_ones = (
        same.filter(status__in=[*OPEN, R.FLAGGED]).exclude(pk=row.pk).select_related("location__provider")
    )
    return list(open_ones.select_for_update(of=("self",)).order_by("pk"))


def _ready(row: Report, by: User, status: str) -> Report:
    """One that waits unread, or unanswered, takes the steps that the first one took."""
    if row.status == R.RECEIVED:
        _step(row, by=by, status=R.TRIAGED, why="", triaged_at=timezone.now())
    if status == R.FLAGGED and row.status in (R.TRIAGED, R.CONTACTED):
        _step(row, by=by, status=R.UNRESOLVED, why="")
    return row


def _settle(row: Report, *, by: User, status: str, outcome: str) -> None:
    if status == row.status:
        return
    report_mail.tell(row, status=status, outcome=outcome.strip())
    now = {"settled_at": timezone.now(), "settled_by": by, "outcome": outcome.strip()}
    _step(row, by=by, status=status, why=outcome, **now, **FORGOTTEN)


def _starts_of(end: str) -> list[str]:
    return [start for start, ends in LIFE.items() if end in ends]


def _at_hand(by: User, report: Report, starts: Collection[str], right: Permission) -> Report:
    """The place first and then the report, as when one is filed."""
    refuse_unless(allows(by, right), _("You may not do this with reports."))
    place = Location.objects.select_related("provider").select_for_update(no_key=True, of=("self",))
    location = place.get(pk=report.location_id)
    row: Report = Report.objects.select_for_update().get(pk=report.pk)
    row.location = location
    is_own = can_edit_listing(by, location.provider)
    refuse_unless(not is_own, _("You run this listing: somebody else must look at its reports."))
    refuse_unless_in(row.status, starts, str(R(row.status).label))
    return row


def _step(row: Report, *, by: User, status: str, why: str, **changes: Any) -> Report:
    _save(row, by=by, why=why, status=status, **changes)
    case = Case.objects.open().filter(report=row).first()
    if case is not None:
        cases.note_event(case, kind=E.STEP, by=by, code=status, text=why)
    report_cases.follow(row, by=by)
    return row


def _save(row: Report, *, by: User, why: str, **changes: Any) -> Report:
    for name, value in changes.items():
        setattr(row, name, value)
    with pghistory.context(event="report", by=by.pk, reason=why):
        row.save(update_fields=list(changes))
    return row
