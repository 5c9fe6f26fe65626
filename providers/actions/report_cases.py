"""Cases of error reports: what several visitors say of one thing weighs more, and is weighed together."""

from __future__ import annotations

from django.db.models import QuerySet

from providers.models import Case, Report, User

from . import cases
from .case_needs import SETTLED_REPORTS, of_report
from .clock import today


def others_of(report: Report) -> QuerySet[Report]:
    """Further open reports on the same field of the same place."""
    same = Report.objects.filter(location=report.location_id, field=report.field)
    return same.exclude(status__in=SETTLED_REPORTS).exclude(pk=report.pk)


def follow(report: Report, *, by: User | None = None) -> Case | None:
    """The report's own case, and what the cases of the others weigh now. The caller holds the report."""
    others = others_of(report).count()
    case = cases.follow(report, by=by, others=others)
    _weigh_others(report, others - (report.status in SETTLED_REPORTS))
    return case


def _weigh_others(report: Report, number: int) -> None:
    """number: how many further ones each has. A case whose row is held at this moment is weighed daily."""
    rows = Case.objects.open().filter(report__in=others_of(report)).select_related("report")
    for case in rows.select_for_update(of=("self",), skip_locked=True).order_by("pk"):
        assert case.report is not None
        need = of_report(case.report, today(), others=number)
        if need and need.risk != case.risk:
            case.risk = need.risk
            case.save(update_fields=["risk"])
