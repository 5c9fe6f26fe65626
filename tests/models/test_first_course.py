"""The first-course total against sums worked out by hand. A missing part never makes a smaller total."""

import datetime
from decimal import Decimal

import pytest

from providers.models import Price, Service
from providers.models.first_course import first_course
from providers.models.vocabulary import PriceComponent as P
from providers.models.vocabulary import PriceUnit as U
from providers.models.vocabulary import Route, Setting

DAY = datetime.date(2026, 3, 12)
EARLIER = datetime.date(2026, 1, 1)


def iv(sessions=6, interval=3):
    return Service(
        route=Route.IV,
        setting=Setting.CLINIC_MONITORED,
        sessions_first_course=sessions,
        interval_days=interval,
    )


def at_home(sessions=6, interval=5):
    return Service(
        route=Route.LOZENGE,
        setting=Setting.HOME_LIVE,
        sessions_first_course=sessions,
        interval_days=interval,
    )


def part(component, low, high=None, per=U.SESSION, **over):
    facts = {"valid_from": EARLIER, "includes": [], **over}
    high = low if high is None else high
    return Price(component=component, amount_min=Decimal(low), amount_max=Decimal(high), per=per, **facts)


def consultation(low=250, **over):
    return part(P.CONSULTATION, low, per=U.COURSE, **over)


@pytest.mark.parametrize(
    ("service", "prices", "low", "high"),
    [
        # 6 x 450 + 250
        (iv(), [part(P.SESSION_BUNDLE, 450), consultation()], 2950, 2950),
        # 6 x 400 to 800, and 150 to 300 once
        (
            iv(),
            [part(P.SESSION_BUNDLE, 400, 800), part(P.CONSULTATION, 150, 300, per=U.COURSE)],
            2550,
            5100,
        ),
        # the published total that a popular page gets wrong: 590 x 15 is 8,850, and not 7,975
        (iv(15), [part(P.SESSION_BUNDLE, 590, includes=[P.CONSULTATION])], 8850, 8850),
        (iv(15), [part(P.SESSION_BUNDLE, 425, includes=[P.CONSULTATION])], 6375, 6375),
        # medicine and observation apart: 8 x (590 + 160) + 200
        (iv(8), [part(P.DRUG, 590), part(P.OBSERVATION, 160), consultation(200)], 6200, 6200),
        # one price for the whole course
        (iv(None), [part(P.SESSION_BUNDLE, 2400, per=U.COURSE), consultation()], 2650, 2650),
        # at home, by monthly fills: 6 doses five days apart take 30 days, one fill
        (at_home(), [part(P.DRUG, 75, 200, per=U.FILL), consultation()], 325, 450),
        # 12 doses take 60 days, two fills
        (at_home(12), [part(P.DRUG, 75, 200, per=U.FILL), consultation()], 400, 650),
        # membership of 129 a month for 31 days is two months: 6 x 165 + 2 x 129
        (
            at_home(6, 6),
            [
                part(P.SESSION_BUNDLE, 165, includes=[P.CONSULTATION]),
                part(P.MEMBERSHIP, 129, per=U.MONTH),
            ],
            1248,
            1248,
        ),
        # membership that includes the rest
        (
            at_home(),
            [part(P.MEMBERSHIP, 129, per=U.MONTH, includes=[P.SESSION_BUNDLE, P.CONSULTATION])],
            129,
            129,
        ),
        # optional therapy, boosters and missed visits are no part of it
        (
            iv(),
            [
                part(P.SESSION_BUNDLE, 450),
                consultation(),
                part(P.THERAPY, 200),
                part(P.BOOSTER, 450),
                part(P.NO_SHOW_FEE, 100),
            ],
            2950,
            2950,
        ),
    ],
)
def test_totals_worked_out_by_hand(service, prices, low, high):
    course = first_course(service, prices, DAY)
    assert (course.missing, course.low, course.high) == ((), Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("service", "prices", "missing"),
    [
        (iv(), [part(P.SESSION_BUNDLE, 450)], ("consultation",)),
        (iv(), [consultation()], ("session_bundle",)),
        (iv(), [], ("session_bundle", "consultation")),
        (iv(), [part(P.DRUG, 590), consultation()], ("observation",)),
        (iv(None), [part(P.SESSION_BUNDLE, 450), consultation()], ("sessions",)),
        (at_home(6, None), [part(P.DRUG, 75, per=U.FILL), consultation()], ("course_length",)),
        # what a booster includes is not included in the first course
        (
            iv(),
            [part(P.SESSION_BUNDLE, 450), part(P.BOOSTER, 450, includes=[P.CONSULTATION])],
            ("consultation",),
        ),
    ],
)
def test_a_missing_part_means_no_total(service, prices, missing):
    course = first_course(service, prices, DAY)
    assert (course.missing, course.low, course.high) == (missing, None, None)


@pytest.mark.parametrize(
    ("valid_to", "missing"),
    [(None, ()), (DAY, ()), (DAY - datetime.timedelta(days=1), ("session_bundle",))],
)
def test_a_price_that_has_run_out_counts_no_more(valid_to, missing):
    prices = [part(P.SESSION_BUNDLE, 450, valid_to=valid_to), consultation()]
    assert first_course(iv(), prices, DAY).missing == missing


def test_a_price_of_the_future_does_not_count_yet_and_the_newest_of_today_wins():
    tomorrow = DAY + datetime.timedelta(days=1)
    prices = [
        part(P.SESSION_BUNDLE, 500, valid_from=DAY),
        part(P.SESSION_BUNDLE, 450),
        part(P.SESSION_BUNDLE, 900, valid_from=tomorrow),
        consultation(),
    ]
    assert first_course(iv(), prices, DAY).low == 6 * 500 + 250


def test_the_arithmetic_can_be_shown():
    course = first_course(iv(), [part(P.SESSION_BUNDLE, 400, 800), consultation()], DAY)

    shown = [(line.component, line.times, line.low, line.high, line.total_high) for line in course.lines]
    assert shown == [
        ("session_bundle", 6, Decimal(400), Decimal(800), Decimal(4800)),
        ("consultation", 1, Decimal(250), Decimal(250), Decimal(250)),
    ]


@pytest.mark.parametrize(
    ("prices", "session"),
    [
        ([part(P.SESSION_BUNDLE, 400, 800)], (400, 800)),
        ([part(P.DRUG, 590, 600), part(P.OBSERVATION, 160)], (750, 760)),
        ([part(P.DRUG, 590, includes=[P.OBSERVATION])], (590, 590)),
        ([part(P.DRUG, 590)], (None, None)),
        ([part(P.SESSION_BUNDLE, 2400, per=U.COURSE)], (None, None)),
    ],
)
def test_what_one_session_costs(prices, session):
    course = first_course(iv(), prices, DAY)
    assert (course.session_low, course.session_high) == session
