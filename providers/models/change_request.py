"""A sensitive edit that waits for staff while the old value stays live."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .location import Location
from .provider import Provider


class ChangeStatus(models.TextChoices):
    OPEN = "open", _("In review")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    REPLACED = "replaced", _("Replaced by a later edit")


class ChangedField(models.TextChoices):
    """What may not change without review: DOMAIN.md 4b, item 24."""

    DISPLAY_NAME = "display_name", _("Name")
    LEGAL_NAME = "legal_name", _("Legal name")
    NPI = "npi", _("NPI")
    WEBSITE = "website", _("Website")
    ADDRESS = "address", _("Address")
    PHONE = "phone", _("Main telephone number")
    ROUTE = "route", _("A way of giving ketamine")
    REMS = "rems_status", _("Spravato certification")
    LOCATION = "location", _("A new location")
    PERSON = "person", _("A person’s name, profession or NPI")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ChangeRequest(models.Model):
    """before and after: the field's value as JSON; for an address its parts by name.

    subject: the primary key, as text, of the service that an edit of a route or certification speaks of, or
    of the person; for a new route "route/setting"; else empty. One open request per provider, location,
    field and subject.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="change_requests")
    location = models.ForeignKey(
        Location, null=True, blank=True, on_delete=models.CASCADE, related_name="change_requests"
    )
    field = CodeField(ChangedField)
    subject = models.CharField(max_length=80, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    status = CodeField(ChangeStatus, default=ChangeStatus.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            one_of("changerequest", "field", ChangedField),
            one_of("changerequest", "status", ChangeStatus),
            models.UniqueConstraint(
                fields=["provider", "location", "field", "subject"],
                condition=Q(status="open"),
                nulls_distinct=False,
                name="changerequest_one_open",
            ),
            rule(
                "changerequest_ended_has_moment",
                Q(status="open", decided_at__isnull=True) | (~Q(status="open") & Q(decided_at__isnull=False)),
                "A request that ended has its moment.",
            ),
            rule(
                "changerequest_approved_by_another",
                ~Q(status="approved") | ~Q(decided_by=F("asked_by")),
                "Nobody approves what they asked for.",
            ),
        ]
        indexes = [models.Index(fields=["status", "asked_at"], name="changerequest_open")]
        triggers = [
            pgtrigger.FSM(
                name="changerequest_life",
                field="status",
                transitions=[("open", end.value) for end in ChangeStatus if end != ChangeStatus.OPEN],
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of {self.provider_id}"
