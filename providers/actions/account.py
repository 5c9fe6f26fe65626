"""One's own account: its name, and its end. What it holds, to take away, is in account_holdings.py."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from providers.models import Claim, Invitation, Membership, Message, ProofCode, Provider, User
from providers.models.claim import OPEN_CLAIMS
from providers.models.membership import MemberRole

from . import claims, mail
from .links import absolute
from .refusals import refuse_unless

UNPROVED_FOR = datetime.timedelta(days=7)
# A domain that can never exist (RFC 2606).
NOBODY = "deleted-{}@deleted.invalid"
# What staff and gates saw of a claim tells of the person too: it goes with the claim.
KEPT_OF_CLAIMS = ("providers.CaseEvent:caseevent_append_only", "providers.Check:check_append_only")


@transaction.atomic
def rename(*, by: User, name: str) -> User:
    person: User = User.objects.select_for_update().get(pk=by.pk)
    if person.name != name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def only_owned(person: User) -> QuerySet[Provider]:
    """Listings that would have no owner without this person."""
    owners = Membership.objects.filter(provider=OuterRef("pk"), role=MemberRole.OWNER)
    found: QuerySet[Provider] = Provider.objects.filter(
        Exists(owners.filter(user=person)), ~Exists(owners.exclude(user=person))
    ).order_by("display_name", "pk")
    return found


@transaction.atomic
def delete(*, by: User) -> None:
    """Refused while a listing has no other owner.

    The row goes, or, where a check or a decision names the person for ever, stays as nobody's: no name, no
    address, no way to sign in.
    """
    list(Provider.objects.select_for_update().filter(memberships__user=by).order_by("pk"))
    person = User.objects.select_for_update().get(pk=by.pk)
    listing = only_owned(person).first()
    refuse_unless(
        listing is None,
        _("You are the only owner of %s. Make somebody else an owner first, or give the listing up.")
        % (listing and listing.display_name),
    )
    for claim in person.claims.filter(status__in=OPEN_CLAIMS):
        claims.withdraw(by=person, claim=claim)
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    nobody = NOBODY.format(uuid4().hex)
    _forget_letters(addresses, nobody)
    _forget_claims(person)
    _close_every_door(person)
    _remove(person, nobody)
    for address in sorted(addresses):
        _say_goodbye(address)


@transaction.atomic
def take_off_factor(*, by: User, factor: Authenticator) -> None:
    """By staff, for somebody who cannot use it any more; who it belonged to is told.

    Recovery codes go with the last factor that they stand in for.
    """
    person = User.objects.select_for_update().get(pk=factor.user_id)
    refuse_unless(
        by.has_perm("mfa.delete_authenticator"), _("You may not take off the second factor of others.")
    )
    factors = Authenticator.objects.filter(user=person)
    factors.filter(pk=factor.pk).delete()
    if not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        factors.delete()
    mail.send(
        to=person.email,
        template="account_changed",
        key=f"account:{uuid4()}",
        context={
            "what": _("Our staff took a second factor off your account"),
            "at": timezone.now(),
            "account_url": absolute(reverse("account_home")),
            "reset_url": absolute(reverse("account_reset_password")),
        },
    )


def _say_goodbye(address: str) -> None:
    mail.send(
        to=address,
        template="account_deleted",
        key=f"account-deleted:{uuid4()}",
        context={"email": address},
        language=get_language() or "en",
    )


def _forget_letters(addresses: set[str], nobody: str) -> None:
    """What was written to the person; an invitation stays as a step of its listing, without the address."""
    lower = {address.lower() for address in addresses}
    Message.objects.alias(lower=Lower("to")).filter(lower__in=lower).delete()
    steps = Invitation._meta.get_field("events").related_model._base_manager
    for invitations in (Invitation.objects, steps):
        invitations.alias(lower=Lower("email")).filter(lower__in=lower).update(email=nobody)


def _forget_claims(person: User) -> None:
    """That somebody claimed a listing stays in its history; who, and at which address, does not."""
    codes = ProofCode.objects.filter(claim__claimant=person).values_list("pk", flat=True)
    Message.objects.filter(key__in=[f"claim_code:{pk}" for pk in codes]).delete()
    with pgtrigger.ignore(*KEPT_OF_CLAIMS):
        person.claims.all().delete()
    steps = Claim._meta.get_field("events").related_model._base_manager.filter(claimant=person.pk)
    steps.update(sent_to="", part="", official_name="")


def _close_every_door(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    person.memberships.all().delete()


def _remove(person: User, nobody: str) -> None:
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        _blank(person, nobody)


def _blank(person: User, nobody: str) -> None:
    person.email, person.name, person.last_login = nobody, "", None
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.groups.clear()
    person.user_permissions.clear()
    person.save()


@transaction.atomic
def forget_unproved(*, now: datetime.datetime) -> int:
    """Accounts whose address nobody proved within a week, and sessions that ended.

    Returns the number of accounts.
    """
    UserSession.objects.filter(session_key__in=_ended(now)).delete()
    _ended(now).delete()
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    unproved = User.objects.filter(
        ~Exists(proved), last_login=None, is_active=True, is_staff=False, joined_at__lt=now - UNPROVED_FOR
    )
    number = unproved.count()
    unproved.delete()
    return number


def _ended(now: datetime.datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)
