"""The clocks of DOMAIN.md 4e, looked at once a day: what a date alone brings about, and whom we tell.

What patients read follows from the dates themselves; here the state follows. Each row has a transaction of
its own: one that fails is logged and keeps no other waiting. A second run does nothing, a missed day costs
nothing.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from providers.models import Check, Credential, Decision, Location
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType, Gate

from . import credential_mail, credentials, dea, people
from .case_needs import INCOMPLETE_DAYS, SOURCE_DAYS
from .clock import today
from .credential_clocks import REDO_AHEAD_DAYS, YEARS, redo_starts_on
from .credential_upkeep import LIVE, is_past_its_years
from .gates import expiry
from .gates.looks import keep

logger = logging.getLogger(__name__)

RETRIES = 3
BANDS = tuple(sorted(expiry.BANDS, reverse=True))
ASKED = (C.SOURCE_REQUESTED, C.SOURCE_UNAVAILABLE)
# Written into decisions, in the language of the product.
NO_ANSWER = "The issuer's register gave no answer."
NOTHING_CAME = "Nothing was added within 30 days."


def keep_time() -> int:
    """How many rows moved, or were told of."""
    return sum(_each(rows, act) for rows, act in CLOCKS)


def _each(due: Callable[[datetime.date], QuerySet], act: Callable[[Credential], bool]) -> int:
    keys = list(due(today()).order_by("pk").values_list("pk", flat=True))
    return sum(_one(pk, due, act) for pk in keys)


def _one(pk: int, due: Callable[[datetime.date], QuerySet], act: Callable[[Credential], bool]) -> bool:
    """Under the lock it is asked again whether it is due: somebody may have been faster."""
    try:
        with transaction.atomic():
            row = Credential.objects.select_for_update().filter(pk=pk).first()
            return row is not None and due(today()).filter(pk=pk).exists() and act(row)
    except Exception:
        logger.exception("A clock of credential %s could not be kept", pk)
        return False


def _days(number: int) -> datetime.timedelta:
    return datetime.timedelta(days=number)


def unanswered(day: datetime.date) -> QuerySet[Credential]:
    """Asked for what was missing 30 days ago."""
    rows: QuerySet[Credential] = Credential.objects.filter(
        status=C.INCOMPLETE, since__lte=day - _days(INCOMPLETE_DAYS)
    )
    return rows


def close_unanswered(row: Credential) -> bool:
    row = credentials.withdraw(by=None, credential=row, reason=NOTHING_CAME)
    dea.erase(credential=row)
    _relink(row)
    credential_mail.tell(row, "closed_unanswered")
    return True


def silent(day: datetime.date) -> QuerySet[Credential]:
    """Asked 14 days ago; or asked again, or found silent, before today."""
    first = Q(status=C.SOURCE_REQUESTED, since__lte=day - _days(SOURCE_DAYS))
    again = Q(status=C.SOURCE_REQUESTED, since__lt=day) & Exists(_retried())
    found: QuerySet[Credential] = Credential.objects.filter(
        first | again | Q(status=C.SOURCE_UNAVAILABLE, since__lt=day)
    )
    return found


def _retried() -> QuerySet[Decision]:
    rows: QuerySet[Decision] = Decision.objects.filter(
        credential=OuterRef("pk"), from_status=C.SOURCE_UNAVAILABLE, to_status=C.SOURCE_REQUESTED
    )
    return rows


def ask_again(row: Credential) -> bool:
    """Two weeks of silence, then once a day for three days; after that a person finds another way."""
    first_silent, retries = _silence(row)
    is_asked = row.status == C.SOURCE_REQUESTED
    if is_asked and not retries and (row.since or today()) > today() - _days(SOURCE_DAYS):
        return False
    if is_asked:
        row = credentials.source_unavailable(by=None, credential=row, reason=NO_ANSWER)
    if is_asked and not retries:
        credential_mail.tell(row, "source_unavailable")
    elif first_silent and retries < RETRIES and today() > first_silent + _days(retries):
        credentials.request_source(by=None, credential=row)
        return True
    return is_asked


def _silence(row: Credential) -> tuple[datetime.date | None, int]:
    """The first day of this silence, and how often the source was asked again since."""
    first, retries = None, 0
    for step in row.decisions.filter(to_status__in=ASKED).order_by("-id"):
        if step.to_status == C.SOURCE_UNAVAILABLE:
            first = localdate(step.at)
        elif step.from_status == C.SOURCE_UNAVAILABLE:
            retries += 1
        elif step.from_status != step.to_status:
            break
    return first, retries


def near_its_end(day: datetime.date) -> QuerySet[Credential]:
    """In force, with 90, 30 or 7 days left, and not seen so yet."""
    near: Any = Q(pk__in=[])
    for band, nearer in zip(BANDS, (*BANDS[1:], -1), strict=True):
        began = ExpressionWrapper(OuterRef("expires_on") - _days(band), output_field=DateTimeField())
        seen = Check.objects.filter(credential=OuterRef("pk"), gate=Gate.EXPIRY, checked_at__gte=began)
        window = Q(expires_on__gt=day + _days(nearer), expires_on__lte=day + _days(band))
        near |= window & ~Exists(seen.filter(found__within_days=band))
    rows: QuerySet[Credential] = Credential.objects.filter(near, status__in=LIVE)
    return rows


def remind(row: Credential) -> bool:
    """The look is kept and the owners are told in one transaction, so each is done once."""
    look = expiry.look(row.expires_on, today())
    if look is None:
        return False
    keep(row, look)
    if row.status == C.ACTIVE:
        row = credentials.note_expiring(by=None, credential=row)
    occasion = f"{row.expires_on}:{look.found['within_days']}"
    credential_mail.tell(row, "expiring", occasion=occasion)
    return True


def past_its_end(day: datetime.date) -> QuerySet[Credential]:
    rows: QuerySet[Credential] = Credential.objects.filter(
        status__in=(*LIVE, *ASKED), decided_on__isnull=False, expires_on__lt=day
    )
    return rows


def expire(row: Credential) -> bool:
    if look := expiry.look(row.expires_on, today()):
        keep(row, look)
    row = credentials.expire(by=None, credential=row)
    credential_mail.tell(row, "expired")
    return True


def in_its_last_months(day: datetime.date) -> QuerySet[Credential]:
    """Some days too many: months differ in length, and the day itself is counted below."""
    decided = day - _days(YEARS * 365 - REDO_AHEAD_DAYS)
    rows: QuerySet[Credential] = Credential.objects.filter(
        status__in=(*LIVE, *ASKED), decided_on__lte=decided
    )
    return rows


def redo(row: Credential) -> bool:
    """All of it anew, 120 days before three years are over; missed, it expires without grace."""
    if is_past_its_years(row):
        row = credentials.expire(by=None, credential=row)
        credential_mail.tell(row, "past_its_years")
        return True
    if row.status not in LIVE or row.decided_on is None or redo_starts_on(row.decided_on) > today():
        return False
    row = credentials.restart(by=None, credential=row)
    credential_mail.tell(row, "restarted")
    return True


def _relink(row: Credential) -> None:
    """Telehealth in a state may rest on another prescriber's license from now on."""
    if row.type == CredentialType.STATE_LICENCE and row.practitioner_id:
        people.follow(Location.objects.filter(roles__practitioner=row.practitioner_id).distinct())


CLOCKS = (
    (past_its_end, expire),
    (in_its_last_months, redo),
    (near_its_end, remind),
    (unanswered, close_unanswered),
    (silent, ask_again),
)
