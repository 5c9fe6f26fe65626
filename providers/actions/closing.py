"""An owner closes the listing for a while or for good, and opens it again; the other owners hear of it."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Provider, User
from providers.models.vocabulary import ListingStatus as S

from . import listings
from .clock import today
from .listing_mail import called, owners_of, tell
from .listing_steps import save
from .members import locked_by_owner
from .refusals import refuse_unless, refuse_unless_in

OPEN = (S.PUBLISHED, S.TEMPORARILY_CLOSED)
SHUT = (S.TEMPORARILY_CLOSED, S.CLOSED)
LONGEST_PAUSE_DAYS = 366


def _locked(by: User, provider: Provider, starts: tuple[str, ...]) -> Provider:
    row = locked_by_owner(by, provider)
    refuse_unless_in(row.status, starts, str(S(row.status).label))
    return row


@transaction.atomic
def pause(*, by: User, provider: Provider, reopens_on: datetime.date) -> Provider:
    """Also moves the day of a pause that has begun."""
    row = _locked(by, provider, OPEN)
    longest = today() + datetime.timedelta(days=LONGEST_PAUSE_DAYS)
    refuse_unless(reopens_on <= longest, _("That is more than a year away. Close the listing for good."))
    if row.status == S.TEMPORARILY_CLOSED:
        refuse_unless(reopens_on > today(), _("The day of opening again is still to come."))
        row = save(row, by=by, event="move_reopening", reopens_on=reopens_on)
    else:
        row = listings.close_temporarily(by=by, provider=row, reopens_on=reopens_on)
    _tell(row, by, "paused", day=reopens_on)
    return row


@transaction.atomic
def close(
    *, by: User, provider: Provider, closed_on: datetime.date, records_contact: str, refund_note: str
) -> Provider:
    """Patients need to know where their records are; a day to come is a pause until it has come."""
    row = _locked(by, provider, OPEN)
    refuse_unless(bool(records_contact.strip()), _("Say where patients get their records."))
    row = listings.close(
        by=by,
        provider=row,
        closed_on=closed_on,
        records_contact=records_contact.strip(),
        refund_note=refund_note.strip(),
    )
    _tell(row, by, "closed", day=closed_on)
    return row


@transaction.atomic
def reopen(*, by: User, provider: Provider) -> Provider:
    """Refused, with every reason at once, where the listing could not be published today."""
    row = listings.reopen(by=by, provider=_locked(by, provider, SHUT))
    _tell(row, by, "reopened")
    return row


def _tell(provider: Provider, by: User, event: str, **context: Any) -> None:
    """The owners, also the one who did it: so that nobody closes a clinic behind its back."""
    tell(
        owners_of(provider),
        template="listing_state",
        provider=provider,
        event=event,
        by=called(by),
        **context,
    )
