"""Who suspended a listing, when and why, as its history has it: whoever brings it back is somebody else."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from providers.models import Provider, User
from providers.models.vocabulary import ListingStatus
from providers.permissions import Permission, allows, can_edit_listing

from .refusals import refuse_unless

SUSPENDABLE = (
    ListingStatus.IMPORTED_UNCLAIMED,
    ListingStatus.CLAIM_PENDING,
    ListingStatus.PUBLISHED,
    ListingStatus.TEMPORARILY_CLOSED,
)


@dataclass(frozen=True)
class Suspension:
    """by: the key of the person; None: a gate did it, and two people have looked since, or nobody knows."""

    by: int | None
    at: datetime.datetime
    reason: str


def newest(provider: Provider) -> Suspension | None:
    """The step that took it out of sight, of those since it was last in sight. One query."""
    events = provider.events.order_by("pgh_id")  # type: ignore[attr-defined]  # pghistory makes it
    before = events.exclude(status=ListingStatus.SUSPENDED).reverse().values("pgh_id")[:1]
    since = events.filter(status=ListingStatus.SUSPENDED, pgh_id__gt=Coalesce(Subquery(before), 0))
    found = since.values_list("pgh_created_at", "pgh_context__metadata").first()
    if found is None:
        return None
    at, why = found[0], found[1] or {}
    return Suspension(why.get("by"), at, str(why.get("reason", "")))


def refuse_party(by: User, provider: Provider) -> None:
    """Staff who decide, and never about a listing that they run."""
    refuse_unless(allows(by, Permission.DECIDE_CHANGES), _("You may not decide about listings."))
    refuse_unless(
        not can_edit_listing(by, provider), _("Somebody who has no part in this listing must decide this.")
    )


def refuse_suspender(by: User, provider: Provider) -> None:
    suspension = newest(provider)
    refuse_unless(
        suspension is None or suspension.by != by.pk,
        _("You suspended this listing: another person must bring it back."),
    )
