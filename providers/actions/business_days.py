"""Business days: Monday to Friday, without the federal holidays of the United States."""

from __future__ import annotations

import datetime

from holidays import country_holidays

FEDERAL = country_holidays("US")
DAY = datetime.timedelta(days=1)


def is_business_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in FEDERAL


def add(day: datetime.date, number: int) -> datetime.date:
    """The business day that comes `number` business days after this one; 0: this one, or the next such."""
    while not is_business_day(day):
        day += DAY
    for _step in range(number):
        day += DAY
        while not is_business_day(day):
            day += DAY
    return day


def between(start: datetime.date, end: datetime.date) -> int:
    """How many business days lie after start, up to and with end; negative where end comes first."""
    if end < start:
        return -between(end, start)
    days = (start + DAY * number for number in range(1, (end - start).days + 1))
    return sum(is_business_day(day) for day in days)
