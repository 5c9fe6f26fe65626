"""Asks owners whether their listing is still true: 15, 10 and 5 days before it ages, and four times after.

What is due is computed from dates each time, so a day on which this did not run costs nothing: the newest
step is sent, those that were missed are not.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from providers.models import Membership, Provider, Reminder, User
from providers.models.attestation import AFTER, BEFORE, due_on
from providers.models.membership import MemberRole
from providers.models.provider import FRESH_DAYS
from providers.models.vocabulary import ListingStatus as S

from . import attest_links, mail
from .attesting import REMINDER_KEY
from .listing_mail import LANGUAGE, address_of, owners_of

logger = logging.getLogger(__name__)

STEPS = (*(-days for days in BEFORE), *AFTER)
ASKED = (S.PUBLISHED, S.TEMPORARILY_CLOSED)


def step_on(last_confirmed_on: datetime.date, today: datetime.date) -> int | None:
    """The newest step that has been reached; None while none has."""
    reached = [step for step in STEPS if _day_of(last_confirmed_on, step) <= today]
    return max(reached, default=None)


def _day_of(last_confirmed_on: datetime.date, step: int) -> datetime.date:
    return due_on(last_confirmed_on) + datetime.timedelta(days=step)


def send_due(today: datetime.date) -> int:
    """Writes the mails of the day; returns how many listings were reminded. Safe to run twice, or at once.

    Each listing has its own transaction: one that fails is logged and does not keep the others waiting.
    """
    reminded = 0
    for pk in list(_candidates(today)):
        try:
            reminded += _remind(pk, today)
        except Exception:
            logger.exception("No reminder for listing %s", pk)
    return reminded


def _candidates(today: datetime.date) -> Iterator[int]:
    """Listings whose newest step was not sent; one query for each step."""
    for step, following in zip(STEPS, (*STEPS[1:], None), strict=True):
        yield from _at(step, following, today).order_by("pk").values_list("pk", flat=True)


def _at(step: int, following: int | None, today: datetime.date) -> QuerySet[Provider]:
    fresh = datetime.timedelta(days=FRESH_DAYS)
    owned = Membership.objects.filter(provider=OuterRef("pk"), role=MemberRole.OWNER, user__is_active=True)
    sent = Reminder.objects.filter(
        provider=OuterRef("pk"), step=step, due_on=OuterRef("last_confirmed_on") + fresh
    )
    rows = Provider.objects.filter(
        Exists(owned),
        ~Exists(sent),
        status__in=ASKED,
        last_confirmed_on__lte=today - fresh - datetime.timedelta(days=step),
    )
    if following is not None:
        rows = rows.filter(last_confirmed_on__gt=today - fresh - datetime.timedelta(days=following))
    return rows


@transaction.atomic
def _remind(pk: int, today: datetime.date) -> bool:
    """Looks again under the lock: the clinic, or another worker, may have been faster."""
    row: Provider = Provider.objects.select_for_update().get(pk=pk)
    if row.status not in ASKED or row.last_confirmed_on is None:
        return False
    step, due = step_on(row.last_confirmed_on, today), due_on(row.last_confirmed_on)
    owners = owners_of(row)
    if step is None or not owners or Reminder.objects.filter(provider=row, due_on=due, step=step).exists():
        return False
    Reminder.objects.create(provider=row, due_on=due, step=step)
    for owner in owners:
        _mail(row, owner, due, step, today)
    return True


def _mail(provider: Provider, owner: User, due: datetime.date, step: int, today: datetime.date) -> None:
    mail.send(
        to=owner.email,
        template="still_true",
        key=f"{REMINDER_KEY}:{provider.pk}:{due}:{step}:{owner.pk}",
        context={
            "listing": provider.display_name,
            "confirmed_on": provider.last_confirmed_on,
            "due_on": due,
            "is_due": due < today,
            "days_left": (due - today).days,
            "link_days": attest_links.LIFE.days,
            "url": address_of("still_true_link", attest_links.make(provider=provider, person=owner)),
            "page_url": address_of("still_true", provider.slug),
        },
        language=LANGUAGE,
    )
