"""Several people at the queue at the same moment, on connections of their own."""

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from providers.actions import case_holding, case_upkeep
from providers.models import Case
from tests import cast, factories
from tests.queue_of_cases import about_a_report
from tests.together import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def people(number):
    return [
        cast._staff(f"reviewer{one}", *cast.REVIEWS)  # as many of a kind as the test wants
        for one in range(number)
    ]


def test_no_case_goes_to_two():
    place = factories.published_listing()
    for field in ("hours", "phone", "price"):
        about_a_report(place, field)
    takers = [lambda person=person: case_holding.take_next(by=person) for person in people(6)]
    got = [case for case in at_once(*takers) if case is not None]
    assert len(got) == len({case.pk for case in got}) == 3
    assert Case.objects.filter(held_by__isnull=False).count() == 3


def test_one_case_by_choice_goes_to_one():
    case = about_a_report()
    takers = [lambda person=person: case_holding.take(by=person, case=case) for person in people(4)]
    assert kinds(at_once(*takers)) == ["Case", *["TransitionRefused"] * 3]


def test_what_is_over_goes_to_one():
    case = about_a_report()
    case_holding.take(by=cast.reviewer(), case=case)
    Case.objects.update(held_until=timezone.now() - datetime.timedelta(seconds=1))
    takers = [lambda person=person: case_holding.take_next(by=person) for person in people(4)]
    got = [one for one in at_once(*takers) if one is not None]
    assert [one.pk for one in got] == [case.pk]


def test_a_case_that_somebody_is_just_changing_is_passed_over_and_not_waited_for():
    place = factories.published_listing()
    first, second = about_a_report(place, "safety"), about_a_report(place, "hours")
    person = cast.reviewer()
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=first.pk)
        (got,) = at_once(lambda: case_holding.take_next(by=person))
    assert got == second


def test_two_repairs_at_once_open_one_case():
    factories.licence(status="claimed")
    results = at_once(case_upkeep.follow_all, case_upkeep.follow_all)
    assert sum(done["opened"] for done in results) == 1
    assert Case.objects.count() == 1
