"""Where each state's licences are looked up. Staff keep this table; the shipped rows only begin it."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .identifiers import validate_https
from .loaded import Loaded


class BoardKind(models.TextChoices):
    MEDICAL = "medical", _("Physicians (MD)")
    OSTEOPATHIC = "osteopathic", _("Osteopathic physicians (DO)")
    NURSING = "nursing", _("Nurses (RN, NP, CRNA)")
    PHYSICIAN_ASSISTANT = "physician_assistant", _("Physician assistants")
    PSYCHOLOGY = "psychology", _("Psychologists")
    SOCIAL_WORK = "social_work", _("Social workers")
    COUNSELING = "counseling", _("Counselors and family therapists")
    PHARMACY = "pharmacy", _("Pharmacists")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LicenceRegister(Loaded):
    """opened_on: when one of our staff last opened the address and found the register there."""

    state = models.CharField(max_length=2)
    board = CodeField(BoardKind)
    name = models.CharField(max_length=200)
    url = models.URLField(validators=[validate_https])
    note = models.CharField(max_length=500, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["state", "board", "id"]
        constraints = [
            one_of("licenceregister", "board", BoardKind),
            models.UniqueConstraint(fields=["state", "board", "name"], name="licenceregister_once"),
            rule("licenceregister_state", Q(state__regex=r"^[A-Z]{2}$"), "Two letters name a state."),
            rule(
                "licenceregister_https", Q(url__startswith="https://"), "The address must start with https://"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.name}"
