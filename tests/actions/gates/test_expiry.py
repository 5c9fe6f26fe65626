"""How near the day of expiry is: the day itself still counts as good."""

import datetime

import pytest

from providers.actions.gates import expiry
from providers.models.vocabulary import CheckResult

TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("left", "band"),
    [(365, None), (91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-400, 0)],
)
def test_ninety_thirty_and_seven_days_and_past(left, band):
    day = TODAY + datetime.timedelta(days=left)
    assert expiry.band(day, TODAY) == band
    result = CheckResult.DIFFERS if band == expiry.PAST else CheckResult.AGREES
    assert expiry.look(day, TODAY).result == result


def test_what_has_no_end_is_not_looked_at():
    assert expiry.look(None, TODAY) is None
