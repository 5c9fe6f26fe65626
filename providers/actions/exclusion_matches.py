"""What people decide of a possible match with the exclusion list, and what the list's own changes do to it.

Nothing that was suspended comes back by itself: a credential goes through its own review, a listing through
`restore_listing`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Credential, ExclusionMatch, Provider, User
from providers.models.exclusion import MatchState, MatchStrength
from providers.models.vocabulary import CredentialStatus, ListingStatus

from . import cases, listings
from .exclusion_holds import hold_back
from .refusals import TransitionRefused, refuse_unless, refuse_unless_in

S = MatchState


def takes_two(match: ExclusionMatch) -> bool:
    """Whether clearing it says that something was suspended wrongly."""
    return match.strength == MatchStrength.NPI or match.state == S.CONFIRMED


def may_decide(by: User, match: ExclusionMatch) -> bool:
    """Nobody decides about a listing that they run, or about who works there."""
    own = Provider.objects.run_by(by)
    if match.practitioner_id:
        own = own.filter(locations__roles__practitioner=match.practitioner_id)
    else:
        own = own.filter(pk__in=[match.provider_id])
    return not own.exists()


def _locked(match: ExclusionMatch, starts: Collection[str]) -> ExclusionMatch:
    """The listing before the match, as everybody locks them."""
    if match.provider_id:
        Provider.objects.select_for_update().get(pk=match.provider_id)
    row: ExclusionMatch = ExclusionMatch.objects.select_for_update().get(pk=match.pk)
    refuse_unless_in(row.state, starts, str(S(row.state).label))
    return row


def _decided(by: User, match: ExclusionMatch, starts: Collection[str], reason: str) -> ExclusionMatch:
    row = _locked(match, starts)
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    refuse_unless(may_decide(by, row), _("Somebody who has no part in this listing must decide this."))
    return row


def _save(row: ExclusionMatch, *, by: User | None, event: str, why: str = "", **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    with pghistory.context(event=event, reason=why.strip(), by=by.pk if by else None):
        row.save(update_fields=list(changes))
    cases.follow(row, by=by)


@transaction.atomic
def confirm(*, by: User, match: ExclusionMatch, reason: str) -> ExclusionMatch:
    """It is the same person or firm: whatever is not suspended yet is suspended now."""
    row = _decided(by, match, [S.OPEN], reason)
    changes = {"state": S.CONFIRMED, "decided_by": by, "decided_at": timezone.now(), "reason": reason.strip()}
    _save(row, by=by, event="confirm", why=reason, **changes)
    hold_back(row, by=by)
    return row


@transaction.atomic
def endorse(*, by: User, match: ExclusionMatch, reason: str) -> ExclusionMatch:
    """The first of two people says that it is somebody else, where something is suspended over it."""
    row = _decided(by, match, [S.OPEN, S.CONFIRMED], reason)
    refuse_unless(takes_two(row), _("One person can clear this."))
    refuse_unless(row.endorsed_by_id != by.pk, _("You have said so already: another person must clear it."))
    _save(row, by=by, event="endorse", why=reason, endorsed_by=by, endorsed_at=timezone.now())
    return row


@transaction.atomic
def clear(*, by: User, match: ExclusionMatch, reason: str) -> ExclusionMatch:
    """It is somebody else, and is not raised again for this exclusion. Restores nothing by itself."""
    row = _decided(by, match, [S.OPEN, S.CONFIRMED], reason)
    is_agreed = row.endorsed_by_id is not None and row.endorsed_by_id != by.pk
    refuse_unless(
        is_agreed or not takes_two(row),
        _("Something is suspended over this: another person must first say that it is somebody else."),
    )
    changes = {"state": S.CLEARED, "decided_by": by, "decided_at": timezone.now(), "reason": reason.strip()}
    _save(row, by=by, event="clear", why=reason, **changes)
    _ask_for_restoring(row, by)
    return row


@transaction.atomic
def end(*, match: ExclusionMatch) -> ExclusionMatch:
    """The list no longer names whom it was about. A person looks at what is still suspended."""
    row = _locked(match, [S.OPEN, S.CONFIRMED])
    _save(row, by=None, event="end", state=S.ENDED)
    _ask_for_restoring(row, None)
    return row


def _ask_for_restoring(row: ExclusionMatch, by: User | None) -> None:
    """A suspended credential has a case of its own; it is opened again where somebody had put it away."""
    if row.practitioner_id:
        held = Credential.objects.select_for_update().filter(practitioner=row.practitioner_id)
        for credential in held.filter(status=CredentialStatus.SUSPENDED).order_by("pk"):
            cases.follow(credential, by=by)


@transaction.atomic
def restore_listing(*, by: User, match: ExclusionMatch, reason: str) -> Provider:
    """After the match was cleared by two people or has ended."""
    row = _decided(by, match, [S.CLEARED, S.ENDED], reason)
    if row.provider is None:
        raise TransitionRefused(_("This is about a person, not about a listing."))
    row.provider = listings.restore(by=by, provider=row.provider, reason=reason)
    cases.follow(row, by=by)
    return row.provider


def waits_for_restoring(match: ExclusionMatch) -> bool:
    """The listing is still suspended although the list no longer stands against it."""
    is_over = match.state in (S.CLEARED, S.ENDED)
    return is_over and match.provider is not None and match.provider.status == ListingStatus.SUSPENDED
