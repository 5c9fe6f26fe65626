"""A request to take an unclaimed listing out of the directory, by somebody who speaks for the practice."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .claim import ProofMethod
from .fields import CodeField, one_of, rule
from .provider import Provider


class RemovalStatus(models.TextChoices):
    ASKED = "asked", _("Waiting for proof")
    PROVED = "proved", _("Proved")
    DONE = "done", _("Removed")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Expired")


R = RemovalStatus
LIFE = {R.ASKED: [R.PROVED, R.REFUSED, R.EXPIRED], R.PROVED: [R.DONE, R.REFUSED]}
SETTLED = (R.DONE, R.REFUSED, R.EXPIRED)


@pghistory.track(
    pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["contact", "sent_to", "token_digest"]
)
class RemovalRequest(models.Model):
    """Needs no account. contact is erased when it is settled. token_digest: of the link to come back by.

    sent_to: the address at the listed web domain or the listed number; no history keeps it either.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="removal_requests")
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    method = CodeField(ProofMethod)
    sent_to = models.CharField(max_length=254, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    status = CodeField(RemovalStatus, default=RemovalStatus.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            one_of("removalrequest", "status", RemovalStatus),
            one_of("removalrequest", "method", ProofMethod),
            rule(
                "removalrequest_settled_forgets",
                ~Q(status__in=SETTLED) | Q(settled_at__isnull=False, contact=""),
                "A settled request keeps no contact.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="removal_life",
                field="status",
                transitions=[(a.value, b.value) for a, ends in LIFE.items() for b in ends],
            )
        ]

    def __str__(self) -> str:
        return f"Removal of {self.provider_id}"
