"""What a patient is told of a credential, and how old the clinic's word is: by dates, day by day."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models import Freshness
from providers.models.credential import current_until, standing
from providers.models.vocabulary import CredentialStatus, Standing

TODAY = datetime.date(2026, 3, 12)
days = st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 1, 1))


def on(ago):
    return TODAY - datetime.timedelta(days=ago)


@pytest.mark.parametrize(
    ("status", "checked", "left", "told"),
    [
        ("active", 0, 365, Standing.CURRENT),
        ("active", 120, 365, Standing.CURRENT),
        ("active", 121, 365, Standing.NOT_CONFIRMED),
        ("active", 20, 91, Standing.CURRENT),
        ("active", 20, 90, Standing.EXPIRING),
        ("expiring", 20, 0, Standing.EXPIRING),
        ("active", 20, -1, Standing.EXPIRED),  # nobody needs to have run a job
        ("expired", 20, 30, Standing.EXPIRED),
        ("suspended", 20, 365, Standing.SUSPENDED),
        ("revoked", 20, 365, Standing.SUSPENDED),
        *[
            (status, 20, 365, Standing.NOT_CONFIRMED)
            for status in (
                "claimed", "incomplete", "identity_matched", "source_requested", "source_unavailable",
                "source_checked", "discrepancy", "provider_reply", "in_review", "denied", "appeal",
                "withdrawn",
            )
        ],
    ],
)  # fmt: skip
def test_what_is_told(status, checked, left, told):
    assert standing(status, on(checked), on(-left), TODAY) == told


def test_a_credential_without_an_end_is_good_while_its_check_is():
    assert standing("active", on(120), None, TODAY) == Standing.CURRENT
    assert standing("active", on(121), None, TODAY) == Standing.NOT_CONFIRMED


def test_a_credential_that_nobody_checked_is_not_confirmed():
    assert standing("active", None, on(-365), TODAY) == Standing.NOT_CONFIRMED


@given(st.sampled_from(CredentialStatus.values), st.none() | days, st.none() | days, days)
def test_current_until_is_the_last_good_day(status, checked_on, expires_on, today):
    told = standing(status, checked_on, expires_on, today)
    last = current_until(status, checked_on, expires_on)

    assert (told in (Standing.CURRENT, Standing.EXPIRING)) == (last is not None and today <= last)


@pytest.mark.parametrize(
    ("age", "freshness"),
    [
        (-1, "fresh"), (0, "fresh"), (90, "fresh"), (91, "ageing"), (180, "ageing"), (181, "stale"),
        (4000, "stale"),
    ],
)  # fmt: skip
def test_freshness_by_age_in_days(age, freshness):
    assert Freshness.of(on(age), TODAY) == freshness


def test_never_confirmed_is_its_own_answer():
    assert Freshness.of(None, TODAY) == Freshness.NEVER
