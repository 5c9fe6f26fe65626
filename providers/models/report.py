"""A visitor's report that something on a listing is wrong. Holds no address and no account of the visitor."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from .fields import CodeField, one_of, rule
from .location import Location
from .vocabulary import ReportedField, ReportStatus

LONGEST = 2000

R = ReportStatus
# DOMAIN.md 4e. Nothing is answered that nobody has read; whom we could not reach we may still reach later.
LIFE = {
    R.RECEIVED: [R.TRIAGED],
    R.TRIAGED: [R.CONTACTED, R.CORRECTED, R.UPHELD_AS_IS, R.UNRESOLVED],
    R.CONTACTED: [R.CORRECTED, R.UPHELD_AS_IS, R.UNRESOLVED],
    R.UNRESOLVED: [R.CONTACTED, R.CORRECTED, R.UPHELD_AS_IS, R.FLAGGED],
    R.FLAGGED: [R.CORRECTED, R.UPHELD_AS_IS],
}
OPEN = (R.RECEIVED, R.TRIAGED, R.CONTACTED, R.UNRESOLVED)
SETTLED = (R.CORRECTED, R.UPHELD_AS_IS, R.FLAGGED)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["contact", "sender", "language"])
class Report(models.Model):
    """contact and sender are erased when the report is settled; the history never holds them.

    sender: one of 65,536 numbers that a keyed digest of the visitor's address, for this location and field
    alone, falls on: enough to tell three visitors apart, too few to tell who. outcome: told to the reporter.
    language: in which the reporter read our page; kept only as long as contact.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="reports")
    field = CodeField(ReportedField)
    message = models.TextField(max_length=LONGEST)
    contact = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=10, blank=True)
    status = CodeField(ReportStatus, default=ReportStatus.RECEIVED)
    sender = models.PositiveIntegerField(null=True, blank=True)
    outcome = models.TextField(blank=True, max_length=2000)
    received_at = models.DateTimeField(auto_now_add=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("report", "field", ReportedField),
            one_of("report", "status", ReportStatus),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("message"), LONGEST),
                name="report_message_length",
                violation_error_message="A report has at most 2,000 characters.",
            ),
            rule(
                "report_settled_forgets",
                Q(status__in=SETTLED, settled_at__isnull=False, contact="", language="", sender__isnull=True)
                | (~Q(status__in=SETTLED) & Q(settled_at__isnull=True)),
                "A settled report has its moment, and keeps nothing of who sent it.",
            ),
        ]
        indexes = [models.Index(fields=["status", "received_at"], name="report_open")]
        triggers = [
            pgtrigger.FSM(
                name="report_life",
                field="status",
                transitions=[(a.value, b.value) for a, ends in LIFE.items() for b in ends],
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} at {self.location_id}"


class Throttle(models.Model):
    """Counts attempts in a window, shared by all processes. key is a keyed digest, never an address."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=1)
    resets_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resets_at"], name="throttle_resets")]

    def __str__(self) -> str:
        return f"{self.count} until {self.resets_at}"
