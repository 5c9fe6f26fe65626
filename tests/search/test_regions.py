"""Region pages: only places with something to show, with counts that agree with the listings."""

import re

import pytest
from django.urls import reverse

from providers.models.place import PlaceKind
from providers.models.vocabulary import ListingStatus
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def colorado():
    factories.place(
        PlaceKind.STATE, "Colorado", "CO", code="CO", slug="colorado", latitude=39.0, longitude=-105.5
    )
    factories.place(
        PlaceKind.STATE, "Wyoming", "WY", code="WY", slug="wyoming", latitude=43.0, longitude=-107.5
    )
    for name, lat, lng in (("Boulder", 40.015, -105.2705), ("Denver", 39.7392, -104.9903)):
        factories.place(PlaceKind.CITY, name, "CO", latitude=lat, longitude=lng)
    factories.place(
        PlaceKind.COUNTY, "Boulder County", "CO", slug="boulder-county", search_key="boulder",
        latitude=40.09, longitude=-105.36,
    )  # fmt: skip


def page(client, *path, status=200):
    name = "region_place" if len(path) > 1 else "region_state"
    response = client.get(reverse(name, args=path))
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_state_page_counts_routes_prices_and_verified(client, colorado):
    factories.published_listing(session=450)
    factories.published_listing(at=factories.DENVER, session=700, licence={"status": "claimed"})
    text = page(client, "colorado")
    assert "2 places" in text
    assert "current at 1 of them (50%)" in text
    assert "IV infusion $450-700 stated by 2 places" in text
    assert "Boulder 1" in text
    assert "Denver 1" in text


@pytest.mark.parametrize(
    "path", [("wyoming",), ("atlantis",), ("colorado", "denver"), ("colorado", "nowhere")]
)
def test_place_without_listings_is_404_with_a_search_box(client, colorado, path):
    factories.published_listing()
    assert "ZIP, city or state" in page(client, *path, status=404)


def test_city_page_shows_that_city_alone_and_its_neighbours(client, colorado):
    here = factories.published_listing()
    there = factories.published_listing(at=factories.DENVER)
    text = page(client, "colorado", "boulder")
    assert here.provider.display_name in text
    assert there.provider.display_name not in text
    assert "Denver, CO 1" in text


def test_county_page_lists_what_lies_inside_its_border(client, colorado):
    here = factories.published_listing()
    factories.published_listing(at=factories.DENVER)
    text = page(client, "colorado", "boulder-county")
    assert here.provider.display_name in text
    assert "One place." in text


def test_stale_and_withheld_listings_do_not_count(client, colorado):
    factories.published_listing()
    factories.published_listing(last_confirmed_on=factories.facts.day(181))
    factories.published_listing(status=ListingStatus.SUSPENDED, last_confirmed_on=None)
    assert "One place." in page(client, "colorado")


def test_confirmed_comes_before_imported(client, colorado):
    imported = factories.unclaimed_listing()
    confirmed = factories.published_listing(session=None)
    text = page(client, "colorado")
    assert text.index(confirmed.provider.display_name) < text.index(imported.provider.display_name)


def test_page_costs_the_same_for_one_and_for_three(client, colorado, django_assert_num_queries):
    for _n in range(3):
        factories.published_listing()
        with django_assert_num_queries(9):
            page(client, "colorado")


def test_page_past_the_end_is_404(client, colorado):
    factories.published_listing()
    assert client.get(reverse("region_state", args=["colorado"]) + "?page=2").status_code == 404
    assert client.get(reverse("region_state", args=["colorado"]) + "?page=x").status_code == 404


def test_list_of_states_links_to_each_with_its_count(client, colorado):
    factories.published_listing()
    html = client.get(reverse("regions")).content.decode()
    assert reverse("region_state", args=["colorado"]) in html
    assert reverse("region_state", args=["wyoming"]) not in html
