"""A location's opening hours, in its own time. No hours at all means that they are not stated."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Location, OpeningHours, User

from . import search_index
from .refusals import refuse_unless
from .stated import hold, vouch
from .versions import refuse_stale, version_of


class Span(NamedTuple):
    """weekday: 0 is Monday."""

    weekday: int
    opens: datetime.time
    closes: datetime.time


def version(location: Location) -> str:
    return version_of(hours_of(location))


def hours_of(location: Location) -> list[OpeningHours]:
    return list(OpeningHours.objects.filter(location=location).order_by("weekday", "opens"))


@transaction.atomic
def save(*, by: User, location: Location, version: str, spans: Iterable[Span]) -> None:
    """A span that is still there keeps its evidence. Raises Stale or TransitionRefused."""
    hold(location.provider)
    rows = {Span(row.weekday, row.opens, row.closes): row for row in hours_of(location)}
    refuse_stale(version, rows.values())
    wanted = set(spans)
    refuse_unless(not overlapping(wanted), _("Two spans of one day overlap."))
    gone, fresh = rows.keys() - wanted, sorted(wanted - rows.keys())
    with pghistory.context(event="edit_hours", by=by.pk):
        OpeningHours.objects.filter(pk__in=[rows[span].pk for span in gone]).delete()
        for span in fresh:
            vouch(OpeningHours(location=location, **span._asdict()), by=by)
    if gone or fresh:
        search_index.reindex([location.pk])


def overlapping(spans: Iterable[Span]) -> list[Span]:
    """Those that begin before an earlier one of their day has ended; each ends after it begins."""
    ordered = sorted(spans)
    return [later for earlier, later in pairwise(ordered) if _overlap(earlier, later)] + [
        span for span in ordered if span.opens >= span.closes
    ]


def _overlap(earlier: Span, later: Span) -> bool:
    return earlier.weekday == later.weekday and later.opens < earlier.closes
