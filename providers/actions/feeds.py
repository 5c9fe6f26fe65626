"""How old each register's file is: for the board, the health check and the public page.

A whole file says what the changes before it said, so a feed of changes is as young as the whole file is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from providers.models import Feed, FeedLoad
from providers.models.feed import CADENCE_DAYS, LoadStatus

WHOLE = {Feed.NPPES_WEEKLY: Feed.NPPES, Feed.LEIE_SUPPLEMENT: Feed.LEIE}
# Without these nobody may say that somebody is not excluded; the others are a help, and one can do without.
NEEDED = (Feed.LEIE, Feed.EXCLUSION_RUN)


@dataclass(frozen=True)
class Age:
    """newest: the last load that was done; None: never. days: since the day it speaks for, or whole does.

    whole: the last load of the file that says all that this feed's changes said.
    """

    feed: Feed
    newest: FeedLoad | None
    today: datetime.date
    whole: FeedLoad | None = None

    @property
    def speaks_for(self) -> datetime.date | None:
        if self.newest is None:
            return None
        return max(day_of(load) for load in (self.newest, self.whole) if load is not None)

    @property
    def days(self) -> int | None:
        return None if self.speaks_for is None else (self.today - self.speaks_for).days

    @property
    def cadence(self) -> int:
        return CADENCE_DAYS[self.feed]

    @property
    def is_needed(self) -> bool:
        return self.feed in NEEDED

    @property
    def is_old(self) -> bool:
        """Past its rhythm, or never read although nobody can do without it."""
        return self.is_needed if self.days is None else self.days > self.cadence


def day_of(load: FeedLoad) -> datetime.date:
    return load.published_on or load.started_at.date()


def ages(today: datetime.date) -> list[Age]:
    """Every feed, in the order of Feed. One query."""
    done = FeedLoad.objects.filter(status=LoadStatus.DONE).order_by("feed", "-published_on", "-started_at")
    newest = {Feed(load.feed): load for load in done.distinct("feed")}
    return [Age(feed, newest.get(feed), today, newest.get(WHOLE.get(feed, feed))) for feed in Feed]


@dataclass(frozen=True)
class State:
    """late: past their rhythm. unread: never read. Both by their codes, in the order of Feed."""

    late: list[str]
    unread: list[str]


def state_of(newest: Iterable[tuple[str, datetime.date]], today: datetime.date) -> State:
    """From the newest day of each feed that was ever read: for callers who ask the database themselves."""
    days = {Feed(feed): day for feed, day in newest if feed in Feed.values}
    late = [
        feed.value
        for feed, day in sorted(days.items(), key=lambda pair: list(Feed).index(pair[0]))
        if (today - max(day, days.get(WHOLE.get(feed, feed), day))).days > CADENCE_DAYS[feed]
    ]
    return State(late, [feed.value for feed in Feed if feed not in days])
