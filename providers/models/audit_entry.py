"""The chain over everything that may never change: each link holds the digest of the one before it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from .fields import append_only


class AuditEntry(models.Model):
    """Written by the database alone when a transaction ends (see the triggers of the tables it names).

    table: as PostgreSQL calls it; row: its primary key; content: the row as it was, as JSON in UTC.
    digest: SHA-256, in hexadecimal, over previous, table, row and content. The first link follows "".
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
        indexes = [models.Index(fields=["table", "row"], name="auditentry_row")]
        triggers = [append_only("auditentry_append_only")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
