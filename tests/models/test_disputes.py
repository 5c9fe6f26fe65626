"""Three independent reports grey a field until a later word: computed from rows and dates."""

import datetime

import pytest
from django.utils import timezone

from providers.actions import listings, report_steps
from providers.models import Location, Price
from providers.models.disputes import NONE, ROWS, disputes_of
from providers.models.vocabulary import ReportedField

from .. import cast, factories, reporting

pytestmark = pytest.mark.django_db

FIELDS = list(ReportedField.values)
TODAY = datetime.date(2026, 3, 10)
AT_NOON = "2026-03-10 12:00:00+00:00"


@pytest.fixture
def site(time_machine):
    time_machine.move_to(AT_NOON)
    place = factories.published_listing(last_confirmed_on=datetime.date(2026, 3, 1))
    factories.opening_hours(place)
    return place


def told(site):
    return disputes_of([site.pk], timezone.localdate()).get(site.pk, NONE)


@pytest.mark.parametrize("field", FIELDS)
def test_two_say_nothing_yet_and_three_do(site, field):
    reporting.filed(site, field, visitor=1)
    reporting.filed(site, field, visitor=2)
    assert told(site) == NONE
    reporting.filed(site, field, visitor=3)
    assert told(site).reported == {field}


def test_one_visitor_is_one_however_often(site):
    for _time in range(3):
        reporting.filed(site, visitor=1)
    assert told(site) == NONE


def test_three_about_three_fields_or_places_are_not_three(site):
    for number, field in enumerate(("phone", "price", "hours"), 1):
        reporting.filed(site, field, visitor=number)
    reporting.filed(factories.location(site.provider), visitor=4)
    reporting.filed(factories.location(site.provider), visitor=5)
    assert told(site) == NONE


def test_settling_ends_it(site):
    first, _second, _third = reporting.by_three(site)
    report_steps.triage(by=cast.operator(), report=first)
    reporting.settled(first, "upheld_as_is")
    assert told(site).reported == set()
    assert [(one.field, one.status, one.on) for one in told(site).outcomes] == [
        ("phone", "upheld_as_is", TODAY)
    ]


@pytest.mark.parametrize("field", [field for field in FIELDS if field in ROWS])
def test_a_later_word_on_the_field_ends_it(site, field):
    reporting.by_three(site, field)
    table = ROWS[field][0][0]
    rows = {
        "providers_location": Location.objects.filter(pk=site.pk),
        "providers_openinghours": site.opening_hours,
        "providers_price": Price.objects.filter(service__location=site),
        "providers_coverage": site.coverages,
        "providers_service": site.services,
        "providers_practitionerrole": site.roles,
    }[table].all()
    rows.update(confirmed_on=TODAY, basis="public_import")
    assert told(site).reported == {field}
    rows.update(confirmed_on=TODAY + datetime.timedelta(days=1), basis="provider_attested")
    assert told(site) == NONE


def test_the_word_of_the_whole_listing_ends_all(site, time_machine):
    reporting.by_three(site, "price")
    reporting.by_three(site, "other")
    time_machine.move_to("2026-03-11 12:00:00+00:00")
    listings.confirm(by=cast.owner(site.provider), provider=site.provider)
    assert told(site) == NONE


def test_what_we_could_not_find_out_stays_flagged_until_a_later_word(site, time_machine):
    report = reporting.triaged(site)
    report_steps.leave_unresolved(by=cast.reviewer(), report=report, reason="Two answers.")
    reporting.settled(report, "flagged")
    assert (told(site).flagged, told(site).reported) == ({"phone"}, set())
    Location.objects.update(confirmed_on=TODAY + datetime.timedelta(days=1))
    assert told(site) == NONE


def test_outcomes_are_told_for_a_year(site, time_machine):
    reporting.settled(reporting.triaged(site))
    time_machine.move_to("2027-03-09 12:00:00+00:00")
    assert len(told(site).outcomes) == 1
    time_machine.move_to("2027-03-12 12:00:00+00:00")
    assert told(site) == NONE


def test_it_is_one_query_for_any_number(site, django_assert_num_queries):
    others = [factories.location(site.provider).pk for _n in range(2)]
    reporting.by_three(site)
    with django_assert_num_queries(1):
        assert set(disputes_of([site.pk, *others], TODAY)) == {site.pk}
    assert disputes_of([], TODAY) == {}


@pytest.mark.django_db(transaction=True)
def test_on_the_same_day_the_moment_decides():
    """Without a frozen clock: the database's own moments stand in the history."""
    place = factories.published_listing()
    factories.opening_hours(place, basis="public_import", source="A register")
    reporting.by_three(place, "hours")
    assert told(place).reported == {"hours"}
    row = place.opening_hours.get()
    row.basis, row.confirmed_on = "provider_attested", timezone.localdate()
    row.save()
    assert told(place) == NONE
    for visitor in (4, 5, 6):
        reporting.filed(place, "hours", visitor=visitor)
    assert told(place).reported == {"hours"}
