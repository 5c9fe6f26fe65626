"""What a row of the price editor makes of the dated parts: sums and days worked out by hand."""

import datetime
from decimal import Decimal

import pytest

from providers.actions.price_plan import Part, UnknownPart, plan
from providers.models import Price, Service
from providers.models.first_course import first_course
from providers.models.vocabulary import PriceComponent as C
from providers.models.vocabulary import PriceUnit as U
from providers.models.vocabulary import Route, Setting

TODAY = datetime.date(2026, 11, 23)
YESTERDAY = datetime.date(2026, 11, 22)
JANUARY = datetime.date(2026, 1, 1)
NEXT_YEAR = datetime.date(2027, 1, 1)
SERVICE = Service(
    pk=1, route=Route.IV, setting=Setting.CLINIC_MONITORED, sessions_first_course=6, interval_days=3
)


def stored(pk=7, amount=450, since=JANUARY, until=None, component=C.SESSION_BUNDLE, per=U.SESSION):
    return Price(
        pk=pk,
        service=SERVICE,
        component=component,
        per=per,
        amount_min=Decimal(amount),
        amount_max=Decimal(amount),
        includes=[],
        valid_from=since,
        valid_to=until,
    )


def part(pk=None, amount=450, to=None, component=C.SESSION_BUNDLE, per=U.SESSION, **over):
    return Part(pk, component, Decimal(amount), Decimal(amount if to is None else to), per, **over)


def days(made):
    """(amount, from, to) of every part as it will be, oldest first."""
    return sorted((int(row.amount_min), row.valid_from, row.valid_to) for row in made.after)


def test_unchanged_part_is_left_alone():
    made = plan(SERVICE, [stored()], [part(7, valid_from=JANUARY)], TODAY)
    assert made.is_empty()


def test_changed_amount_ends_the_old_part_and_begins_a_new_one():
    made = plan(SERVICE, [stored()], [part(7, 500, valid_from=JANUARY)], TODAY)
    assert days(made) == [(450, JANUARY, YESTERDAY), (500, TODAY, None)]
    assert made.problems == []


def test_announced_amount_begins_on_its_day():
    made = plan(SERVICE, [stored()], [part(7, 500, valid_from=NEXT_YEAR)], TODAY)
    assert days(made) == [(450, JANUARY, datetime.date(2026, 12, 31)), (500, NEXT_YEAR, None)]


def test_part_that_began_today_is_corrected_in_its_place():
    made = plan(SERVICE, [stored(since=TODAY)], [part(7, 500, valid_from=TODAY)], TODAY)
    assert days(made) == [(500, TODAY, None)]


def test_removed_part_ended_yesterday_and_one_of_today_is_gone():
    gone = plan(SERVICE, [stored()], [part(7, is_removed=True)], TODAY)
    assert days(gone) == [(450, JANUARY, YESTERDAY)]
    assert plan(SERVICE, [stored(since=TODAY)], [part(7, is_removed=True)], TODAY).after == []


def test_later_part_ends_an_earlier_one_that_has_no_end():
    made = plan(SERVICE, [stored()], [part(amount=500, valid_from=NEXT_YEAR)], TODAY)
    assert days(made) == [(450, JANUARY, datetime.date(2026, 12, 31)), (500, NEXT_YEAR, None)]
    assert [row.pk for row in made.ended] == [7]


@pytest.mark.parametrize(
    "parts",
    [
        [part(amount=400), part(amount=500)],
        [part(7, valid_from=JANUARY), part(amount=500)],
        [part(7, valid_from=JANUARY), part(amount=500, valid_from=JANUARY)],
    ],
)
def test_two_equal_parts_are_named(parts):
    made = plan(SERVICE, [stored()], parts, TODAY)
    assert [(problem.index, problem.field) for problem in made.problems][-1] == (1, "component")


def test_part_inside_the_days_of_another_is_named():
    old = stored(since=JANUARY, until=datetime.date(2026, 6, 30))
    made = plan(SERVICE, [old], [part(amount=500, valid_from=datetime.date(2026, 5, 1))], TODAY)
    assert [(problem.field, "30 Jun 2026" in problem.sentence) for problem in made.problems] == [
        ("valid_from", True)
    ]


def test_price_that_ends_before_it_starts_is_named():
    made = plan(SERVICE, [], [part(valid_from=TODAY, valid_to=YESTERDAY)], TODAY)
    assert [problem.field for problem in made.problems] == ["valid_to"]


def test_two_parts_may_trade_places():
    rows = [
        stored(7, 450, TODAY),
        stored(8, 200, TODAY, component=C.CONSULTATION, per=U.COURSE),
    ]
    traded = [
        part(7, 450, component=C.CONSULTATION, per=U.COURSE, valid_from=TODAY),
        part(8, 200, valid_from=TODAY),
    ]
    made = plan(SERVICE, rows, traded, TODAY)
    assert made.problems == []
    assert {(row.component, int(row.amount_min)) for row in made.after} == {
        (C.CONSULTATION, 450),
        (C.SESSION_BUNDLE, 200),
    }


def test_row_of_another_service_is_unknown():
    with pytest.raises(UnknownPart):
        plan(SERVICE, [stored()], [part(999)], TODAY)


def test_first_course_of_what_is_typed_is_the_sum_by_hand():
    typed = [
        part(amount=400, to=800),
        part(amount=150, to=300, component=C.CONSULTATION, per=U.COURSE),
        part(amount=125, component=C.MEMBERSHIP, per=U.MONTH),
        part(amount=75, component=C.NO_SHOW_FEE),
    ]
    course = first_course(SERVICE, plan(SERVICE, [], typed, TODAY).after, TODAY)
    # 6 x 400 + 150 + 1 month (18 days) x 125, and 6 x 800 + 300 + 125
    assert (course.low, course.high) == (Decimal(2675), Decimal(5225))


def test_clinic_price_is_never_too_small_for_want_of_a_part():
    course = first_course(SERVICE, plan(SERVICE, [], [part(amount=590)], TODAY).after, TODAY)
    assert course.low is None
    assert course.missing == (C.CONSULTATION,)
