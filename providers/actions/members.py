"""Who runs a listing: roles, handing over, leaving, removing, giving up. Invitations are in invitations.py.

Every action locks the listing first, so that of two people at once the second sees what the first has done.
"""

from __future__ import annotations

import pghistory
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Membership, Provider, User
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from . import changes
from .claim_ends import end_claims
from .listing_mail import called, owners_of, tell
from .listing_steps import save
from .refusals import refuse_unless

GONE = (S.MERGED, S.REMOVED_BY_REQUEST)
UNCLAIMED = (S.IMPORTED_UNCLAIMED, S.CLAIM_PENDING)


def locked_by_owner(by: User, provider: Provider) -> Provider:
    """The listing, held; refused unless this person still owns it."""
    row: Provider = Provider.objects.select_for_update().get(pk=provider.pk)
    owns = _owners(row).filter(user=by).exists()
    refuse_unless(owns, _("Only an owner of this listing may do this."))
    return row


def _owners(provider: Provider) -> models.QuerySet[Membership]:
    return Membership.objects.filter(provider=provider, role=MemberRole.OWNER)


def is_last_owner(person: User, provider: Provider) -> bool:
    owners = _owners(provider)
    return owners.filter(user=person).exists() and not owners.exclude(user=person).exists()


def _there(membership: Membership, provider: Provider) -> Membership:
    row = Membership.objects.select_related("user").filter(pk=membership.pk, provider=provider).first()
    refuse_unless(row is not None, _("This person is not a member any more."))
    assert row is not None
    return row


@transaction.atomic
def change_role(*, by: User, membership: Membership, role: str) -> Membership:
    provider = locked_by_owner(by, membership.provider)
    row = _there(membership, provider)
    refuse_unless(role in MemberRole.values, _("Choose one of the roles."))
    refuse_unless(role != row.role, _("This person has this role already."))
    _refuse_last(row, _("This is the only owner. Make somebody else an owner first."))
    with pghistory.context(event="change_role", by=by.pk, member=row.user_id):
        _set_role(row, role)
        if role != MemberRole.OWNER:
            end_invitations(provider, invited_by=row.user)
    _tell(provider, by, row.user, "role_changed", role=role)
    return row


@transaction.atomic
def hand_over(*, by: User, membership: Membership) -> Membership:
    """The other becomes an owner and whoever does this an editor."""
    provider = locked_by_owner(by, membership.provider)
    row = _there(membership, provider)
    refuse_unless(row.user_id != by.pk, _("Choose somebody else to hand the listing to."))
    own = Membership.objects.get(provider=provider, user=by)
    with pghistory.context(event="hand_over", by=by.pk, member=row.user_id):
        if row.role != MemberRole.OWNER:
            _set_role(row, MemberRole.OWNER)
        _set_role(own, MemberRole.EDITOR)
    _tell(provider, by, row.user, "handed_over", tell_too=[by])
    return row


@transaction.atomic
def leave(*, by: User, provider: Provider) -> None:
    row = Provider.objects.select_for_update().get(pk=provider.pk)
    own = Membership.objects.filter(provider=row, user=by).first()
    refuse_unless(own is not None, _("You are not a member of this listing."))
    assert own is not None
    _refuse_last(own, _("You are the only owner. Make somebody else an owner first, or give the listing up."))
    with pghistory.context(event="leave", by=by.pk, member=by.pk):
        own.delete()
    _tell(row, by, by, "left")


@transaction.atomic
def remove(*, by: User, membership: Membership) -> None:
    provider = locked_by_owner(by, membership.provider)
    row = _there(membership, provider)
    refuse_unless(row.user_id != by.pk, _("To go yourself, use “Leave this listing”."))
    with pghistory.context(event="remove_member", by=by.pk, member=row.user_id):
        row.delete()
        end_invitations(provider, invited_by=row.user)
    _tell(provider, by, row.user, "removed")


def end_invitations(provider: Provider, **of: User) -> None:
    """Open ones. Whoever is put out must not come back through one that they sent to themselves."""
    waiting = provider.invitations.filter(accepted_at=None, withdrawn_at=None, **of)
    waiting.update(withdrawn_at=timezone.now())


@transaction.atomic
def release(*, by: User, provider: Provider, take_out: bool = False) -> Provider:
    """The last owner gives the listing up: everybody's part in it ends.

    What a public register lists goes back to the register's words, unless it shall be taken out, for good;
    anything else leaves the site. What patients could not see anyhow, or see as closed, stays so.
    """
    row = locked_by_owner(by, provider)
    refuse_unless(
        is_last_owner(by, row), _("Somebody else owns this listing too. Leave it; you need not give it up.")
    )
    others = [member.user for member in row.memberships.exclude(user=by).select_related("user")]
    for change in changes.open_changes(row):
        changes.withdraw_change(by=by, change=change)
    with pghistory.context(event="release", by=by.pk):
        end_invitations(row)
        row.memberships.all().delete()
    _let_go(row, by, take_out)
    _tell(row, by, by, "released", tell_too=[by, *others])
    return row


def _let_go(row: Provider, by: User, take_out: bool) -> None:
    """Nobody's word stands behind it any more, so the day of that word goes too."""
    status = row.status
    if status not in (*GONE, S.CLOSED) and (take_out or not row.is_in_register):
        status = S.REMOVED_BY_REQUEST
        end_claims(row, by=by, reason=_("Whoever ran this listing gave it up, and it is no longer here."))
    elif status not in (*GONE, *UNCLAIMED, S.CLOSED, S.SUSPENDED):
        status = S.IMPORTED_UNCLAIMED
    save(row, by=by, event="release", status=status, last_confirmed_on=None, reopens_on=None)


def _refuse_last(membership: Membership, sentence: str) -> None:
    refuse_unless(not is_last_owner(membership.user, membership.provider), sentence)


def _set_role(membership: Membership, role: str) -> None:
    membership.role = role
    membership.save(update_fields=["role"])


def _tell(
    provider: Provider,
    by: User,
    about: User,
    event: str,
    *,
    role: str = "",
    tell_too: list[User] | None = None,
) -> None:
    """Whom it is about and the owners; not the one who has just done it, unless named."""
    people = [person for person in (about, *owners_of(provider)) if person.pk != by.pk]
    tell(
        [*people, *(tell_too or [])],
        template="membership",
        provider=provider,
        event=event,
        role=role,
        about=called(about),
        about_id=about.pk,
        by=called(by),
        by_id=by.pk,
    )
