"""Who runs a listing: its owners and editors, and the invitations that make them."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .fields import CodeField, one_of, rule
from .provider import Provider

INVITATION_DAYS = 7


class MemberRole(models.TextChoices):
    """An owner also invites, hands over, closes and answers for the listing."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")


# Asked at the commit, one transaction after the other: two owners who leave at once cannot both be let go.
HAS_OWNER = """
IF TG_OP <> 'INSERT' THEN listings := ARRAY[OLD.provider_id]; END IF;
IF TG_OP <> 'DELETE' THEN listings := listings || NEW.provider_id; END IF;
PERFORM 1 FROM providers_provider WHERE id = ANY(listings) ORDER BY id FOR NO KEY UPDATE;
IF EXISTS (
  SELECT 1 FROM providers_membership WHERE provider_id = ANY(listings)
  GROUP BY provider_id HAVING NOT bool_or(role = 'owner')
) THEN
  RAISE EXCEPTION 'A listing that somebody runs has an owner.'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_has_owner';
END IF;
RETURN NULL;
"""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(models.Model):
    """One person’s part in one listing. The last owner stays while anybody does."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = CodeField(MemberRole)
    since_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["since_at", "id"]
        constraints = [
            one_of("membership", "role", MemberRole),
            models.UniqueConstraint(fields=["provider", "user"], name="membership_unique"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="membership_has_owner",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                declare=[("listings", "bigint[]")],
                func=HAS_OWNER,
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.provider_id}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["digest"]
)
class Invitation(models.Model):
    """Single use. digest: SHA-256 of the token in the mailed link, in hexadecimal."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = CodeField(MemberRole)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            one_of("invitation", "role", MemberRole),
            rule(
                "invitation_one_end",
                Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                "An invitation is accepted or withdrawn, not both.",
            ),
            rule(
                "invitation_expires_later",
                Q(expires_at__gt=F("invited_at")),
                "An invitation ends after it begins.",
            ),
            models.UniqueConstraint(
                "provider",
                models.functions.Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.provider_id}"
