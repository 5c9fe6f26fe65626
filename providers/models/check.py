"""Looks at a source, by people and by gates, and the steps decided on them. Both are append-only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from .audit_chain import chained
from .claim import Claim
from .credential import Credential
from .decision_rules import of_decisions
from .fields import CodeField, append_only, never_emptied, one_of, rule
from .practitioner import Practitioner
from .provider import Provider
from .vocabulary import CheckMethod, CheckResult, CredentialStatus, Gate

HURTS = (
    CredentialStatus.DISCREPANCY,
    CredentialStatus.DENIED,
    CredentialStatus.SUSPENDED,
    CredentialStatus.REVOKED,
)
CHECKED_THINGS = ("credential", "practitioner", "provider", "claim")


def _is_about_one() -> Q:
    fits = Q()
    for thing in CHECKED_THINGS:
        fits |= Q(**{f"{other}__isnull": other != thing for other in CHECKED_THINGS})
    return fits


class Checks(models.QuerySet["Check"]):
    def at_source(self) -> Checks:
        """Looks at the issuer's own register, or at the document where that is all there is: no gate's."""
        return self.filter(gate__isnull=True)


class Check(models.Model):
    """One look at a source, by a person or by a gate. Append-only: a renewed licence is a new row.

    It is about one credential, person, listing or claim; gate is null for a person's look at the issuer's
    register. digest: SHA-256 of the evidence, in hexadecimal. source_date: the day the source speaks for.
    found: what the source says, by field; what differs stands in found["differs"], each with
    both sides: {"field", "claim", "source"}.
    """

    credential = models.ForeignKey(
        Credential, null=True, blank=True, on_delete=models.CASCADE, related_name="checks"
    )
    practitioner = models.ForeignKey(
        Practitioner, null=True, blank=True, on_delete=models.CASCADE, related_name="checks"
    )
    provider = models.ForeignKey(
        Provider, null=True, blank=True, on_delete=models.CASCADE, related_name="checks"
    )
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="checks")
    gate = CodeField(Gate, null=True, blank=True)
    source = models.CharField(max_length=200)
    source_url = models.URLField(blank=True)
    source_date = models.DateField()
    checked_at = models.DateTimeField()
    method = CodeField(CheckMethod)
    result = CodeField(CheckResult)
    found = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = Checks.as_manager()

    class Meta:
        ordering = ["-checked_at", "-id"]
        constraints = [
            one_of("check", "gate", Gate),
            one_of("check", "method", CheckMethod),
            one_of("check", "result", CheckResult),
            rule("check_digest_shape", Q(digest="") | Q(digest__regex=r"^[0-9a-f]{64}$"), "Not a digest."),
            rule("check_is_about_one", _is_about_one(), "A check is about one thing."),
            rule(
                "check_by_people_is_of_a_credential",
                Q(gate__isnull=False) | Q(credential__isnull=False),
                "A look at a register is about one credential.",
            ),
        ]
        triggers = [append_only("check_append_only"), never_emptied("check_never_emptied"), chained("check")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_date} {self.result}"


class Decision(models.Model):
    """One step in a credential's life: who, what, from, to, why. Append-only.

    transaction: PostgreSQL's own number of it, by which a step and its decision are known to be one.
    """

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="decisions")
    event = models.CharField(max_length=40)
    from_status = CodeField(CredentialStatus)
    to_status = CodeField(CredentialStatus)
    reason = models.TextField(blank=True, max_length=2000)
    evidence = models.ForeignKey(Check, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    transaction = models.BigIntegerField(
        db_default=Func(function="txid_current", output_field=models.BigIntegerField()), editable=False
    )

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            one_of("decision", "from_status", CredentialStatus),
            one_of("decision", "to_status", CredentialStatus),
            rule(
                "decision_that_hurts_has_reason",
                ~Q(to_status__in=HURTS) | Q(from_status=F("to_status")) | ~Q(reason=""),
                "A step that hurts has its reason.",
            ),
        ]
        triggers = [
            append_only("decision_append_only"),
            never_emptied("decision_never_emptied"),
            chained("decision"),
            *of_decisions(),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.from_status} to {self.to_status}"
