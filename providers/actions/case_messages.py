"""Words between staff and the provider about a case: both sides are kept, and an answer wakes the case."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from providers.models import Case, CaseEvent, User
from providers.models.case import CaseEventKind as E
from providers.models.case import CaseKind, CaseState
from providers.permissions import can_edit_listing

from . import business_days, case_calls, cases, listing_mail, throttle
from .clock import today
from .refusals import refuse_unless

REPLY_BUSINESS_DAYS = 5
ANSWERS_PER_DAY = 20
LONGEST = 4000


def conversation(case: Case) -> QuerySet[CaseEvent]:
    """What was written both ways, the oldest first."""
    found: QuerySet[CaseEvent] = case.events.filter(kind__in=[E.TO_PROVIDER, E.FROM_PROVIDER])
    return found.order_by("at", "id")


def readers(case: Case) -> list[User]:
    """Who gets what staff write: the claimant of a claim; else the owners of the listing."""
    if case.kind == CaseKind.CLAIM and case.claim:
        return [case.claim.claimant] if case.claim.claimant.is_active else []
    return listing_mail.owners_of(case.provider) if case.provider else []


def may_answer(person: User, case: Case) -> bool:
    if case.kind == CaseKind.CLAIM and case.claim:
        return bool(case.claim.claimant_id == person.pk)
    return case.provider is not None and can_edit_listing(person, case.provider)


def why_no_message(case: Case) -> str:
    """A sentence, or "" where somebody would read a message."""
    if case.kind == CaseKind.REMOVAL:
        return _("Whoever asks for a removal has no account: call the listed number.")
    return "" if readers(case) else _("Nobody runs this listing, so nobody would read it: call instead.")


@transaction.atomic
def tell_provider(
    *, by: User, case: Case, text: str, template_code: str = "", waits: bool = False
) -> CaseEvent:
    """One mail to each reader. waits: the case comes back after five business days, or with the answer."""
    refuse_unless(bool(text.strip()), _("Write something first."))
    reason = why_no_message(case)
    refuse_unless(not reason, reason)
    event = cases.write(by=by, case=case, kind=E.TO_PROVIDER, text=text, code=template_code)
    provider = case.provider
    assert provider is not None
    url = listing_mail.address_of("listing_message", provider.slug, str(case.pk))
    listing_mail.tell(readers(case), template="case_message", provider=provider, words=event.text, url=url)
    if waits:
        case_calls.put_off(by=by, case=case, until=business_days.add(today(), REPLY_BUSINESS_DAYS))
    return event


@transaction.atomic
def answer(*, by: User, case: Case, text: str) -> CaseEvent:
    """By somebody who runs the listing, or who claims it. A case that waited is ready again."""
    refuse_unless(may_answer(by, case), _("This is not about a listing of yours."))
    refuse_unless(bool(text.strip()), _("Write something first."))
    refuse_unless(len(text) <= LONGEST, _("Write at most 4,000 characters."))
    row = cases.locked(case)
    throttle.count(scope=f"answer:{row.pk}", address=f"account {by.pk}", limit=ANSWERS_PER_DAY)
    event = cases.note_event(row, kind=E.FROM_PROVIDER, by=by, text=text)
    if row.state == CaseState.WAITING:
        row.state, row.wakes_on = CaseState.READY, None
        row.save(update_fields=["state", "wakes_on"])
        cases.note_event(row, kind=E.WOKE, by=by)
    return event
