"""A ring that is read in place of the whole area holds all that counts as equally near."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from providers.models import Location
from providers.models.geography import EARTH_RADIUS_MILES
from providers.search.area import Around, between_tenths
from providers.search.criteria import Criteria
from providers.search.engine import Search
from providers.search.predicates import Predicates
from tests import factories

CENTRE = (40.0, -105.0)
DEGREES_A_MILE = 57.29577951308232 / EARTH_RADIUS_MILES


def north_of_it(miles, make):
    at = {"latitude": CENTRE[0] + miles * DEGREES_A_MILE, "longitude": CENTRE[1]}
    return make(site=at).pk


@pytest.mark.django_db
@pytest.mark.parametrize("counted_miles", [None, 12.5])
def test_the_confirmed_come_first_on_both_sides_of_a_ring(counted_miles):
    """12.46 and 12.54 miles are both shown as 12.5; a ring of half the 25 miles ends between them."""
    inside = [north_of_it(12.46, factories.unclaimed_listing) for _ in range(21)]
    outside = [north_of_it(12.54, factories.published_listing) for _ in range(3)]
    search = Search(Around(*CENTRE, 25), Predicates(Criteria(), timezone.localdate()))
    search = Search(search.area, search.predicates, counted_miles=counted_miles and between_tenths(12.5))

    first = [hit.pk for hit in search.page(1, search.tally())]

    assert first == [*outside, *inside[:17]]


@given(st.floats(0.1, 3200))
def test_rings_end_between_two_tenths_and_not_farther(miles):
    ring = between_tenths(miles)
    assert ring <= miles
    assert miles - ring < 0.1 + 1e-9
    assert round(ring * 10 % 1, 6) == 0.5


@pytest.mark.django_db
def test_results_that_have_gone_since_they_were_counted_leave_no_gap():
    """Of a crowd the counts may be a minute old: the ring then holds fewer than they say."""
    for number in range(30):
        north_of_it(1 + number / 2, factories.published_listing)
    search = Search(Around(*CENTRE, 25), Predicates(Criteria(), timezone.localdate()), counted_miles=12.45)
    counted = search.tally()
    gone = search.page(1, counted)[:5]
    for hit in gone:
        location = Location.objects.select_related("provider").get(pk=hit.pk)
        location.provider.status = "suspended"
        location.provider.save(update_fields=["status"])
        factories.reindex(location)

    found = search.page(1, counted, most=21)

    assert len(found) == 21
    assert not {hit.pk for hit in gone} & {hit.pk for hit in found}
