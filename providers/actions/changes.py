"""Sensitive edits: asked for, taken back, approved or refused. The old value stays live meanwhile.

Every action locks the listing first, so two requests, or two decisions, come one after the other.
"""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location, Provider, User
from providers.models.change_request import ChangedField, ChangeStatus
from providers.models.listing_rules import location_problems
from providers.models.provider import LISTED
from providers.models.vocabulary import Basis, ListingStatus
from providers.permissions import can_edit_listing

from . import cases, listings, search_index
from .changed_values import Target, Vouch, changed_row, is_same, row_of, tidied, value_of, write
from .changes_mail import tell_outcome
from .looking_again import look_again
from .refusals import refuse_unless

__all__ = ["approve_change", "open_changes", "refuse_change", "request_change", "withdraw_change"]

NOT_GIVEN: Any = object()
ONCE_PUBLIC = (*LISTED, ListingStatus.SUSPENDED, ListingStatus.CLOSED)
MOST_NEW_LOCATIONS = 20
BY_STAFF = (Basis.PROVIDER_ATTESTED, Basis.VERIFIED_SOURCE, Basis.DOCUMENT_SEEN)


def open_changes(provider: Provider) -> models.QuerySet[ChangeRequest]:
    """What waits, for “in review since”; oldest first."""
    return ChangeRequest.objects.filter(provider=provider, status=ChangeStatus.OPEN)


def was_never_public(provider: Provider) -> bool:
    """Nobody has read it, so there is nothing to protect: edits apply at once."""
    if provider.status not in (ListingStatus.DRAFT, ListingStatus.CLAIMED_DRAFT) or provider.is_in_register:
        return False
    events = provider.events  # type: ignore[attr-defined]  # pghistory makes it
    return not events.filter(status__in=ONCE_PUBLIC).exists()


@transaction.atomic
def request_change(
    *,
    by: User,
    provider: Provider,
    field: str,
    after: Any,
    before: Any = NOT_GIVEN,
    location: Location | None = None,
    subject: str = "",
) -> ChangeRequest | None:
    """Asks for a new value; replaces what was open for the same field.

    The same again changes nothing. The status of what comes back tells what became of it: open (staff must
    look), approved (the listing was never public: it applies at once, but for a person whose license staff
    have looked up), withdrawn (it is the live value, and what was open is taken back). None: it is the live
    value and nothing was open. before: the value that the asker saw; refused if the live one is another.
    Raises ValidationError for a value that could never be applied.
    """
    target, row = _locked_target(provider, field, location, subject, after)
    wanted, live = tidied(target, after), value_of(target, row)
    same = before is NOT_GIVEN or is_same(before, live)
    refuse_unless(same, _("Somebody changed this meanwhile. Look at the new value first."))
    earlier = _open_one(target)
    if is_same(wanted, live):
        return _end(earlier, ChangeStatus.WITHDRAWN, by) if earlier else None
    if earlier and earlier.after == wanted:
        return earlier
    changed_row(target, row, wanted)
    if earlier:
        _end(earlier, ChangeStatus.REPLACED, by)
    change = ChangeRequest(
        provider=target.provider,
        location=target.location,
        field=target.field,
        subject=target.subject,
        before=live,
        after=wanted,
        asked_by=by,
    )
    return _keep(change, by)


def _refuse_crowd(asked: ChangeRequest) -> None:
    """Of new locations any number can be asked for, and somebody has to look at each."""
    if asked.field != ChangedField.LOCATION:
        return
    waiting = open_changes(asked.provider).filter(field=ChangedField.LOCATION).count()
    refuse_unless(
        waiting < MOST_NEW_LOCATIONS,
        _("%d new locations wait for our staff already. Add more when they have looked at these.")
        % MOST_NEW_LOCATIONS,
    )


def _keep(change: ChangeRequest, by: User) -> ChangeRequest:
    _refuse_crowd(change)
    with pghistory.context(event="request_change", by=by.pk):
        change.save(force_insert=True)
    if change.field != ChangedField.PERSON and was_never_public(change.provider):
        _apply(change, by, Basis.PROVIDER_ATTESTED, "")
        return _end(change, ChangeStatus.APPROVED, by)
    cases.follow(change, by=by)
    return change


def _locked_target(
    provider: Provider, field: str, location: Location | None, subject: str, after: Any = None
) -> tuple[Target, models.Model | None]:
    """The listing is held until the transaction ends; so is the row that the field belongs to."""
    refuse_unless(field in ChangedField.values, _("This field does not wait for review."))
    held: Provider = Provider.objects.select_for_update().get(pk=provider.pk)
    if field == ChangedField.LOCATION:
        location, subject = None, subject or _subject_of(after)
    target = Target(held, field, location, subject)
    return target, row_of(target)


