"""How often a location was shown, opened or chosen in a week: counts, and nothing about who looked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .location import Location


class Counted(models.TextChoices):
    SHOWN = "shown", _("Shown in results")
    OPENED = "opened", _("Page opened")
    PHONE = "phone", _("Telephone number chosen")
    WEBSITE = "website", _("Website chosen")


class WeeklyCount(models.Model):
    """week: the Monday that it begins on, in UTC."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="weekly_counts")
    week = models.DateField()
    what = CodeField(Counted)
    count = models.PositiveIntegerField(default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            one_of("weeklycount", "what", Counted),
            models.UniqueConstraint(fields=["location", "week", "what"], name="weeklycount_unique"),
            rule("weeklycount_monday", Q(week__iso_week_day=1), "A week begins on a Monday."),
        ]

    def __str__(self) -> str:
        return f"{self.location_id} {self.what} {self.week}: {self.count}"
