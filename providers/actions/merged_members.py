"""The people of a listing that goes into another one: they run the one that stays, or are told why not.

Where somebody owns the listing that stays, only they let others in: a merge by our staff gives nobody a part
in what somebody else runs.
"""

from __future__ import annotations

import pghistory
from django.utils.translation import gettext as _

from providers.models import Membership, Provider, User

from .claim_ends import end_claims
from .claim_steps import give_to_owner
from .listing_mail import address_of, members_of, owners_of, tell


def move(goes: Provider, stays: Provider, *, by: User | None) -> None:
    """Both are locked. Claims of the one that goes end; what was invited to it no longer opens."""
    end_claims(goes, by=by, reason=_("This listing was joined with another one. Claim that one instead."))
    people, owners = members_of(goes), owners_of(stays)
    is_owned = stays.memberships.filter(role="owner").exists()
    parts = list(goes.memberships.all())
    with pghistory.context(event="merge", by=by.pk if by else None, into=stays.pk):
        goes.memberships.all().delete()
        if parts and not is_owned:
            for part in parts:
                Membership.objects.create(provider=stays, user_id=part.user_id, role=part.role)
            give_to_owner(stays, by=by, event="merge")
    _tell(goes, stays, people, owners, is_owned)


def _tell(goes: Provider, stays: Provider, people: list[User], owners: list[User], is_owned: bool) -> None:
    """The members of the one that went, and the owners of the one that stays where there are any."""
    inside = {person.pk for person in members_of(stays)}
    tell(
        [*people, *owners],
        template="listing_merged",
        provider=stays,
        other=goes.display_name,
        inside=inside,
        is_new=not is_owned,
        public_url=address_of("provider", stays.slug),
    )
