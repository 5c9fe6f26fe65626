"""Of a crowd only the nearest are counted; the list itself stays complete and in order."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from providers.actions import search_density
from providers.models import SearchDensity, SearchRow
from providers.search import crowd, remembered, result_page
from providers.search.area import Around, Inside
from providers.search.criteria import Criteria
from providers.search.engine import Search
from providers.search.predicates import Predicates
from tests import factories
from tests.search import naive, world
from tests.search.test_search_counts import CENTRE, criteria

FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def listings(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        assert not SearchRow.objects.exists()
        yield [one for one in world.build(90, seed=11) if one.latitude is not None]
        world.clear()


@pytest.fixture
def counted(listings, db):
    factories.place("city", "Boulder", "CO", latitude=CENTRE[0], longitude=CENTRE[1])
    search_density.refresh()
    return listings


def miles_to(one):
    return naive.haversine(*CENTRE, one.latitude, one.longitude)


@pytest.mark.django_db
@FEW
@given(wanted=criteria(), near=st.sampled_from([2, 6, 12]))
def test_what_is_counted_is_what_lies_near(listings, wanted, near):
    today = timezone.localdate()
    found = Search(Around(*CENTRE, 25), Predicates(wanted, today), counted_miles=near).tally()
    there = [one for one in listings if miles_to(one) <= near]
    assert found.total == len(naive.results(there, wanted, today))
    assert found.stale == len(naive.hidden(there, wanted, today))


@pytest.mark.django_db
@FEW
@given(
    wanted=criteria(), near=st.sampled_from([0.5, 2, 6, 12]), sort=st.sampled_from(["distance", "confirmed"])
)
def test_the_list_leaves_nothing_out(listings, wanted, near, sort):
    today = timezone.localdate()
    whole = Search(Around(*CENTRE, 25), Predicates(wanted, today), sort)
    part = Search(Around(*CENTRE, 25), Predicates(wanted, today), sort, counted_miles=near)
    some, everything = part.tally(), whole.tally()
    for number in range(1, 2 + everything.total // 20):
        assert part.page(number, some) == whole.page(number, everything)


@pytest.mark.parametrize(("count", "within"), [(1, 25), (20, 25), (60, 100), (70, 1000), (91, 1000)])
def test_reach_is_about_as_far_as_so_many_are(counted, count, within):
    (miles,) = crowd.reach(*CENTRE, (count,), 0.0, within)
    away = sorted(miles_to(one) for one in counted)
    if count > len([far for far in away if far <= within]):
        assert miles is None
    else:
        assert miles == pytest.approx(away[count - 1], abs=1.5)


def test_reach_beyond_counts_only_what_is_farther(counted):
    near, far = crowd.reach(*CENTRE, (1, 30), 10.0, 500.0)
    away = sorted(miles_to(one) for one in counted if miles_to(one) > 10)
    assert (near, far) == (pytest.approx(away[0], abs=1.5), pytest.approx(away[29], abs=1.5))


def test_each_location_is_in_one_cell_of_each_grid(counted):
    positions = SearchRow.objects.filter(z__isnull=False).count()
    for grid in (0, 1, 2):
        assert sum(SearchDensity.objects.filter(grid=grid).values_list("locations", flat=True)) == positions


def test_only_a_crowd_is_cut(counted, monkeypatch):
    everybody = Predicates(Criteria(), timezone.localdate())
    assert result_page.counted_miles(Around(*CENTRE, 25), everybody) is None
    monkeypatch.setattr(result_page, "COUNTED", 30)
    assert 2 < result_page.counted_miles(Around(*CENTRE, 25), everybody) < 25
    assert result_page.counted_miles(Inside("CO", "", *CENTRE), everybody) is not None
    assert result_page.counted_miles(Inside("CO", "Boulder County", *CENTRE), everybody) is None
    named = Predicates(Criteria(words=("boulder",)), timezone.localdate())
    assert result_page.counted_miles(Around(*CENTRE, 25), named) is None


def test_a_state_with_few_is_counted_whole_though_its_neighbours_have_many(counted, monkeypatch):
    monkeypatch.setattr(result_page, "COUNTED", 30)
    assert (
        result_page.counted_miles(
            Inside("WY", "", 43.0, -107.5), Predicates(Criteria(), timezone.localdate())
        )
        is None
    )


def test_the_page_says_that_it_counted_only_the_nearest(counted, client, monkeypatch):
    address = "/search/?near=Boulder,+CO&within=50"
    monkeypatch.setattr("providers.search.result_page.COUNTED", 30)
    first = client.get(address)
    assert first.context["total_label"].endswith("+")
    assert "counted only the nearest 30." in first.content.decode()
    assert first.context["pager"].pages == 0
    remembered.forget()
    monkeypatch.setattr("providers.search.result_page.COUNTED", 4_000)
    exact = client.get(address).context
    assert first.context["total"] < exact["total"]
    assert [row.pk for row in first.context["rows"]] == [row.pk for row in exact["rows"]]


def test_the_last_page_of_a_crowd_knows_how_many_there_are(counted, client, monkeypatch):
    address = "/search/?near=Boulder,+CO&within=50"
    exact = client.get(address).context["total"]
    remembered.forget()
    monkeypatch.setattr("providers.search.result_page.COUNTED", 30)
    last = -(-exact // 20)
    page = client.get(f"{address}&page={last}")
    assert (page.status_code, page.context["total_label"]) == (200, str(exact))
    assert page.context["pager"].next_url == ""
    beyond = client.get(f"{address}&page={last + 1}")
    assert (beyond.status_code, beyond.context["pager"].number) == (404, last)
    assert beyond.context["total"] == exact
