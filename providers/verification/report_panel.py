"""A visitor's report: what they say, what we publish now and whose word that is, and each step of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import report_cases, report_mail, report_steps
from providers.actions.clock import today
from providers.models import Case, Membership, Report, User
from providers.models.case import CaseEventKind, CaseKind
from providers.models.disputes import INDEPENDENT
from providers.models.report import LIFE, OPEN
from providers.models.vocabulary import ReportedField, ReportStatus
from providers.permissions import Permission
from providers.shown.amounts import telephone, telephone_link

from .panels import PANELS, VERBS, Action, CaseForm, Panel, ReasonForm, Verb
from .published_facts import published
from .report_forms import NOBODY, WAYS, WHOM, ContactForm, SettleForm, TriageForm

R = ReportStatus
SIBLINGS_SHOWN = 20


def panel(request: HttpRequest, case: Case) -> Panel:
    """Four queries."""
    report = _loaded(case)
    day, place = today(), report.location
    siblings = list(_siblings(report)[:SIBLINGS_SHOWN])
    waiting = [one for one in (report, *siblings) if one.status in OPEN]
    field = str(ReportedField(report.field).label)
    return Panel(
        title=_("Reported as wrong: %s") % field,
        template="staff/report/panel.html",
        context={
            "report": report,
            "report_status": R(report.status).label,
            "is_mail": report_mail.is_address(report.contact),
            "siblings": [(one, R(one.status).label) for one in siblings],
            "senders": len({one.sender for one in waiting if one.sender is not None}),
            "independent": INDEPENDENT,
            "published": published(place, report.field, day),
            "contacts": _contacts(case),
            "is_run": vars(report)["is_run"],
            "place": place,
            "telephone": telephone(place.phone, place.phone_extension),
            "telephone_link": telephone_link(place.phone, place.phone_extension),
            "repair_url": _repair_url(request, report),
        },
        actions=_actions(case, report, sum(one.status in OPEN for one in siblings)),
    )


def _loaded(case: Case) -> Report:
    """With its place, and whether anybody runs the listing, in one query."""
    runs = Membership.objects.filter(provider=OuterRef("location__provider"))
    rows = Report.objects.select_related("location__provider").annotate(is_run=Exists(runs))
    row: Report = rows.get(pk=case.report_id or 0)
    case.report = row
    return row


def _siblings(report: Report) -> Any:
    same = Report.objects.filter(location=report.location_id, field=report.field)
    return same.exclude(pk=report.pk).order_by("-received_at", "-pk")


def _contacts(case: Case) -> list[dict[str, Any]]:
    rows = case.events.filter(kind=CaseEventKind.CONTACT).order_by("-at", "-pk")[:SIBLINGS_SHOWN]
    ways, parts = dict(WAYS), dict(WHOM)
    return [
        {
            "at": row.at,
            "way": ways.get(row.code, row.code),
            "whom": parts.get(row.data.get("whom", ""), ""),
            "text": row.text,
        }
        for row in rows
    ]


def _repair_url(request: HttpRequest, report: Report) -> str:
    may = request.user.has_perm("providers.change_location")
    return reverse("admin:providers_location_change", args=[report.location_id]) if may else ""


def _triage(by: User, case: Case, said: dict[str, Any]) -> None:
    report_steps.triage(by=by, report=case.subject, note=said["note"])


def _contact(by: User, case: Case, said: dict[str, Any]) -> None:
    report_steps.log_contact(
        by=by,
        report=case.subject,
        way=said["way"],
        whom=said["whom"],
        said=said["said"],
        reached=said["whom"] != NOBODY,
    )


def _unresolved(by: User, case: Case, said: dict[str, Any]) -> None:
    report_steps.leave_unresolved(by=by, report=case.subject, reason=said["reason"])


def _settle_as(status: str) -> Callable[[User, Case, dict[str, Any]], None]:
    def settle(by: User, case: Case, said: dict[str, Any]) -> None:
        also: Iterable[Report] = report_cases.others_of(case.subject) if said.get("also") else ()
        report_steps.settle(by=by, report=case.subject, status=status, outcome=said["outcome"], also=also)

    return settle


def _settling(status: str, done: Any) -> Verb:
    return Verb(form=SettleForm, do=_settle_as(status), permission=Permission.DECIDE_REPORTS, done=done)


VERBS[CaseKind.REPORT] = {
    "triage": Verb(
        form=TriageForm, do=_triage, permission=Permission.WORK_CASES, done=gettext_lazy("Triaged.")
    ),
    "contact": Verb(
        form=ContactForm, do=_contact, permission=Permission.WORK_CASES, done=gettext_lazy("Recorded.")
    ),
    "corrected": _settling(R.CORRECTED, gettext_lazy("Settled: corrected.")),
    "as-it-stands": _settling(R.UPHELD_AS_IS, gettext_lazy("Settled: correct as it stands.")),
    "unresolved": Verb(
        form=ReasonForm,
        do=_unresolved,
        permission=Permission.DECIDE_REPORTS,
        done=gettext_lazy("Left unresolved."),
    ),
    "flag": _settling(R.FLAGGED, gettext_lazy("Flagged on the listing.")),
}


def _actions(case: Case, report: Report, others: int) -> list[Action]:
    """Those that the report's state allows."""
    ends = LIFE.get(R(report.status), [])
    could_ask = report.status in (R.TRIAGED, R.CONTACTED, R.UNRESOLVED)

    def settle() -> CaseForm:
        return SettleForm(case=case, others=others)

    offered = [
        (R.TRIAGED in ends, Action("triage", _("Read it: look into it"), "r", TriageForm(case=case))),
        (could_ask, Action("contact", _("Log a contact"), "l", ContactForm(case=case))),
        (R.CORRECTED in ends, Action("corrected", _("Corrected"), "c", settle())),
        (R.UPHELD_AS_IS in ends, Action("as-it-stands", _("Correct as it stands"), "s", settle())),
        (R.UNRESOLVED in ends, Action("unresolved", _("Could not be found out"), "u", ReasonForm(case=case))),
        (R.FLAGGED in ends, Action("flag", _("Flag it on the listing"), "f", settle())),
    ]
    return [action for fits, action in offered if fits]


PANELS[CaseKind.REPORT] = panel
