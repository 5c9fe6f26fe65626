"""Two listings that may be one, what somebody decided of it, and what it takes to undo a merge."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .provider import LISTED, WITH_ITS_OWNER, Provider
from .vocabulary import ListingStatus

# Of these a second listing would mislead somebody. One that is suspended may not come back under a new name.
COMPARED = (*LISTED, *WITH_ITS_OWNER, ListingStatus.SUSPENDED)


class PairState(models.TextChoices):
    OPEN = "open", _("Not looked at yet")
    APART = "apart", _("Two different practices")
    MERGED = "merged", _("Merged")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DuplicatePair(models.Model):
    """one has the smaller key, so a pair is stored once. why: codes of "npi", "phone", "domain", "name".

    score: 0 to 100, how sure the finder is. miles: between their nearest locations.
    """

    one = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    why: Any = models.JSONField(default=list)
    score = models.FloatField()
    miles = models.FloatField(null=True, blank=True)
    state = CodeField(PairState, default=PairState.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            one_of("duplicatepair", "state", PairState),
            models.UniqueConstraint(fields=["one", "other"], name="duplicatepair_once"),
            rule("duplicatepair_in_order", Q(one__lt=F("other")), "The older listing comes first."),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"

    @property
    def is_moot(self) -> bool:
        """One of them is not here any more: closed, removed, or merged into a third."""
        return not {self.one.status, self.other.status} <= set(COMPARED)


class Merge(models.Model):
    """One merge by a person. choices: field -> "gone" or "kept"; before: all that it takes to undo it."""

    pair = models.ForeignKey(DuplicatePair, null=True, on_delete=models.SET_NULL, related_name="merges")
    gone = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    choices: Any = models.JSONField(default=dict)
    before: Any = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            rule(
                "merge_undone_by_somebody",
                Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                "Who undid it, and when.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} into {self.kept_id}"
