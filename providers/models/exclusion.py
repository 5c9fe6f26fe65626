"""The federal exclusion list (LEIE), and whom of ours it may name. What may be is never public."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .feed import FeedLoad
from .fields import CodeField, one_of, rule
from .practitioner import Practitioner
from .provider import Provider


class Exclusion(models.Model):
    """One row of the list as it was read. key: SHA-256 over who and when; ended_on: reinstated, or gone.

    last_name, first_name and business in capitals, without accents or signs; npi empty where it has none.
    keys: under which names of ours it is looked for (actions/name_keys.py).
    """

    key = models.CharField(max_length=64, unique=True)
    last_name = models.CharField(max_length=60, blank=True)
    first_name = models.CharField(max_length=60, blank=True)
    middle_name = models.CharField(max_length=60, blank=True)
    business = models.CharField(max_length=60, blank=True)
    general = models.CharField(max_length=60, blank=True)
    specialty = models.CharField(max_length=60, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    born_on = models.DateField(null=True, blank=True)
    street = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip = models.CharField(max_length=10, blank=True)
    type = models.CharField(max_length=20, blank=True)
    excluded_on = models.DateField()
    reinstated_on = models.DateField(null=True, blank=True)
    waived_on = models.DateField(null=True, blank=True)
    waiver_state = models.CharField(max_length=2, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    keys = ArrayField(models.CharField(max_length=130), default=list, blank=True)
    load = models.ForeignKey(FeedLoad, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            rule("exclusion_npi_shape", Q(npi="") | Q(npi__regex=r"^[12][0-9]{9}$"), "Not an NPI."),
        ]
        indexes = [
            models.Index(fields=["npi"], name="exclusion_npi", condition=~Q(npi="")),
            models.Index(fields=["last_name", "first_name", "state"], name="exclusion_name"),
            GinIndex(fields=["keys"], name="exclusion_keys"),
        ]

    def __str__(self) -> str:
        return self.key[:12]


class MatchStrength(models.TextChoices):
    NPI = "npi", _("the same NPI")
    NAME_BIRTH = "name_birth", _("the same name and day of birth")
    NAME_STATE = "name_state", _("the same name and state")


class MatchState(models.TextChoices):
    OPEN = "open", _("Not looked at yet")
    CONFIRMED = "confirmed", _("The same person or firm")
    CLEARED = "cleared", _("Somebody else")
    ENDED = "ended", _("No longer on the list")


LIFE = {
    MatchState.OPEN: [MatchState.CONFIRMED, MatchState.CLEARED, MatchState.ENDED],
    MatchState.CONFIRMED: [MatchState.CLEARED, MatchState.ENDED],
    MatchState.CLEARED: [MatchState.OPEN],
    MatchState.ENDED: [MatchState.OPEN],
}
ENDORSED = Q(endorsed_by__isnull=False) & ~Q(endorsed_by=F("decided_by"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ExclusionMatch(models.Model):
    """That a person or listing of ours may be on the list. Private until a person has decided, and after.

    endorsed_by: the first of the two people whom clearing needs where something is suspended over it.
    """

    exclusion = models.ForeignKey(Exclusion, on_delete=models.PROTECT, related_name="matches")
    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.CASCADE, related_name="exclusion_matches"
    )
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.CASCADE, related_name="exclusion_matches"
    )
    strength = CodeField(MatchStrength)
    state = CodeField(MatchState, default=MatchState.OPEN)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    endorsed_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            one_of("exclusionmatch", "strength", MatchStrength),
            one_of("exclusionmatch", "state", MatchState),
            rule(
                "exclusionmatch_names_one",
                Q(practitioner__isnull=False, provider__isnull=True)
                | Q(practitioner__isnull=True, provider__isnull=False),
                "A match names a person or a listing.",
            ),
            models.UniqueConstraint(
                fields=["exclusion", "practitioner", "provider"],
                nulls_distinct=False,
                name="exclusionmatch_once",
            ),
            rule(
                "exclusionmatch_decided_by_somebody",
                Q(state__in=["open", "ended"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                "A person decides whether it is the same.",
            ),
            rule(
                "exclusionmatch_endorsed_by_somebody",
                Q(endorsed_at__isnull=True, endorsed_by__isnull=True)
                | Q(endorsed_at__isnull=False, endorsed_by__isnull=False),
                "Who endorsed it and when belong together.",
            ),
            rule(
                "exclusionmatch_npi_takes_two_to_clear",
                ~Q(state="cleared", strength="npi") | ENDORSED,
                "The same NPI is cleared by two people.",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="exclusion_match_life",
                field="state",
                transitions=[(start.value, end.value) for start, ends in LIFE.items() for end in ends],
            ),
            pgtrigger.Protect(
                name="confirmed_takes_two_to_clear",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="confirmed", new__state="cleared")
                & (
                    pgtrigger.Q(new__endorsed_by__isnull=True)
                    | pgtrigger.Q(new__endorsed_by=pgtrigger.F("new__decided_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.strength} {self.state}"
