"""A piece of work for staff: what it is about, what hangs on it, when it is due and who has it in hand."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Func, GeneratedField, Q
from django.utils.translation import gettext_lazy as _

from .audit_chain import chained
from .change_request import ChangeRequest
from .claim import Claim
from .credential import Credential
from .duplicate import DuplicatePair
from .exclusion import ExclusionMatch
from .fields import CodeField, append_only, never_emptied, one_of, rule
from .provider import Provider
from .removal import RemovalRequest
from .report import Report

HOLD_MINUTES = 30
# A case weighs twice as much with every so many days that its due date comes nearer.
DOUBLING_DAYS = 3


class CaseKind(models.TextChoices):
    EXCLUSION = "exclusion", _("Exclusion list")
    CREDENTIAL = "credential", _("Credential")
    CLAIM = "claim", _("Claim of a listing")
    REMOVAL = "removal", _("Removal")
    LISTING = "listing", _("New listing")
    CHANGE = "change", _("Sensitive edit")
    REPORT = "report", _("Error report")
    DUPLICATE = "duplicate", _("Possible duplicate")


class CaseState(models.TextChoices):
    READY = "ready", _("Ready")
    WAITING = "waiting", _("Waiting for an answer")
    CLOSED = "closed", _("Closed")


# The column that names what a case of each kind is about. A new listing is named by `provider` itself.
SUBJECTS = {
    CaseKind.EXCLUSION: "exclusion_match",
    CaseKind.CREDENTIAL: "credential",
    CaseKind.CLAIM: "claim",
    CaseKind.REMOVAL: "removal",
    CaseKind.LISTING: "provider",
    CaseKind.CHANGE: "change",
    CaseKind.REPORT: "report",
    CaseKind.DUPLICATE: "duplicate",
}
OWN_COLUMNS = [column for column in SUBJECTS.values() if column != "provider"]


def _names_its_subject() -> Q:
    fits = Q()
    for kind, column in SUBJECTS.items():
        others = {f"{other}__isnull": True for other in OWN_COLUMNS if other != column}
        fits |= Q(kind=kind, **{f"{column}__isnull": False}, **others)
    return fits


class Cases(models.QuerySet["Case"]):
    def open(self) -> Cases:
        return self.exclude(state=CaseState.CLOSED)

    def ready(self) -> Cases:
        """Somebody can work on it now, whether or not somebody has it in hand."""
        return self.filter(state=CaseState.READY)

    def free(self, now: datetime.datetime) -> Cases:
        """In nobody's hand: a hold ends by itself when its time is over."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__lte=now))

    def in_order(self) -> Cases:
        """The most pressing first: risk x 2^(-days left / DOUBLING_DAYS), descending."""
        return self.order_by("rank", "pk")


class Case(models.Model):
    """risk: 1 to 100, what goes wrong for a patient if it waits. due_on: by the clocks of DOMAIN.md 4e.

    rank: days since 2000 of due_on less DOUBLING_DAYS x log2(risk): its order is that of risk x urgency on
    any day, so that nothing has to be counted anew at midnight. wakes_on: a waiting case is ready again then.
    provider: the listing that it concerns, where there is one. outcome: one word, how it ended.
    """

    kind = CodeField(CaseKind)
    state = CodeField(CaseState, default=CaseState.READY)
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    credential = models.ForeignKey(
        Credential, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="cases")
    removal = models.ForeignKey(
        RemovalRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    change = models.ForeignKey(
        ChangeRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    exclusion_match = models.ForeignKey(
        ExclusionMatch, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.CASCADE, related_name="cases")
    duplicate = models.ForeignKey(
        DuplicatePair, null=True, blank=True, on_delete=models.CASCADE, related_name="cases"
    )
    risk = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    rank = GeneratedField(
        expression=Func(
            template=f"((due_on - DATE '2000-01-01') - {DOUBLING_DAYS} * ln(risk) / ln(2.0))",
            output_field=models.FloatField(),
        ),
        output_field=models.FloatField(),
        db_persist=True,
    )
    wakes_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_cases"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=40, blank=True)

    objects: ClassVar = Cases.as_manager()

    class Meta:
        permissions = [("lead_case", "Can lead: second approvals, revocations, assignments, feeds")]
        constraints = [
            one_of("case", "kind", CaseKind),
            one_of("case", "state", CaseState),
            rule("case_risk", Q(risk__gte=1, risk__lte=100), "Risk goes from 1 to 100."),
            rule("case_names_its_subject", _names_its_subject(), "A case is about one thing."),
            *(
                models.UniqueConstraint(
                    fields=[column],
                    condition=~Q(state="closed") & Q(**{f"{column}__isnull": False}),
                    name=f"case_open_once_{column}",
                )
                for column in OWN_COLUMNS
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=~Q(state="closed") & Q(kind="listing"),
                name="case_open_once_listing",
            ),
            rule(
                "case_held_by_somebody",
                Q(held_by__isnull=True) | Q(held_until__isnull=False),
                "A case in hand is so until a moment.",
            ),
            rule(
                "case_waits_until_a_day",
                ~Q(state="waiting") | Q(wakes_on__isnull=False),
                "A waiting case has a day on which it is looked at again.",
            ),
            rule(
                "case_closed_has_moment",
                Q(state="closed", closed_at__isnull=False, held_by__isnull=True)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                "A closed case has its moment, and is in nobody's hand.",
            ),
        ]
        indexes = [
            models.Index(fields=["rank", "id"], name="case_queue", condition=Q(state="ready")),
            models.Index(fields=["kind", "rank", "id"], name="case_queue_kind", condition=Q(state="ready")),
            models.Index(fields=["held_by"], name="case_held", condition=Q(held_by__isnull=False)),
            models.Index(fields=["wakes_on"], name="case_wakes", condition=Q(state="waiting")),
            models.Index(fields=["closed_at"], name="case_closed", condition=Q(state="closed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def subject(self) -> Any:
        return getattr(self, SUBJECTS[CaseKind(self.kind)])

    def is_held(self, now: datetime.datetime) -> bool:
        return self.held_by_id is not None and self.held_until is not None and self.held_until > now


class CaseEventKind(models.TextChoices):
    """What can happen to a case. The words that a person wrote are in `text`."""

    OPENED = "opened", _("Opened")
    TAKEN = "taken", _("Taken")
    RELEASED = "released", _("Put back")
    ASSIGNED = "assigned", _("Assigned")
    NOTE = "note", _("Note")
    TO_PROVIDER = "to_provider", _("Message to the provider")
    FROM_PROVIDER = "from_provider", _("Message from the provider")
    CALL = "call", _("Telephone call")
    CONTACT = "contact", _("Contact with the clinic")
    STEP = "step", _("Step")
    WAITS = "waits", _("Waits")
    WOKE = "woke", _("Ready again")
    UNDONE = "undone", _("Undone")
    EXPORTED = "exported", _("Exported")
    CLOSED = "closed", _("Closed")


class CaseEvent(models.Model):
    """Append-only. code: which step, or what came of a call. data: what else there is to know, as JSON."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    kind = CodeField(CaseEventKind)
    code = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True, max_length=4000)
    data: Any = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [one_of("caseevent", "kind", CaseEventKind)]
        triggers = [
            append_only("caseevent_append_only"),
            never_emptied("caseevent_never_emptied"),
            chained("caseevent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}".strip()
