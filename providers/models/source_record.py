"""What a public register said, kept apart from what we publish, and how the two were matched."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models

from .fields import CodeField, one_of
from .location import Location


class Register(models.TextChoices):
    SAMHSA_2022 = "samhsa_2022", "SAMHSA's 2022 directory"
    FINDTREATMENT = "findtreatment", "FindTreatment.gov"


class MatchMethod(models.TextChoices):
    CREATED = "created", "created from this record"
    SAME_KEY = "same_key", "same record as before"
    SIMILAR = "similar", "same phone or address and a similar name"


class ImportRun(models.Model):
    """One reading of one file or service: what came in, and what became of it."""

    register = CodeField(Register)
    file_name = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    refusals = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [one_of("importrun", "register", Register)]

    def __str__(self) -> str:
        return f"{self.register} {self.started_at:%Y-%m-%d}"


class SourceRecord(models.Model):
    """One row of a register as it was read. key: stable within the register; digest: of the payload."""

    register = CodeField(Register)
    key = models.CharField(max_length=64)
    payload = models.JSONField()
    digest = models.CharField(max_length=64)
    published_on = models.DateField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="records")

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "key"], name="sourcerecord_unique"),
            one_of("sourcerecord", "register", Register),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.key}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Match(models.Model):
    """A register's row and the location that we publish for it. `before` is what it takes to undo."""

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, related_name="match")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="matches")
    method = CodeField(MatchMethod)
    score = models.FloatField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    matched_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [one_of("match", "method", MatchMethod)]

    def __str__(self) -> str:
        return f"{self.record} is {self.location_id}"