def _subject_of(after: Any) -> str:
    """Of a new location: where it is, so that several can wait at once."""
    parts = after if isinstance(after, dict) else {}
    words = [str(parts.get(name, "")) for name in ("name", "street", "city", "state", "zip")]
    return slugify(" ".join(words))[:80]


def _open_one(target: Target) -> ChangeRequest | None:
    return (
        ChangeRequest.objects.select_for_update()
        .filter(
            provider=target.provider,
            location=target.location,
            field=target.field,
            subject=target.subject,
            status=ChangeStatus.OPEN,
        )
        .first()
    )


def _locked(change: ChangeRequest) -> ChangeRequest:
    """Listing first, then the request: the same order everywhere."""
    Provider.objects.select_for_update().get(pk=change.provider_id)
    row: ChangeRequest = ChangeRequest.objects.select_for_update(of=("self",)).get(pk=change.pk)
    ended = _("This has ended already: %s.") % ChangeStatus(row.status).label
    refuse_unless(row.status == ChangeStatus.OPEN, ended)
    return row


def _end(change: ChangeRequest, status: str, by: User, reason: str = "") -> ChangeRequest:
    """What applies at once, because nobody ever saw the listing, is decided by nobody."""
    is_own = status == ChangeStatus.APPROVED and change.asked_by_id == by.pk
    change.status, change.decided_by, change.decided_at = status, None if is_own else by, timezone.now()
    change.reason = reason
    with pghistory.context(event=f"change_{status}", by=by.pk, asked_by=change.asked_by_id, reason=reason):
        change.save(update_fields=["status", "decided_by", "decided_at", "reason"])
    cases.follow(change, by=by)
    tell_outcome(change, by)
    return change


@transaction.atomic
def withdraw_change(*, by: User, change: ChangeRequest) -> ChangeRequest:
    """The clinic takes it back; any of its members may."""
    row = _locked(change)
    refuse_unless(can_edit_listing(by, row.provider), _("Only the people of this listing may take it back."))
    return _end(row, ChangeStatus.WITHDRAWN, by)


def _refuse_own(by: User, change: ChangeRequest) -> None:
    own = change.asked_by_id == by.pk or can_edit_listing(by, change.provider)
    refuse_unless(not own, _("Somebody who has no part in this listing must decide this."))


@transaction.atomic
def approve_change(
    *,
    by: User,
    change: ChangeRequest,
    basis: str = Basis.PROVIDER_ATTESTED,
    source: str = "",
    new_slug: str = "",
) -> ChangeRequest:
    """Applies it. basis: what the staff have seen, and source where; new_slug: a new address, if wanted.

    Refused where the live value is no longer the one that the asker saw.
    """
    row = _locked(change)
    _refuse_own(by, row)
    refuse_unless(basis in BY_STAFF, _("Say how this fact is known."))
    named = basis == Basis.PROVIDER_ATTESTED or bool(source.strip())
    refuse_unless(named, _("Say where you have seen it."))
    _apply(row, by, basis, source.strip())
    if new_slug:
        listings.rename(by=by, provider=row.provider, slug=new_slug)
    return _end(row, ChangeStatus.APPROVED, by)


@transaction.atomic
def refuse_change(*, by: User, change: ChangeRequest, reason: str) -> ChangeRequest:
    row = _locked(change)
    _refuse_own(by, row)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return _end(row, ChangeStatus.REFUSED, by, reason.strip())


def _apply(change: ChangeRequest, by: User, basis: str, source: str) -> None:
    """The clinic's word counts from the day it was given; what staff saw, from today."""
    target, row = _locked_target(change.provider, change.field, change.location, change.subject)
    live = value_of(target, row)
    same = is_same(change.before, live)
    refuse_unless(same, _("The live value has changed since: refuse this, and ask the clinic to look again."))
    own = Vouch(Basis.PROVIDER_ATTESTED, "", timezone.localdate(change.asked_at), change.asked_by)
    seen = None if basis == own.basis else Vouch(basis, source, timezone.localdate(), by)
    how = {"asked_by": change.asked_by_id, "basis": str(basis), "source": source}
    with pghistory.context(event="approve_change", by=by.pk, **how):
        write(target, row, change.after, own, seen)
        look_again(by=by, target=target, before=live, after=change.after, is_seen=seen is not None)
    _refuse_unsafe_route(change, target)
    search_index.reindex(target.provider.locations.values_list("pk", flat=True))


def _refuse_unsafe_route(change: ChangeRequest, target: Target) -> None:
    """Once written: what patients read has a licensed prescriber, and a route at home its states."""
    if change.field != ChangedField.ROUTE or target.location is None:
        return
    if not Provider.objects.listed().filter(pk=target.provider.pk).exists():
        return
    problems = location_problems(target.location, timezone.localdate())
    refuse_unless(not problems, " ".join(sentence for _field, sentence in problems))
