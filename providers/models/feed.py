"""A reading of a public register's file: what came, from whom, and how much of it was refused."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule


class Feed(models.TextChoices):
    """Registers that whole files are read from; CADENCE_DAYS says how often each comes out."""

    NPPES = "nppes", _("NPI register, the whole file (NPPES)")
    NPPES_WEEKLY = "nppes_weekly", _("NPI register, the week’s changes (NPPES)")
    LEIE = "leie", _("Federal exclusion list, the whole file (LEIE)")
    LEIE_SUPPLEMENT = "leie_supplement", _("Federal exclusion list, the month’s changes (LEIE)")
    NUCC = "nucc", _("Codes of specialties (NUCC)")
    EXCLUSION_RUN = "exclusion_run", _("Everyone compared with the federal exclusion list")


# A few days more than the register's own rhythm, so that its delay is not ours. NUCC comes twice a year.
CADENCE_DAYS = {
    Feed.NPPES: 40,
    Feed.NPPES_WEEKLY: 10,
    Feed.LEIE: 40,
    Feed.LEIE_SUPPLEMENT: 40,
    Feed.NUCC: 220,
    Feed.EXCLUSION_RUN: 35,
}


class LoadStatus(models.TextChoices):
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed; nothing was changed")


class FeedLoad(models.Model):
    """digest: SHA-256 of the file. published_on: the day the file speaks for. position: rows read so far.

    rejections: the first refused lines, each {line, reason}; rejected counts them all.
    """

    feed = CodeField(Feed)
    status = CodeField(LoadStatus, default=LoadStatus.RUNNING)
    file_name = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    published_on = models.DateField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    rejections = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            one_of("feedload", "feed", Feed),
            one_of("feedload", "status", LoadStatus),
            rule("feedload_digest_shape", Q(digest="") | Q(digest__regex=r"^[0-9a-f]{64}$"), "Not a digest."),
            rule(
                "feedload_ended_has_moment",
                Q(status="running", finished_at__isnull=True)
                | (~Q(status="running") & Q(finished_at__isnull=False)),
                "A reading that ended has its moment.",
            ),
        ]
        indexes = [models.Index(fields=["feed", "-started_at"], name="feedload_newest")]

    def __str__(self) -> str:
        return f"{self.feed} {self.started_at:%Y-%m-%d}"

    def is_old(self, today: datetime.date) -> bool:
        """Past its rhythm, counted from the day it speaks for."""
        day = self.published_on or self.started_at.date()
        return (today - day).days > CADENCE_DAYS[Feed(self.feed)]
