"""The gates' rounds: every day what is not decided, and whoever else was not seen for four weeks.

So a month's work is spread over its days, and a day on which nothing ran costs nothing.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from providers.models import Check, Credential, Practitioner, Provider
from providers.models.vocabulary import Gate, ListingStatus

from . import run
from .looks import AGAIN_AFTER

logger = logging.getLogger(__name__)

GONE = (ListingStatus.CLOSED, ListingStatus.MERGED, ListingStatus.REMOVED_BY_REQUEST)


def daily(now: datetime.datetime) -> int:
    """How many were looked at. One that fails is logged and keeps no other waiting."""
    since = now - AGAIN_AFTER
    done = _each(run.on_listing, listings_due(since))
    done += _each(run.on_person, people_due(since))
    return done + _each(run.on_credential, credentials_due(since))


def _each(look: Callable[[int], object], rows: QuerySet) -> int:
    return sum(_one(look, pk) for pk in _keys(rows))


def _keys(rows: QuerySet) -> Iterable[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _one(look: Callable[[int], object], pk: int) -> bool:
    try:
        look(pk)
    except Exception:
        logger.exception("The gates could not look: %s %s", getattr(look, "__name__", look), pk)
        return False
    return True


def listings_due(since: datetime.datetime) -> QuerySet[Provider]:
    """Those with a number that was not looked at lately, be it another number than then."""
    rows: QuerySet[Provider] = Provider.objects.filter(is_demo=False).exclude(npi="")
    return rows.exclude(status__in=GONE).filter(~Exists(_lately("provider", since)))


def people_due(since: datetime.datetime) -> QuerySet[Practitioner]:
    """Those who work somewhere that is still there."""
    at = Q(roles__location__provider__is_demo=False) & ~Q(roles__location__provider__status__in=GONE)
    rows: QuerySet[Practitioner] = Practitioner.objects.exclude(npi="").filter(at).distinct()
    return rows.filter(~Exists(_lately("practitioner", since)))


def _lately(column: str, since: datetime.datetime) -> QuerySet[Check]:
    rows = Check.objects.filter(**{column: OuterRef("pk")}, gate=Gate.NPI_DIGIT, checked_at__gt=since)
    of_number = rows.annotate(number=KeyTextTransform("npi", "found"))
    found: QuerySet[Check] = of_number.filter(number=OuterRef("npi"))
    return found


def credentials_due(since: datetime.datetime) -> QuerySet[Credential]:
    """What is not decided, every day; what is in force, every month."""
    looked = Check.objects.filter(credential=OuterRef("pk"), gate__isnull=False, checked_at__gt=since)
    in_force = Q(status__in=run.LIVE) & ~Exists(looked)
    rows: QuerySet[Credential] = Credential.objects.filter(Q(status__in=run.UNDECIDED) | in_force)
    demo = Q(practitioner__roles__location__provider__is_demo=True)
    return rows.exclude(demo | Q(provider__is_demo=True) | Q(location__provider__is_demo=True))
