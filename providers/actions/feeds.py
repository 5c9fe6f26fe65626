"""How old each register's file is: for the board, the health check and the public page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from providers.models import Feed, FeedLoad
from providers.models.feed import CADENCE_DAYS, LoadStatus


@dataclass(frozen=True)
class Age:
    """newest: the last load that was done; None: never. days: since the day it speaks for."""

    feed: Feed
    newest: FeedLoad | None
    today: datetime.date

    @property
    def speaks_for(self) -> datetime.date | None:
        return None if self.newest is None else self.newest.published_on or self.newest.started_at.date()

    @property
    def days(self) -> int | None:
        return None if self.speaks_for is None else (self.today - self.speaks_for).days

    @property
    def cadence(self) -> int:
        return CADENCE_DAYS[self.feed]

    @property
    def is_old(self) -> bool:
        return self.newest is None or self.newest.is_old(self.today)


def ages(today: datetime.date) -> list[Age]:
    """Every feed, in the order of Feed. One query."""
    done = FeedLoad.objects.filter(status=LoadStatus.DONE).order_by("feed", "-published_on", "-started_at")
    newest = {load.feed: load for load in done.distinct("feed")}
    return [Age(feed, newest.get(feed.value), today) for feed in Feed]
