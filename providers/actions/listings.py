"""A listing's life: publish, confirm, close, suspend, remove, rename, merge.

Every action locks the listing, checks its state again, keeps who did it and why with the history, and brings
search up to date in the same transaction. Payment is nowhere in it.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import FormerSlug, Provider, User
from providers.models.listing_rules import publication_problems
from providers.models.vocabulary import ListingStatus as S

from . import suspensions
from .clock import refuse_future, today
from .exclusion_guard import refuse_barred_listing
from .gates import asked
from .listing_mail import owners_of, tell
from .listing_merge import merge
from .listing_steps import locked, save, starts_of
from .refusals import TransitionRefused, refuse_unless

__all__ = [
    "TransitionRefused",
    "close",
    "close_temporarily",
    "confirm",
    "merge",
    "publish",
    "remove_on_request",
    "rename",
    "reopen",
    "restore",
    "return_to_draft",
    "submit",
    "suspend",
]

CONFIRMABLE = (S.DRAFT, S.CLAIMED_DRAFT, S.PENDING_REVIEW, S.PUBLISHED, S.TEMPORARILY_CLOSED)


@transaction.atomic
def submit(*, by: User | None, provider: Provider) -> Provider:
    """The gates look at it right away: its reviewer sees what it may repeat."""
    row = locked(provider, [S.DRAFT, S.CLAIMED_DRAFT])
    asked.for_listing(row.pk)
    return save(row, by=by, event="submit", status=S.PENDING_REVIEW)


@transaction.atomic
def return_to_draft(*, by: User, provider: Provider, reason: str) -> Provider:
    """The reviewer asks for changes."""
    row = locked(provider, [S.PENDING_REVIEW])
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return save(row, by=by, event="return_to_draft", reason=reason, status=S.CLAIMED_DRAFT)


@transaction.atomic
def publish(*, by: User | None, provider: Provider) -> Provider:
    """Refused, with every reason at once, unless each location has a route and a licensed prescriber."""
    row = locked(provider, [S.PENDING_REVIEW])
    refuse_barred_listing(row)
    refuse_if_unfit(row)
    return save(row, by=by, event="publish", status=S.PUBLISHED)


def refuse_if_unfit(provider: Provider) -> None:
    problems = publication_problems(provider, today())
    if problems:
        raise TransitionRefused([sentence for _field, sentence in problems])


@transaction.atomic
def confirm(*, by: User | None, provider: Provider, on: datetime.date | None = None) -> Provider:
    """The clinic says that all of it is still true."""
    row = locked(provider, CONFIRMABLE)
    day = on or today()
    refuse_future(day)
    older = row.last_confirmed_on is not None and day < row.last_confirmed_on
    refuse_unless(not older, _("A later confirmation is already here."))
    return save(row, by=by, event="confirm", last_confirmed_on=day)


@transaction.atomic
def close(
    *,
    by: User | None,
    provider: Provider,
    closed_on: datetime.date,
    records_contact: str = "",
    refund_note: str = "",
    reason: str = "",
) -> Provider:
    """The page stays as a tombstone that says where records and refunds are to be had."""
    row = locked(provider, starts_of(S.CLOSED))
    refuse_future(closed_on)
    return save(
        row,
        by=by,
        event="close",
        reason=reason,
        status=S.CLOSED,
        closed_on=closed_on,
        reopens_on=None,
        records_contact=records_contact,
        refund_note=refund_note,
        merged_into=None,
    )


@transaction.atomic
def close_temporarily(*, by: User | None, provider: Provider, reopens_on: datetime.date) -> Provider:
    row = locked(provider, starts_of(S.TEMPORARILY_CLOSED))
    refuse_unless(reopens_on > today(), _("The day of opening again is still to come."))
    return save(row, by=by, event="close_temporarily", status=S.TEMPORARILY_CLOSED, reopens_on=reopens_on)


@transaction.atomic
def reopen(*, by: User | None, provider: Provider) -> Provider:
    row = locked(provider, [S.TEMPORARILY_CLOSED, S.CLOSED])
    return back_in_search(row, by=by, event="reopen", closed_on=None, reopens_on=None)


@transaction.atomic
def suspend(*, by: User | None, provider: Provider, reason: str) -> Provider:
    """Hidden at once, page and all. The owners read the reason: it names nobody who complained."""
    row = locked(provider, starts_of(S.SUSPENDED))
    if by is not None:
        suspensions.refuse_party(by, row)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    _tell(row, "suspended", reason)
    return save(row, by=by, event="suspend", reason=reason, status=S.SUSPENDED, reopens_on=None)


@transaction.atomic
def restore(*, by: User, provider: Provider, reason: str) -> Provider:
    """By another person than the one who suspended it."""
    row = locked(provider, [S.SUSPENDED])
    suspensions.refuse_party(by, row)
    suspensions.refuse_suspender(by, row)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    _tell(row, "restored", reason)
    return back_in_search(row, by=by, event="restore", reason=reason)


def _tell(row: Provider, event: str, reason: str) -> None:
    words = {"event": event, "reason_given": reason.strip(), "by": ""}
    tell(owners_of(row), template="listing_state", provider=row, **words)


def back_in_search(
    row: Provider, *, by: User | None, event: str, reason: str = "", **changes: Any
) -> Provider:
    """As what it was: a listing that the clinic never confirmed comes back as an unclaimed one."""
    refuse_barred_listing(row)
    if row.last_confirmed_on is None:
        return save(row, by=by, event=event, reason=reason, status=S.IMPORTED_UNCLAIMED, **changes)
    refuse_if_unfit(row)
    return save(row, by=by, event=event, reason=reason, status=S.PUBLISHED, **changes)


@transaction.atomic
def remove_on_request(*, by: User | None, provider: Provider, reason: str = "") -> Provider:
    """Gone from every page. The row and its matches stay, so that no import brings it back."""
    row = locked(provider, starts_of(S.REMOVED_BY_REQUEST))
    return save(
        row,
        by=by,
        event="remove_on_request",
        reason=reason,
        status=S.REMOVED_BY_REQUEST,
        reopens_on=None,
    )


@transaction.atomic
def rename(*, by: User | None, provider: Provider, slug: str) -> Provider:
    """A new address; the old one redirects for ever."""
    row = locked(provider, S.values)
    refuse_unless(slug != row.slug, _("This is its address already."))
    taken = Provider.objects.filter(slug=slug).exists()
    taken = taken or FormerSlug.objects.filter(slug=slug).exclude(provider=row).exists()
    refuse_unless(not taken, _("This address belongs to another listing."))
    FormerSlug.objects.filter(slug=slug, provider=row).delete()
    FormerSlug.objects.create(slug=row.slug, provider=row)
    return save(row, by=by, event="rename", slug=slug)
