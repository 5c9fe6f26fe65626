"""What visitors report as wrong. Stored for the staff; nothing of the visitor but what they typed."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Location, Report, User
from providers.models.vocabulary import ReportStatus

from . import throttle
from .refusals import refuse_unless
from .throttle import TooMany

__all__ = ["REPORTS_PER_DAY", "REPORTS_PER_LISTING", "TooMany", "file_report", "set_status"]

REPORTS_PER_DAY = 10
REPORTS_PER_LISTING = 3
FINAL = (ReportStatus.CORRECTED, ReportStatus.UPHELD_AS_IS)


@transaction.atomic
def file_report(*, location: Location, field: str, message: str, client: str, contact: str = "") -> Report:
    """client: the visitor's address, for counting only. Raises TooMany; ValidationError for a bad report."""
    report = Report(location=location, field=field, message=message.strip(), contact=contact.strip())
    report.full_clean()
    throttle.count(scope="report", address=client, limit=REPORTS_PER_DAY)
    throttle.count(scope=f"report:{location.pk}", address=client, limit=REPORTS_PER_LISTING)
    report.save()
    return report


@transaction.atomic
def set_status(*, by: User, report: Report, status: str) -> Report:
    """What the staff made of it. Once that is final, how to reach the visitor is erased."""
    row = Report.objects.select_for_update().get(pk=report.pk)
    refuse_unless(status in ReportStatus.values, _("This is not a known status."))
    refuse_unless(status != row.status, _("It has this status already."))
    row.status = status
    if status in FINAL:
        row.contact = ""
    with pghistory.context(event="set_status", by=by.pk):
        row.save(update_fields=["status", "contact"])
    return row
