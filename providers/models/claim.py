"""A claim: somebody says that a listing is theirs and proves it; staff then decide. DOMAIN.md 4e, "Claim"."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .identifiers import validate_npi
from .provider import Provider

CODE_HOURS = 24
LETTER_DAYS = 30
TRIES = 5
CONFLICT_DAYS = 7


class ClaimStatus(models.TextChoices):
    STARTED = "started", _("Started")
    EVIDENCE_SENT = "evidence_sent", _("Waiting for proof")
    PROOF_OK = "proof_ok", _("Proved, waiting for our staff")
    CONFLICT = "conflict", _("The present owner was told; waiting seven days")
    REVIEWED = "reviewed", _("Looked at by our staff")
    OWNER = "owner", _("Approved")
    PROOF_FAILED = "proof_failed", _("Proof failed")
    REFUSED = "refused", _("Refused")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProofMethod(models.TextChoices):
    """Control of what the *listing* names, never of what only the claimant names."""

    DOMAIN_EMAIL = "domain_email", _("A code to an address at the listing’s own web domain")
    PHONE = "phone", _("A code that our staff telephone to the listed number")
    LETTER = "letter", _("A code in a letter to the listed address")
    NPPES_OFFICIAL = "nppes_official", _("The official named in the NPI register, with a document")


C = ClaimStatus
OPEN_CLAIMS = (C.STARTED, C.EVIDENCE_SENT, C.PROOF_OK, C.CONFLICT, C.REVIEWED)
LIFE = {
    C.STARTED: [C.EVIDENCE_SENT, C.EXPIRED, C.WITHDRAWN],
    C.EVIDENCE_SENT: [C.EVIDENCE_SENT, C.PROOF_OK, C.PROOF_FAILED, C.EXPIRED, C.WITHDRAWN, C.CONFLICT],
    C.PROOF_OK: [C.REVIEWED, C.CONFLICT, C.REFUSED, C.WITHDRAWN],
    C.CONFLICT: [C.REVIEWED, C.REFUSED, C.WITHDRAWN],
    C.REVIEWED: [C.OWNER, C.CONFLICT, C.REFUSED, C.WITHDRAWN],
    C.PROOF_FAILED: [C.STARTED],
    C.EXPIRED: [C.STARTED],
}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Claim(models.Model):
    """hold_until: before this moment an owned listing is not handed over. method: the proof that was chosen.

    sent_to: the listed number, the listed address or the e-mail address at the listing's domain.
    npi: of the organization whose official is named. open_until: an unproved claim ends then; null while it
    waits for our staff. objection: what an owner of the listing answered to a disputed claim.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="claims")
    claimant = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    status = CodeField(ClaimStatus, default=ClaimStatus.STARTED)
    method = CodeField(ProofMethod, null=True, blank=True)
    sent_to = models.CharField(max_length=254, blank=True)
    part = models.CharField(max_length=200, blank=True)
    official_name = models.CharField(max_length=200, blank=True)
    npi = models.CharField(max_length=10, blank=True, validators=[validate_npi])
    objection = models.TextField(blank=True, max_length=2000)
    started_at = models.DateTimeField(auto_now_add=True)
    open_until = models.DateTimeField(null=True, blank=True)
    proved_at = models.DateTimeField(null=True, blank=True)
    hold_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True, max_length=2000)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            one_of("claim", "status", ClaimStatus),
            one_of("claim", "method", ProofMethod),
            models.UniqueConstraint(
                fields=["provider", "claimant"],
                condition=Q(status__in=OPEN_CLAIMS),
                name="claim_one_open",
                violation_error_message="You have claimed this listing already.",
            ),
            rule(
                "claim_proved_has_moment",
                ~Q(status__in=[C.PROOF_OK, C.CONFLICT, C.REVIEWED, C.OWNER])
                | Q(proved_at__isnull=False, method__isnull=False),
                "A claim goes on only after its proof.",
            ),
            rule(
                "claim_conflict_has_hold",
                ~Q(status=C.CONFLICT) | Q(hold_until__isnull=False),
                "A disputed claim waits until a day that is named.",
            ),
            rule(
                "claim_decided_by_somebody",
                ~Q(status__in=[C.OWNER, C.REFUSED]) | Q(decided_at__isnull=False),
                "A decision has its moment.",
            ),
            rule(
                "claim_decided_by_another",
                ~Q(status__in=[C.OWNER, C.REFUSED]) | ~Q(decided_by=F("claimant")),
                "Nobody decides a claim of their own.",
            ),
        ]
        indexes = [models.Index(fields=["status", "started_at"], name="claim_open")]
        triggers = [
            pgtrigger.FSM(
                name="claim_life",
                field="status",
                transitions=[(a.value, b.value) for a, ends in LIFE.items() for b in ends],
            ),
            pgtrigger.Protect(
                name="claim_begins",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__status=C.STARTED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"Claim of {self.provider_id}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_CLAIMS


class ProofCode(models.Model):
    """One code sent to prove a claim or a removal. digest: a keyed hash; the code itself is kept nowhere."""

    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="codes")
    removal = models.ForeignKey(
        "RemovalRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="codes"
    )
    digest = models.CharField(max_length=64)
    sent_to = models.CharField(max_length=254)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField(default=TRIES)
    used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            rule(
                "proofcode_of_one",
                Q(claim__isnull=False, removal__isnull=True) | Q(claim__isnull=True, removal__isnull=False),
                "A code proves one thing.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="proofcode_used_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__used_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Code made {self.made_at:%Y-%m-%d}"
