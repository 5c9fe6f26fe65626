"""Gate: how near the day of expiry is: 90, 30 or 7 days, or past."""

from __future__ import annotations

import datetime

from providers.models.vocabulary import CheckResult, Gate

from .looks import Look, difference

BANDS = (7, 30, 90)
PAST = 0


def band(expires_on: datetime.date | None, today: datetime.date) -> int | None:
    """7, 30 or 90: at most so many days are left; PAST: its day is over; None: more, or it has no end."""
    if expires_on is None:
        return None
    left = (expires_on - today).days
    if left < 0:
        return PAST
    return next((days for days in BANDS if left <= days), None)


def look(expires_on: datetime.date | None, today: datetime.date) -> Look | None:
    """None for what has no end. The day itself still counts as good."""
    if expires_on is None:
        return None
    within = band(expires_on, today)
    found = {"expires_on": expires_on.isoformat(), "within_days": within}
    if within != PAST:
        return Look(Gate.EXPIRY, CheckResult.AGREES, found)
    wrong = difference("expires_on", expires_on.isoformat(), "this day is past")
    return Look(Gate.EXPIRY, CheckResult.DIFFERS, {**found, "differs": [wrong]})
