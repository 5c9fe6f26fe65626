"""Outgoing mail, written in the transaction that causes it and sent by the worker after the commit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from .fields import rule


class Message(models.Model):
    """One mail to one address. key: what it is about; a second one with the same key is not written.

    begun_at is kept before the mail is handed over and cleared when that fails, so that a job that is killed
    in between does not send twice.
    """

    key = models.CharField(max_length=200, unique=True)
    template = models.CharField(max_length=60)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            rule(
                "message_sent_was_begun",
                Q(sent_at__isnull=True) | Q(begun_at__isnull=False),
                "What was sent was begun.",
            ),
        ]
        indexes = [
            models.Index(fields=["made_at"], name="message_waiting", condition=Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to}"
