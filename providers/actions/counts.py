"""How often locations are shown, opened and chosen: gathered in memory, added to the week now and then.

Nothing of the visitor comes in here. What a killed process had gathered is lost: half a minute at most.
"""

from __future__ import annotations

import atexit
import datetime
import logging
import time
from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Any

from django.db import Error, connection
from django.utils import timezone

from providers.models.provider import LISTED, WITH_ITS_OWNER
from providers.models.weekly_count import Counted

logger = logging.getLogger(__name__)

EVERY_SECONDS = 30.0
ENTRIES = 500
MOST_ENTRIES = 10 * ENTRIES  # while the database does not answer
LARGEST_KEY = 2**63

# Only what search lists, whatever was sent to us; in one order, so that two processes do not wait in a ring.
ADD = """
    INSERT INTO providers_weeklycount (location_id, week, what, count)
    SELECT t.location, t.week, t.what, t.times
    FROM unnest(%(locations)s::bigint[], %(weeks)s::date[], %(whats)s::text[], %(times)s::int[])
         AS t (location, week, what, times)
    JOIN providers_location l ON l.id = t.location AND l.closed_on IS NULL
    JOIN providers_provider p ON p.id = l.provider_id
    WHERE p.status = ANY(%(listed)s) OR (p.is_in_register AND p.status = ANY(%(with_owner)s))
    ORDER BY t.location, t.week, t.what
    ON CONFLICT (location_id, week, what)
    DO UPDATE SET count = providers_weeklycount.count + EXCLUDED.count
"""

Entry = tuple[int, datetime.date, str]


class Tally:
    """What this process has counted since it last wrote. Safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: Counter[Entry] = Counter()
        self._since = 0.0
        self._writes_at_exit = False

    def add(self, what: Counted, locations: Iterable[int]) -> None:
        """Asks no database. Past the limit, what is new is dropped."""
        week = monday(timezone.now().date())
        with self._lock:
            if not self._entries:
                self._since = time.monotonic()
            for pk in locations:
                entry = (pk, week, what.value)
                if 0 < pk < LARGEST_KEY and (entry in self._entries or len(self._entries) < MOST_ENTRIES):
                    self._entries[entry] += 1
            if not self._writes_at_exit:
                self._writes_at_exit = True
                atexit.register(self.write)

    def write_if_due(self) -> None:
        with self._lock:
            waited = time.monotonic() - self._since
            is_due = bool(self._entries) and (waited >= EVERY_SECONDS or len(self._entries) >= ENTRIES)
        if is_due:
            self.write()

    def write(self) -> None:
        """One statement. A count is never worth an error: what cannot be written is dropped."""
        entries = sorted(self.take().items())
        if not entries:
            return
        try:
            add_to_weeks(entries)
        except Error:
            logger.warning("%d counts could not be written.", len(entries))

    def take(self) -> Counter[Entry]:
        """What there is; and begins anew."""
        with self._lock:
            taken, self._entries = self._entries, Counter()
            return taken


def add_to_weeks(entries: list[tuple[Entry, int]]) -> None:
    values: dict[str, Any] = {
        "locations": [location for (location, _week, _what), _times in entries],
        "weeks": [week for (_location, week, _what), _times in entries],
        "whats": [what for (_location, _week, what), _times in entries],
        "times": [times for _entry, times in entries],
        "listed": [status.value for status in LISTED],
        "with_owner": [status.value for status in WITH_ITS_OWNER],
    }
    with connection.cursor() as cursor:
        cursor.execute(ADD, values)


def monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())


tally = Tally()
