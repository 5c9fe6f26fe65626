"""Invitations to run a listing: by e-mail, for seven days, good for one use and one address.

Only the mail holds the token; the database keeps its digest. What the token opens it opens to nobody but
the account whose verified address is the invited one.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

import pghistory
from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Invitation, Membership, Provider, User
from providers.models.membership import INVITATION_DAYS, MemberRole

from . import mail, throttle
from .listing_mail import LANGUAGE, address_of, called, owners_of, tell
from .members import GONE, locked_by_owner
from .refusals import TransitionRefused, refuse_unless
from .throttle import TooMany

__all__ = [
    "PER_DAY",
    "TooMany",
    "WrongAddress",
    "accept",
    "digest_of",
    "ended",
    "find",
    "invite",
    "is_theirs",
    "waiting",
    "waiting_for",
    "withdraw",
]

PER_DAY = 20


class WrongAddress(TransitionRefused):
    """The account that is signed in is not the one that was invited."""


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find(token: str) -> Invitation | None:
    """Open or not; None for a token that was never given out."""
    found = Invitation.objects.select_related("provider", "invited_by")
    return found.filter(digest=digest_of(token)).first()


def waiting(provider: Provider) -> models.QuerySet[Invitation]:
    """Not answered yet; some may have run out."""
    return Invitation.objects.filter(provider=provider, accepted_at=None, withdrawn_at=None)


def waiting_for(person: User) -> models.QuerySet[Invitation]:
    """Open, and to an address that this person has proved to be theirs."""
    own = EmailAddress.objects.filter(user=person, verified=True).values_list(Lower("email"))
    still = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return still.annotate(address=Lower("email")).filter(address__in=own)


def ended(invitation: Invitation) -> str:
    """Why it can no longer be accepted, as a sentence; "" while it can."""
    if invitation.accepted_at:
        return _("This invitation has been used. An invitation works once.")
    if invitation.withdrawn_at or invitation.provider.status in GONE:
        return _("This invitation was taken back.")
    if invitation.expires_at <= timezone.now():
        return _("This invitation has run out. Ask for a new one; each is good for seven days.")
    return ""


def is_theirs(person: User, invitation: Invitation) -> bool:
    """The invited address is a verified one of this account."""
    own = EmailAddress.objects.filter(user=person, verified=True, email__iexact=invitation.email)
    return own.exists()


@transaction.atomic
def invite(*, by: User, provider: Provider, email: str, role: str) -> Invitation:
    """Replaces an open invitation to the same address."""
    row = locked_by_owner(by, provider)
    email = Invitation._meta.get_field("email").clean(email.strip(), None)
    refuse_unless(row.status not in GONE, _("Nobody can be invited to this listing now."))
    refuse_unless(role in MemberRole.values, _("Choose one of the roles."))
    member = row.memberships.filter(user__email__iexact=email).exists()
    refuse_unless(not member, _("This person is a member already."))
    throttle.count(scope="invite", address=f"account {by.pk}", limit=PER_DAY)
    token = secrets.token_urlsafe(32)
    with pghistory.context(event="invite", by=by.pk):
        waiting(row).filter(email__iexact=email).update(withdrawn_at=timezone.now())
        invitation = Invitation.objects.create(
            provider=row,
            email=email,
            role=role,
            digest=digest_of(token),
            invited_by=by,
            expires_at=timezone.now() + datetime.timedelta(days=INVITATION_DAYS),
        )
    _mail(invitation, by, token)
    return invitation


def _mail(invitation: Invitation, by: User, token: str) -> None:
    mail.send(
        to=invitation.email,
        template="invitation",
        key=f"invitation:{invitation.pk}",
        context={
            "listing": invitation.provider.display_name,
            "by": called(by),
            "role": invitation.role,
            "days": INVITATION_DAYS,
            "email": invitation.email,
            "url": address_of("invitation", token),
        },
        language=LANGUAGE,
    )


@transaction.atomic
def withdraw(*, by: User, invitation: Invitation) -> Invitation:
    locked_by_owner(by, invitation.provider)
    row = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    refuse_unless(row.accepted_at is None, _("This invitation has been accepted already."))
    refuse_unless(row.withdrawn_at is None, _("This invitation was taken back already."))
    row.withdrawn_at = timezone.now()
    with pghistory.context(event="withdraw_invitation", by=by.pk):
        row.save(update_fields=["withdrawn_at"])
    return row


@transaction.atomic
def accept(*, by: User, token: str) -> Membership:
    """Raises WrongAddress for another account, and TransitionRefused for an invitation that has ended."""
    found = find(token)
    refuse_unless(found is not None, _("This invitation does not exist."))
    assert found is not None
    provider = Provider.objects.select_for_update().get(pk=found.provider_id)
    row = Invitation.objects.select_for_update(of=("self",)).select_related("provider").get(pk=found.pk)
    if sentence := ended(row):
        raise TransitionRefused(sentence)
    if not is_theirs(by, row):
        raise WrongAddress(_("This invitation is for another e-mail address."))
    with pghistory.context(event="accept_invitation", by=by.pk, member=by.pk):
        membership = _join(by, provider, row.role)
        row.accepted_by, row.accepted_at = by, timezone.now()
        row.save(update_fields=["accepted_by", "accepted_at"])
    others = [owner for owner in owners_of(provider) if owner.pk != by.pk]
    tell(
        others,
        template="membership",
        provider=provider,
        event="joined",
        role=membership.role,
        about=called(by),
        about_id=by.pk,
        by=called(row.invited_by),
        by_id=row.invited_by_id,
    )
    return membership


def _join(person: User, provider: Provider, role: str) -> Membership:
    """Who edits already and is invited as an owner becomes one; an owner never becomes less by it."""
    membership, is_new = Membership.objects.get_or_create(
        provider=provider, user=person, defaults={"role": role}
    )
    if not is_new and role == MemberRole.OWNER and membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership
