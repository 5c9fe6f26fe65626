"""Every number that a search shows is what running that search gives, by rules written a second time."""

from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from providers.models import SearchRow
from providers.models.search_row import LANGUAGES
from providers.models.vocabulary import AccessFeature, AgeGroup
from providers.search import elsewhere
from providers.search.area import Around, Inside, Reaching
from providers.search.criteria import Criteria
from providers.search.engine import Search
from providers.search.predicates import GROUPS, Predicates
from tests.search import naive, world

CENTRE = (40.015, -105.2705)
SHORT = {
    "route": ["iv", "im", "sublingual_lozenge", "rectal"],
    "setting": ["in_clinic_monitored", "home_peer_only"],
    "condition": ["ptsd", "trd", "crps"],
    "insurance": ["medicaid", "commppo", "tricare"],
    "age": AgeGroup.values,
    "credential": ["MD", "CRNA", "RN"],
    "language": list(LANGUAGES[:3]),
    "access": AccessFeature.values[:3],
}


def some_of(values):
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


def criteria():
    return st.builds(
        Criteria,
        **{name: st.one_of(st.just(()), some_of(values)) for name, values in SHORT.items()},
        **{name: st.sampled_from([None, None, 449, 450, 3000]) for name in ("max_session_price",)},
        max_course_price=st.sampled_from([None, None, None, 2896, 2897, 6000]),
        **{name: st.sampled_from([False, False, False, True]) for name in (*naive.FLAGS, "stale")},
    )


@pytest.fixture(scope="module")
def listings(django_db_setup, django_db_blocker):
    """One world for the module: every test only reads it, and it is taken down at the end."""
    with django_db_blocker.unblock():
        before = set(SearchRow.objects.values_list("pk", flat=True))
        assert not before
        yield world.build(90, seed=7)
        world.clear()


EXHAUSTIVE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria())
def test_every_count_is_what_choosing_it_would_give(listings, wanted):
    today = timezone.localdate()
    there = [one for one in listings if one.latitude is not None]
    tally = Search(Around(*CENTRE, 100), Predicates(wanted, today)).tally()
    assert tally.total == len(naive.results(there, wanted, today))
    assert tally.stale == len(naive.hidden(there, wanted, today))
    for group, lane in GROUPS.items():
        expected = {
            code: len(naive.results(there, replace(wanted, **{group: (code,)}), today)) for code in lane.codes
        }
        assert {code: tally.of(group, code) for code in lane.codes} == expected, group
    for flag in naive.FLAGS:
        assert tally.of(flag, flag) == len(naive.results(there, replace(wanted, **{flag: True}), today)), flag


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria(), miles=st.sampled_from([5, 10, 25]), sort=st.sampled_from(["distance", "confirmed"]))
def test_pages_hold_the_matches_in_the_order_of_the_rule(listings, wanted, miles, sort):
    today = timezone.localdate()
    complete = dict(SearchRow.objects.values_list("pk", "completeness"))
    search = Search(Around(*CENTRE, miles), Predicates(wanted, today), sort)
    tally = search.tally()
    found = [hit for number in range(1, 2 + tally.total // 20) for hit in search.page(number, tally)]
    by_pk = {one.pk: one for one in listings}
    away = {
        pk: naive.haversine(*CENTRE, by_pk[pk].latitude, by_pk[pk].longitude)
        for pk in naive.results([one for one in listings if one.latitude is not None], wanted, today)
    }

    def rank(pk):
        one = by_pk[pk]
        newest = -(naive.confirmed_on(one).toordinal() if naive.confirmed_on(one) else 0)
        first = (newest,) if sort == "confirmed" else ()
        return (*first, round(away[pk] * 10), one.provider.is_unconfirmed, -complete[pk], pk)

    assert [hit.pk for hit in found] == sorted((pk for pk in away if away[pk] <= miles), key=rank)
    assert [hit.tenths for hit in found] == [round(away[hit.pk] * 10) for hit in found]


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria())
def test_the_cheapest_matching_course_comes_first_and_unknown_last(listings, wanted):
    today = timezone.localdate()
    search = Search(Around(*CENTRE, 100), Predicates(wanted, today), "course_price")
    tally = search.tally()
    by_pk = {one.pk: one for one in listings}
    found = [hit.pk for number in range(1, 2 + tally.total // 20) for hit in search.page(number, tally)]

    def price(pk):
        known = [o.course for o in naive.offers(by_pk[pk], today) if o.suits(wanted) and o.course is not None]
        return min(known, default=float("inf"))

    assert len(found) == tally.total
    assert [price(pk) for pk in found] == sorted(price(pk) for pk in found)


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria())
def test_a_state_and_its_telehealth_count_alike(listings, wanted):
    today = timezone.localdate()
    visited = [one for one in listings if one.location_type == "physical"]
    inside = Search(Inside("CO", "", *CENTRE), Predicates(wanted, today)).tally()
    assert inside.total == len(naive.results(visited, wanted, today))
    wanted = replace(wanted, verified=False)  # of a licence in the state that is reached: tested by itself
    reaching = [one for one in listings if "WY" in naive.reached(one, today)]
    found = Search(Reaching("WY"), Predicates(wanted, today))
    assert found.tally().total == len(naive.results(reaching, wanted, today))
    assert {hit.pk for hit in found.best(200, among=1000)} == naive.results(reaching, wanted, today)


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria())
def test_what_a_dropped_filter_brings_back_is_counted_exactly(listings, wanted):
    today = timezone.localdate()
    there = [one for one in listings if one.latitude is not None]
    found = elsewhere.if_dropped(Search(Around(*CENTRE, 100), Predicates(wanted, today)))
    expected = {name: len(naive.results(there, wanted.without(name), today)) for name in wanted.chosen()}
    assert found == {name: count for name, count in expected.items() if count}


@pytest.mark.django_db
@EXHAUSTIVE
@given(wanted=criteria(), miles=st.sampled_from([1, 5, 25]))
def test_the_nearest_outside_are_the_nearest(listings, wanted, miles):
    today = timezone.localdate()
    there = {one.pk: one for one in listings if one.latitude is not None}
    found = elsewhere.nearest_outside(Search(Around(*CENTRE, miles), Predicates(wanted, today)))
    away = sorted(
        naive.haversine(*CENTRE, there[pk].latitude, there[pk].longitude)
        for pk in naive.results(there.values(), wanted, today)
    )
    assert [hit.tenths for hit in found] == [round(far * 10) for far in away if far > miles][:3]
