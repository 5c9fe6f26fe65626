"""The chain over everything that may never change: each link holds the digest of the one before it."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .audit_chain import append_links, refuse_by_hand, take_the_last_turn
from .fields import append_only, never_emptied


class AuditEntry(models.Model):
    """Written by the database alone when a transaction ends (see audit_chain.py).

    table: as PostgreSQL calls it; row: its primary key; content: the row as it was, as JSON in UTC.
    digest: SHA-256, in hexadecimal, over previous, table, row and content, each on a line of its own; content
    as PostgreSQL prints jsonb. The first link follows "".
    """

    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    content: Any = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name_plural = "audit entries"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["previous"], name="auditentry_no_fork")]
        indexes = [models.Index(fields=["table", "row"], name="auditentry_row")]
        triggers = [
            append_only("auditentry_append_only"),
            never_emptied("auditentry_never_emptied"),
            refuse_by_hand("auditentry_by_the_database"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"


class AuditRun(models.Model):
    """One time that everything was recomputed (actions/audit.py). head: the newest digest then.

    altered: how many faults were found; faults: the first of them, each as it is printed.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    entries = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64, blank=True)
    altered = models.PositiveIntegerField()
    faults: Any = models.JSONField(default=list, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-finished_at", "-id"]

    def __str__(self) -> str:
        return f"{self.finished_at} {self.altered}"


class AuditWaiting(models.Model):
    """Rows that the running transaction added and that join the chain when it ends. Empty in between.

    is_last: everything else that was put off to the end is done, so that the chain's lock is taken last.
    """

    table = models.CharField(max_length=63)
    rows = ArrayField(models.BigIntegerField())
    is_last = models.BooleanField(default=False)

    objects: ClassVar = models.Manager()

    class Meta:
        triggers = [
            refuse_by_hand("auditwaiting_by_the_database", pgtrigger.Insert | pgtrigger.Update),
            take_the_last_turn("auditwaiting_last_turn"),
            append_links("auditwaiting_append_links"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.rows}"
