"""A visitor's report that something on a listing is wrong. Holds no address and no account of the visitor."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from .fields import CodeField, one_of
from .location import Location
from .vocabulary import ReportedField, ReportStatus

LONGEST = 2000


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["contact", "sender"])
class Report(models.Model):
    """contact and sender are erased when the report is settled; the history never holds them.

    sender: one of 65,536 numbers that a keyed digest of the visitor's address, for this location and field
    alone, falls on: enough to tell three visitors apart, too few to tell who. outcome: told to the reporter.
    """

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="reports")
    field = CodeField(ReportedField)
    message = models.TextField(max_length=LONGEST)
    contact = models.CharField(max_length=254, blank=True)
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
        ]
        indexes = [models.Index(fields=["status", "received_at"], name="report_open")]

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
