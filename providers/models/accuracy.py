"""Our own accuracy: listings drawn by chance, called, and compared with what we publish."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .location import Location


class CallOutcome(models.TextChoices):
    REACHED = "reached", _("Somebody answered our questions")
    NO_ANSWER = "no_answer", _("Nobody answered, after three tries")
    WRONG_NUMBER = "wrong_number", _("The number is somebody else’s, or dead")
    CLOSED = "closed", _("The practice has closed")
    REFUSED = "refused", _("They would not answer")


class Sample(models.Model):
    """population: how many public locations there were; seed: repeats the draw."""

    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    size = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    seed = models.BigIntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-drawn_at", "-id"]

    def __str__(self) -> str:
        return f"{self.size} of {self.population}"


class SampleCall(models.Model):
    """found: fact -> "correct", "wrong" or "not_asked". is_correct: nothing that was asked was wrong."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="calls")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    outcome = CodeField(CallOutcome, null=True, blank=True)
    found: Any = models.JSONField(default=dict, blank=True)
    is_correct = models.BooleanField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["sample", "position"]
        constraints = [
            one_of("samplecall", "outcome", CallOutcome),
            models.UniqueConstraint(fields=["sample", "location"], name="samplecall_once"),
            rule(
                "samplecall_ended_has_moment",
                Q(outcome__isnull=True, called_at__isnull=True)
                | Q(outcome__isnull=False, called_at__isnull=False, called_by__isnull=False),
                "A call that was made has its moment.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} of {self.sample_id}"
