"""Business days against the calendar of 2026 as the federal government publishes it."""

import datetime

import pytest

from providers.actions import business_days

D = datetime.date


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (D(2026, 11, 16), 0, D(2026, 11, 16)),  # a Monday
        (D(2026, 11, 14), 0, D(2026, 11, 16)),  # a Saturday
        (D(2026, 11, 13), 1, D(2026, 11, 16)),
        (D(2026, 11, 14), 1, D(2026, 11, 17)),
        (D(2026, 11, 25), 1, D(2026, 11, 27)),  # over Thanksgiving
        (D(2026, 7, 2), 1, D(2026, 7, 6)),  # the 4th of July is a Saturday, kept on Friday
        (D(2026, 12, 31), 1, D(2027, 1, 4)),
        (D(2026, 11, 16), 10, D(2026, 12, 1)),
    ],
)
def test_a_day_so_many_business_days_later(day, number, expected):
    assert business_days.add(day, number) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (D(2026, 11, 16), D(2026, 11, 16), 0),
        (D(2026, 11, 13), D(2026, 11, 16), 1),
        (D(2026, 11, 13), D(2026, 11, 15), 0),
        (D(2026, 11, 16), D(2026, 11, 13), -1),
        (D(2026, 11, 25), D(2026, 11, 30), 2),
    ],
)
def test_business_days_between_two_days(start, end, expected):
    assert business_days.between(start, end) == expected
