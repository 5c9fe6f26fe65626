"""The weekly counts of a listing, as its people see them."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from providers.actions.counts import monday
from providers.models import WeeklyCount

from .. import cast, factories

pytestmark = pytest.mark.django_db


def count(site, what, times, weeks_ago=0):
    week = monday(timezone.now().date()) - datetime.timedelta(weeks=weeks_ago)
    WeeklyCount.objects.create(location=site, what=what, week=week, count=times)


def page(client, listing, person=None):
    client.force_login(person or cast.editor_of(listing))
    return client.get(reverse("listing_counts", args=[listing.slug]))


def test_weeks_are_newest_first_and_old_ones_are_left_out(client):
    site = factories.published_listing()
    count(site, "opened", 7)
    count(site, "opened", 5, weeks_ago=12)
    count(site, "opened", 99, weeks_ago=13)

    rows = page(client, site.provider).context["weeks"]

    assert len(rows) == 13
    assert [row.numbers[1] for row in rows] == [7, *[0] * 11, 5]
    assert [row.is_running for row in rows] == [True, *[False] * 12]


def test_a_chain_s_locations_are_told_apart(client):
    first = factories.published_listing()
    second = factories.location(first.provider, name="Denver")
    count(first, "opened", 1)
    count(second, "opened", 3, weeks_ago=3)
    count(second, "opened", 50, weeks_ago=4)
    count(factories.published_listing(), "opened", 1000)

    answer = page(client, first.provider)

    assert [(row.name, row.numbers[1]) for row in answer.context["locations"]] == [
        ("Denver", 3),
        (str(first), 1),
    ]
    assert [chart.total for chart in answer.context["charts"]] == ["0", "54", "0", "0"]


def test_the_drawing_fits_its_frame_and_shows_even_a_little(client):
    site = factories.published_listing()
    count(site, "shown", 1000)
    count(site, "shown", 1, weeks_ago=1)
    bars = page(client, site.provider).context["charts"][0].bars

    assert [(bar.y, bar.height) for bar in bars[-2:]] == [(46.0, 2.0), (0.0, 48.0)]
    assert {bar.height for bar in bars[:-2]} == {0.0}


def test_in_spanish_the_drawing_still_has_points_in_its_numbers(client):
    site = factories.published_listing()
    count(site, "shown", 3)
    count(site, "shown", 1, weeks_ago=1)
    client.force_login(cast.owner(site.provider))
    text = client.get("/es" + reverse("listing_counts", args=[site.provider.slug])).content.decode()
    assert re.findall(r'<rect [^>]*height="([^"]+)"', text) == ["16.0", "48.0"]


def test_nothing_was_counted_yet(client):
    listing = factories.provider()
    answer = page(client, listing)
    assert (answer.status_code, answer.context["locations"]) == (200, [])


def test_the_same_queries_for_one_location_and_for_many(client, django_assert_num_queries):
    listing = factories.published_listing().provider
    page(client, listing)
    with django_assert_num_queries(5):
        client.get(reverse("listing_counts", args=[listing.slug]))
    for _number in range(3):
        count(factories.location(listing), "opened", 1)
    with django_assert_num_queries(5):
        client.get(reverse("listing_counts", args=[listing.slug]))


@pytest.mark.parametrize(("person", "status"), [("stranger", 404), ("other_owner", 404)])
def test_strangers_do_not_get_in(client, person, status):
    listing = factories.published_listing().provider
    assert page(client, listing, getattr(cast, person)()).status_code == status


def test_signed_out_and_posts(client):
    address = reverse("listing_counts", args=[factories.published_listing().provider.slug])
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 405
