"""Fetching the listing from a server that pages, fails, lies and is slow."""

import datetime
import os
import time
from email.utils import format_datetime

import pytest
from werkzeug import Response

from providers.sources.findtreatment_pages import Listing, Manners
from providers.sources.reading import UnreadableSourceError

from .fake_findtreatment import FakeService, as_json, facility, page_of

QUICK = Manners(pause=0, timeout=2, attempts=3, wait=0.001, longest_wait=0.001)


@pytest.fixture
def service(httpserver):
    return FakeService(httpserver, [facility(number) for number in range(1, 8)])


@pytest.fixture
def listing(service, tmp_path):
    return Listing(service.address, tmp_path, page_size=3, manners=QUICK)


def names(listing, pages):
    return [found.name for found in listing.records(pages)]


def test_every_page_is_asked_for_once_and_read_in_order(service, listing):
    seen = []
    pages = listing.fetch(lambda done, total: seen.append((done, total)))
    assert (pages, service.asked) == (3, [1, 2, 3])
    assert seen == [(1, 3), (2, 3), (3, 3)]
    found = list(listing.records(pages))
    assert [each.line for each in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [each.name for each in found] == [f"Cypress Clinic {number}" for number in range(1, 8)]
    assert service.agents == {"ketamine-provider-directory/0.1 (weekly import of public listings)"}


def test_a_killed_run_goes_on_with_the_next_page(service, listing, tmp_path):
    def power_cut(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        listing.fetch(power_cut)
    again = Listing(service.address, tmp_path, page_size=3, manners=QUICK)
    assert again.fetch() == 3
    assert service.asked == [1, 2, 3]
    assert len(names(again, 3)) == 7


def test_a_page_that_was_half_written_is_fetched_again(service, listing):
    pages = listing.fetch()
    second = listing.folder / "page-00002.json"
    second.write_bytes(second.read_bytes()[:-40])
    assert listing.fetch() == pages
    assert service.asked == [1, 2, 3, 2]


def test_pages_of_another_question_are_not_taken(service, listing, tmp_path):
    listing.fetch()
    assert Listing(service.address, tmp_path, page_size=7, manners=QUICK).fetch() == 1
    assert Listing(service.address + "&sort=1", tmp_path, page_size=3, manners=QUICK).fetch() == 3
    assert service.asked == [1, 2, 3, 1, 1, 2, 3]


def test_pages_older_than_a_day_are_fetched_anew(service, listing):
    listing.fetch()
    yesterday = time.time() - 25 * 60 * 60
    os.utime(listing.folder / "page-00001.json", (yesterday, yesterday))
    listing.fetch()
    assert service.asked == [1, 2, 3, 1, 2, 3]


def test_forgotten_pages_are_gone(service, listing):
    listing.fetch()
    listing.forget()
    assert not listing.folder.exists()


@pytest.mark.parametrize(
    "fault",
    [
        as_json({"error": "slow down"}, 429),
        as_json({}, 503),
        as_json({"error": "Query failed"}),
        Response(b'{"locations": {"page": 2, "rows": [{"frid"', content_type="application/json"),
        Response("<html>Maintenance</html>", content_type="text/html"),
    ],
    ids=["429", "503", "200 with an error", "cut-off JSON", "HTML"],
)
def test_a_passing_fault_is_tried_again(service, listing, fault):
    service.faults[2] = fault
    assert listing.fetch() == 3
    assert service.asked == [1, 2, 2, 3]
    assert len(names(listing, 3)) == 7


def test_a_timeout_is_tried_again(service, listing):
    def late() -> Response:
        time.sleep(0.6)
        return as_json({})

    service.faults[1] = late
    listing.manners = Manners(pause=0, timeout=0.2, attempts=3, wait=0.001, longest_wait=0.001)
    assert listing.fetch() == 3


def test_retry_after_in_seconds_is_honoured(service, listing):
    service.faults[1] = as_json({}, 429, **{"Retry-After": "1"})
    began = time.monotonic()
    listing.fetch()
    assert time.monotonic() - began >= 1


def test_retry_after_as_a_date_is_honoured(service, listing):
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    service.faults[1] = as_json({}, 503, **{"Retry-After": format_datetime(until, usegmt=True)})
    began = time.monotonic()
    listing.fetch()
    assert time.monotonic() - began >= 0.9


@pytest.mark.parametrize("told", ["soon", "", "Wed, 99 Foo 2026", "-1", "٣"])
def test_an_unreadable_retry_after_is_passed_over(service, listing, told):
    service.faults[1] = as_json({}, 429)
    service.faults[1].headers["Retry-After"] = told.encode().decode("latin-1")
    assert listing.fetch() == 3


def test_it_gives_up_after_so_many_attempts_and_keeps_what_it_has(service, listing):
    service.faults = {number: as_json({}, 500) for number in (2, 3, 4)}
    with pytest.raises(UnreadableSourceError, match="Page 2 could not be fetched: the service answered 500"):
        listing.fetch()
    assert service.asked == [1, 2, 2, 2]
    assert listing.fetch() == 3


def test_a_refusal_is_not_tried_again(service, listing):
    service.faults[1] = as_json({}, 404)
    with pytest.raises(UnreadableSourceError, match="404"):
        listing.fetch()
    assert service.asked == [1]


def test_a_service_that_answers_the_first_page_for_ever_is_caught(service, listing):
    service.faults[2] = as_json(page_of(service.rows, 1, 3))
    with pytest.raises(UnreadableSourceError, match="answered page 1 when asked for 2"):
        listing.fetch()


def test_an_absurd_number_of_pages_is_refused(service, listing):
    service.faults[1] = as_json({"locations": {"page": 1, "totalPages": "99999999", "rows": []}})
    with pytest.raises(UnreadableSourceError, match="99,999,999 pages"):
        listing.fetch()


def test_a_pause_is_kept_between_pages(service, listing):
    listing.manners = Manners(pause=0.2, timeout=2, attempts=1)
    began = time.monotonic()
    listing.fetch()
    assert time.monotonic() - began >= 0.4


@pytest.mark.parametrize("address", ["", "not an address", "ftp://127.0.0.1/x", "http://127.0.0.1:1/x"])
def test_an_address_that_nobody_answers_is_one_clear_error(address, tmp_path):
    with pytest.raises(UnreadableSourceError, match="Page 1 could not be fetched"):
        Listing(address, tmp_path, manners=QUICK).fetch()
