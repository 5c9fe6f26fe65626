"""A listing's state as a clinic reads it: a word, and a sentence that says what it means to patients."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from providers.models import Freshness, Provider
from providers.models.attestation import due_on
from providers.models.evidence import day
from providers.models.vocabulary import ListingStatus as S


@dataclass(frozen=True)
class State:
    """tone: good, check or stop; the word says the same."""

    word: str
    sentence: str
    tone: str


def state_of(listing: Provider, today: datetime.date) -> State:
    if listing.status == S.PUBLISHED:
        return _published(listing, today)
    sentence, tone = _sentence(listing)
    return State(str(S(listing.status).label), sentence, tone)


def _published(listing: Provider, today: datetime.date) -> State:
    confirmed = listing.last_confirmed_on
    if confirmed is None:
        return State(_("Published"), "", "check")
    said = {"day": day(confirmed), "due": day(due_on(confirmed))}
    match listing.freshness(today):
        case Freshness.FRESH:
            sentence = _("Patients see that you confirmed it on %(day)s. That is good until %(due)s.")
            return State(_("Published"), sentence % said, "good")
        case Freshness.AGEING:
            sentence = _("Patients see that your word is from %(day)s. It was good until %(due)s.")
            return State(_("Published, getting old"), sentence % said, "check")
    sentence = _("Your word is from %(day)s, so the usual search leaves the listing out. Confirm it again.")
    return State(_("Published, out of the usual search"), sentence % said, "stop")


def _sentence(listing: Provider) -> tuple[str, str]:
    is_listed = listing.is_in_register
    pause = day(listing.reopens_on) if listing.reopens_on else ""
    end = day(listing.closed_on) if listing.closed_on else ""
    return {
        S.DRAFT: (_("Only you and our staff see it. Fill it in, then submit it."), "check"),
        S.CLAIMED_DRAFT: (
            _("Patients see it as “not confirmed by the clinic” until our staff have published it.")
            if is_listed
            else _("Patients do not see it. Change what our staff asked for, then submit it again."),
            "check",
        ),
        S.PENDING_REVIEW: (
            _("Our staff look at it. Until then patients see it as “not confirmed by the clinic”.")
            if is_listed
            else _("Our staff look at it. Patients do not see it yet."),
            "check",
        ),
        S.TEMPORARILY_CLOSED: (
            _("Patients read that you expect to open again on %(day)s.") % {"day": pause},
            "check",
        ),
        S.CLOSED: (
            _("Its last day was %(day)s. Its page tells former patients where their records are.")
            % {"day": end},
            "stop",
        ),
        S.SUSPENDED: (_("Our staff have hidden it from patients."), "stop"),
        S.MERGED: (_("Its address now leads to the other listing."), "check"),
        S.REMOVED_BY_REQUEST: (_("Nobody sees it."), "stop"),
    }.get(S(listing.status), (_("Patients see the register’s words."), "check"))
