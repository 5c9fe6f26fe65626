"""The long clocks of a credential: three years from the decision, and the start of the work anew before."""

from __future__ import annotations

import datetime

YEARS = 3
REDO_AHEAD_DAYS = 120


def redo_due_on(decided_on: datetime.date) -> datetime.date:
    """36 months after the decision; for 29 February, the 28th."""
    day = min(decided_on.day, 28) if decided_on.month == 2 else decided_on.day
    return decided_on.replace(year=decided_on.year + YEARS, day=day)


def redo_starts_on(decided_on: datetime.date) -> datetime.date:
    return redo_due_on(decided_on) - datetime.timedelta(days=REDO_AHEAD_DAYS)
