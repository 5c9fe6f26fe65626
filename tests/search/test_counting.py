"""What patients see and choose is counted for the clinics: no cookie, no query of theirs, nobody named."""

import datetime
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from providers.actions import counts
from providers.actions.counts import Tally, monday, tally
from providers.models import WeeklyCount
from providers.models.weekly_count import Counted
from tests import cast, factories

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"}
HERE = {**BROWSER, "Sec-Fetch-Site": "same-origin"}


def stored():
    tally.write()
    rows = WeeklyCount.objects.order_by("location", "what")
    return [(row.location_id, row.what, row.count) for row in rows]


def open_page(client, site, **headers):
    return client.get(reverse("provider", args=[site.provider.slug]), headers={**BROWSER, **headers})


def choose(client, pk, what="phone", **headers):
    return client.post(reverse("chosen", args=[pk, what]), headers={**HERE, **headers})


def test_a_page_that_was_opened_is_counted_in_its_week(client):
    site = factories.published_listing()
    answer = open_page(client, site)
    open_page(client, site)

    assert not answer.cookies
    assert stored() == [(site.pk, "opened", 2)]
    assert WeeklyCount.objects.get().week == monday(timezone.now().date())


def test_results_count_every_location_that_they_show(client):
    factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705)
    factories.place("state", "Wyoming", "WY", code="WY", slug="wyoming")
    near, far = factories.published_listing(), factories.published_listing(at=factories.CASPER)
    client.get(reverse("search"), {"near": "Boulder, CO"}, headers=BROWSER)
    client.get(reverse("region_state", args=["wyoming"]), headers=BROWSER)

    assert stored() == [(near.pk, "shown", 1), (far.pk, "shown", 1)]


def test_a_chosen_number_and_website_are_counted(client):
    site = factories.published_listing()
    assert choose(client, site.pk).status_code == 204
    choose(client, site.pk, "website")
    assert stored() == [(site.pk, "phone", 1), (site.pk, "website", 1)]


def test_the_links_tell_their_own_address(client):
    site = factories.published_listing(website="https://example.org/")
    page = open_page(client, site).content.decode()
    assert f'data-chosen="/chosen/{site.pk}/phone/"' in page
    assert f'data-chosen="/chosen/{site.pk}/website/"' in page


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
        {"Sec-Purpose": "prefetch"},
    ],
)
def test_robots_and_pages_fetched_in_advance_are_not_counted(client, headers):
    site = factories.published_listing()
    open_page(client, site, **headers)
    choose(client, site.pk, **headers)
    assert stored() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": ""},
    ],
)
def test_other_sites_count_nothing(client, headers):
    site = factories.published_listing()
    assert choose(client, site.pk, **headers).status_code == 204
    assert stored() == []


def test_an_old_browser_says_where_it_is(client):
    site = factories.published_listing()
    choose(client, site.pk, **{"Sec-Fetch-Site": "", "Origin": "http://testserver"})
    assert stored() == [(site.pk, "phone", 1)]


def test_who_is_signed_in_is_no_patient(client):
    site = factories.published_listing()
    client.force_login(cast.owner(site.provider))
    open_page(client, site)
    assert stored() == []


@pytest.mark.parametrize("status", ["draft", "suspended", "closed", "removed_by_request", "claimed_draft"])
def test_only_what_search_lists_is_counted(client, status):
    hidden = factories.location(factories.provider(status=status))
    for pk in (hidden.pk, 10**6, 2**70, 0):
        choose(client, pk)
    assert stored() == []


def test_a_register_s_listing_is_counted_while_its_owner_edits_it(client):
    site = factories.location(factories.provider(status="claimed_draft", is_in_register=True))
    choose(client, site.pk)
    assert stored() == [(site.pk, "phone", 1)]


def test_choosing_is_a_post_of_something_known(client):
    site = factories.published_listing()
    assert client.get(reverse("chosen", args=[site.pk, "phone"]), headers=HERE).status_code == 405
    assert choose(client, site.pk, "shown").status_code == 404
    assert stored() == []


def test_it_costs_the_page_no_query(client, django_assert_num_queries):
    site = factories.published_listing()
    open_page(client, site)
    with django_assert_num_queries(0):
        choose(client, site.pk)


def test_it_is_written_after_thirty_seconds_when_the_answer_is_closed(client, time_machine):
    site = factories.published_listing()
    open_page(client, site)
    assert not WeeklyCount.objects.exists()

    tally._since -= counts.EVERY_SECONDS
    open_page(client, site)

    assert WeeklyCount.objects.get().count == 2


def test_many_are_written_at_once_and_add_to_what_is_there(django_assert_num_queries):
    sites = [factories.location(factories.provider()) for _number in range(3)]
    own = Tally()
    for _time in range(2):
        own.add(Counted.SHOWN, [site.pk for site in sites])
        with django_assert_num_queries(1):
            own.write()
    assert list(WeeklyCount.objects.values_list("count", flat=True)) == [2, 2, 2]


def test_memory_is_bounded(monkeypatch):
    own = Tally()
    own.add(Counted.SHOWN, range(1, counts.MOST_ENTRIES * 2))
    own.add(Counted.SHOWN, [1])
    taken = own.take()
    assert (len(taken), taken[1, monday(timezone.now().date()), "shown"]) == (counts.MOST_ENTRIES, 2)


def test_a_database_that_does_not_answer_is_no_error(caplog):
    own = Tally()
    own.add(Counted.SHOWN, [1])
    with connection.execute_wrapper(lambda *_rest: (_ for _ in ()).throw(counts.Error("gone"))):
        own.write()
    assert "1 counts could not be written." in caplog.text
    assert not own.take()


def test_threads_lose_nothing():
    own = Tally()
    threads = [
        threading.Thread(target=lambda: [own.add(Counted.SHOWN, [1, 2]) for _time in range(500)])
        for _thread in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(own.take().values()) == {4000}


@pytest.mark.parametrize(("day", "week"), [("2026-11-23", "2026-11-23"), ("2026-11-29", "2026-11-23")])
def test_a_week_begins_on_monday(day, week):
    assert monday(datetime.date.fromisoformat(day)) == datetime.date.fromisoformat(week)
