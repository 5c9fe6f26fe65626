"""A listing on its way to patients: submitted or taken back by its owner, published or sent back by staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Location, Provider, User
from providers.models.listing_rules import (
    Stored,
    claimed_states,
    licensed_states,
    listing_problems,
    with_rule_facts,
)
from providers.models.vocabulary import ListingStatus as S
from providers.permissions import can_edit_listing

from . import listings
from .clock import today
from .listing_mail import called, owners_of, tell
from .listing_steps import save
from .members import locked_by_owner
from .refusals import TransitionRefused, refuse_unless, refuse_unless_in

DRAFTS = (S.DRAFT, S.CLAIMED_DRAFT)


@dataclass(frozen=True)
class Task:
    """One thing between a listing and its publication. field: as in listing_rules; is_ours: staff do it."""

    location: Location | None
    field: str
    sentence: str
    is_ours: bool = False


def tasks(provider: Provider, locations: list[Location] | None = None) -> list[Task]:
    """A license that the clinic has entered and our staff have yet to check is ours to do, not theirs.

    locations: the open ones, by `with_rule_facts`, where they are at hand. At most two queries.
    """
    day = today()
    if locations is None:
        locations = list(with_rule_facts(provider.locations.filter(closed_on=None)).order_by("pk"))
    found = [Task(None, *problem) for problem in listing_problems(provider, locations)]
    for location, stored in zip(locations, Stored.of_all(locations), strict=True):
        own = stored.problems(day, claimed_states)
        every = stored.problems(day, licensed_states)
        found += [Task(location, *problem) for problem in own]
        found += [Task(location, *problem, is_ours=True) for problem in every if problem not in own]
    return found


@transaction.atomic
def submit(*, by: User, provider: Provider) -> Provider:
    row = locked_by_owner(by, provider)
    refuse_unless_in(row.status, DRAFTS, str(S(row.status).label))
    if own := [task.sentence for task in tasks(row) if not task.is_ours]:
        raise TransitionRefused(own)
    return listings.submit(by=by, provider=row)


@transaction.atomic
def take_back(*, by: User, provider: Provider) -> Provider:
    row = locked_by_owner(by, provider)
    refuse_unless_in(row.status, [S.PENDING_REVIEW], str(S(row.status).label))
    back = S.CLAIMED_DRAFT if row.is_in_register else S.DRAFT
    return save(row, by=by, event="take_back", status=back)


@transaction.atomic
def publish(*, by: User, provider: Provider) -> Provider:
    _refuse_own(by, provider)
    row = listings.publish(by=by, provider=provider)
    _tell(row, "published")
    return row


@transaction.atomic
def send_back(*, by: User, provider: Provider, reason: str) -> Provider:
    _refuse_own(by, provider)
    row = listings.return_to_draft(by=by, provider=provider, reason=reason)
    _tell(row, "sent_back", reason_given=reason.strip())
    return row


def _refuse_own(by: User, provider: Provider) -> None:
    refuse_unless(
        not can_edit_listing(by, provider), _("Somebody who has no part in this listing must decide this.")
    )


def _tell(provider: Provider, event: str, **context: Any) -> None:
    tell(
        owners_of(provider),
        template="listing_state",
        provider=provider,
        event=event,
        by=called(None),
        **context,
    )
