"""What makes a file of the NPI register one that must not count, although each of its lines can be read."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format

from providers.models import Feed, FeedLoad, NpiRecord
from providers.models.feed import LoadStatus
from providers.sources.nppes_file import Opened
from providers.sources.reading import UnreadableSourceError

FEEDS = (Feed.NPPES, Feed.NPPES_WEEKLY)
TOLERATED_LINES = 100
TOLERATED_SHARE = 0.02
SMALLEST_SHARE = 0.9


def newest_reading() -> FeedLoad | None:
    """Of all that counted, the one that speaks for the latest day."""
    done = FeedLoad.objects.filter(feed__in=FEEDS, status=LoadStatus.DONE, published_on__isnull=False)
    return done.order_by("-published_on", "-pk").first()


def has_whole_file() -> bool:
    """Only then does the absence of a number say that the register does not know it."""
    return FeedLoad.objects.filter(feed=Feed.NPPES, status=LoadStatus.DONE).exists()


def refuse_another_kind(file: Opened, *, weekly: bool) -> None:
    if file.is_whole is True and weekly:
        raise UnreadableSourceError(f"{file.name} is the whole file: load it without --weekly.")
    if file.is_whole is False and not weekly:
        raise UnreadableSourceError(f"{file.name} is a week's file: load it with --weekly.")


def refuse_old(last_day: datetime.date | None) -> None:
    """An older file would bring back what the register has changed since."""
    newest = newest_reading()
    if newest and newest.published_on and last_day and last_day < newest.published_on:
        raise UnreadableSourceError(
            f"This file ends on {date_format(last_day)}; what is here already stands at "
            f"{date_format(newest.published_on)}."
        )


def gap(first_day: datetime.date | None) -> str:
    """A sentence where days are missing between what is here and what a week's file brings."""
    newest = newest_reading()
    if newest is None:
        return "No whole file was loaded yet: only this week's numbers are known."
    if newest.published_on and first_day and first_day > newest.published_on + datetime.timedelta(days=1):
        return (
            f"The changes between {date_format(newest.published_on)} and {date_format(first_day)} are "
            "missing here; the next whole file brings them."
        )
    return ""


def refuse_damaged(load: FeedLoad) -> None:
    if not load.rows:
        raise UnreadableSourceError("The file holds no row that can be read.")
    if load.rejected > max(TOLERATED_LINES, TOLERATED_SHARE * load.rows):
        raise UnreadableSourceError(f"{load.rejected:,} of its lines cannot be read: the file is damaged.")


def refuse_shrunk(load: FeedLoad) -> None:
    """A file that was cut between two lines looks whole. The register never loses a tenth of its numbers."""
    known = NpiRecord.objects.count()
    if load.rows < SMALLEST_SHARE * known:
        raise UnreadableSourceError(
            f"The file has {load.rows:,} numbers where {known:,} are known here: is it cut off?"
        )
