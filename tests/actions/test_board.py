"""The board's figures, against cases and listings that were counted by hand."""

import datetime

import pytest
from django.utils import timezone

from providers.actions import board
from providers.models import Case
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CredentialStatus as C

from .. import factories

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


def report_case(*, age, provider=None, closed_after=None, **over):
    """A case of a report that was opened so many days ago, and maybe closed so many days later."""
    place = factories.location(provider or factories.provider())
    over.setdefault("due_on", TODAY)
    if closed_after is not None:
        opened = NOW - datetime.timedelta(days=age)
        over |= {"state": CaseState.CLOSED, "closed_at": opened + datetime.timedelta(days=closed_after)}
    report = place.reports.create(field="phone", message="It rings out.")
    case = Case.objects.create(kind=CaseKind.REPORT, report=report, provider=place.provider, risk=30, **over)
    Case.objects.filter(pk=case.pk).update(opened_at=NOW - datetime.timedelta(days=age))
    return case


def of(rows, kind=CaseKind.REPORT):
    return next(row for row in rows if row.kind == kind)


def test_open_cases_stand_in_the_column_of_their_age():
    for age in (0.5, 1.5, 4, 9, 30):
        report_case(age=age)
    report_case(age=3, due_on=TODAY - datetime.timedelta(days=1))
    report_case(age=3, state=CaseState.WAITING, wakes_on=TODAY + datetime.timedelta(days=2))
    report_case(age=3, closed_after=1)

    row = of(board.open_cases(NOW, TODAY))

    assert row.ages == [1, 1, 3, 1, 1]
    assert (row.total, row.overdue, row.waiting) == (7, 1, 1)
    assert of(board.open_cases(NOW, TODAY), CaseKind.CLAIM).total == 0


def test_the_time_to_decision_is_that_of_recently_closed_cases():
    for days in range(1, 12):
        report_case(age=40, closed_after=days)
    report_case(age=400, closed_after=200)

    row = of(board.paces(NOW))

    # Of 1 to 11 days the middle is 6, and nine tenths of the way from 1 to 11 is 10.
    assert (row.closed, row.median, row.slow) == (11, pytest.approx(6), pytest.approx(10))
    assert of(board.paces(NOW), CaseKind.CLAIM).median is None


def test_what_is_made_up_is_not_counted():
    report_case(age=3, provider=factories.provider(is_demo=True))
    factories.published_listing(is_demo=True)
    assert of(board.open_cases(NOW, TODAY)).total == 0
    found = board.quality(TODAY)
    assert (found.confirmed.whole, found.priced.whole, found.current.whole) == (0, 0, 0)
    assert found.confirmed.percent is None


def test_the_shares_of_public_listings():
    day = factories.facts.day
    factories.published_listing(last_confirmed_on=day(10))
    factories.published_listing(last_confirmed_on=day(91), session=None)
    factories.published_listing(last_confirmed_on=day(10), status="suspended")

    found = board.quality(TODAY)

    assert (found.confirmed.part, found.confirmed.whole) == (1, 2)
    assert (found.priced.part, found.priced.percent) == (1, 50)


def test_a_credential_counts_as_current_by_its_dates():
    day = factories.facts.day
    factories.licence()
    factories.licence(checked_on=day(100))
    factories.licence(checked_on=day(121))
    factories.licence(expires_on=day(1))
    factories.licence(status=C.SUSPENDED)
    factories.licence(status=C.REVOKED)
    factories.licence(status=C.IN_REVIEW)

    found = board.quality(TODAY)

    assert (found.current.part, found.current.whole) == (2, 5)
    assert found.checks_overdue == 2


def test_the_board_asks_the_same_number_of_queries_whatever_there_is(django_assert_num_queries):
    for number in (1, 3):
        for _each in range(number):
            report_case(age=2)
            report_case(age=9, closed_after=2)
            factories.published_listing()
        with django_assert_num_queries(4):
            board.open_cases(NOW, TODAY)
            board.paces(NOW)
            board.quality(TODAY)
