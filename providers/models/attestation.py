"""The clinic's word that its listing is still true, and the reminders that ask for it."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, append_only, one_of
from .provider import FRESH_DAYS, Provider

LINK_DAYS = 14
BEFORE, AFTER = (15, 10, 5), (1, 14, 28, 42)  # CAQH's cadence: DOMAIN.md 2.4


class AttestedBy(models.TextChoices):
    PAGE = "page", _("on the site, signed in")
    LINK = "link", _("by the link in our e-mail")


def due_on(last_confirmed_on: datetime.date) -> datetime.date:
    """The day from which the clinic's word counts as ageing is the day after this one."""
    return last_confirmed_on + datetime.timedelta(days=FRESH_DAYS)


class Attestation(models.Model):
    """Never changed. by: who was signed in, or else whose link was used."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="attestations")
    on = models.DateField()
    way = CodeField(AttestedBy)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [one_of("attestation", "way", AttestedBy)]

    def __str__(self) -> str:
        return f"{self.provider_id} on {self.on}"


class Reminder(models.Model):
    """One reminder sent: never twice for the same step before or after the same due day.

    step: days from the due day; negative before it.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    step = models.SmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "due_on", "step"], name="reminder_once"),
        ]
        triggers = [append_only("reminder_append_only")]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.due_on} {self.step:+d}"
