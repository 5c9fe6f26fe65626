"""A listing whose prescribers' licenses have ended, as patients read it: by the day, with no job run."""

import datetime
import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from providers.actions import search_index
from providers.models import SearchReach, SearchRow
from tests import factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db
SENTENCE = "No prescriber with a current license here"


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def location():
    factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705)
    return factories.published_listing(licence={"expires_on": day(-30)})


def after(days):
    moment = datetime.datetime.combine(day(-days), datetime.time(12), tzinfo=datetime.UTC)
    return time_machine.travel(moment, tick=False)


def page(client, location):
    return text_of(client.get(location.provider.get_absolute_url()))


def results(client, **query):
    return text_of(client.get(reverse("search"), {"near": "Boulder, CO", **query}))


def test_the_page_says_so_and_tells_no_route_and_no_price_from_the_day_after(client, location):
    with after(30):
        before = page(client, location)
    with after(31):
        text = page(client, location)
        raw = client.get(location.provider.get_absolute_url()).content.decode()
    assert SENTENCE not in before
    assert "IV infusion" in before
    assert "$450" in before
    assert text.count(SENTENCE) == 2
    assert "expired" in text
    assert "IV infusion" not in text
    assert "$450" not in text
    assert "availableService" not in raw


def test_the_row_of_a_search_says_so_by_the_day_alone(client, location):
    with after(30):
        assert SENTENCE not in results(client)
    with after(31):
        text = results(client)
        assert SENTENCE in text
        assert "$450" not in text
        assert "Prices: not stated" not in text


def test_the_filter_for_checked_prescribers_follows_by_the_day_alone(client, location):
    name = location.provider.display_name
    with after(30):
        assert name in results(client, verified="1")
    with after(31):
        assert name not in results(client, verified="1")


def test_the_filter_for_a_route_follows_with_the_night_s_rebuild(client, location):
    name = location.provider.display_name
    assert SearchRow.objects.get(location=location).iv is not None
    with after(31):
        search_index.rebuild()
        row = SearchRow.objects.get(location=location)
        assert (row.iv, row.course_price) == (None, None)
        assert not search_index.drift()
        assert name in results(client)
        assert name not in results(client, route="iv")


def test_a_state_that_telehealth_may_no_longer_reach_finds_nothing(client, location):
    prescriber = location.roles.get().practitioner
    for state, ends in [("WY", day(-10)), ("UT", day(-90))]:
        licence = factories.licence(prescriber, state=state, expires_on=ends)
        factories.telehealth(location, state, licence=licence)
    factories.reindex(location)
    with after(11):
        factories.reindex(location)
        assert set(SearchReach.objects.values_list("state", flat=True)) == {"UT"}
        assert "No prescriber with a current license: Wyoming." in page(client, location)
    with after(31):
        factories.reindex(location)
        assert SearchReach.objects.get().iv is not None
        assert SearchRow.objects.get(location=location).iv is not None


def test_the_sheet_says_so_before_any_answer(client, location):
    factories.question(number=24, text="What is the price?", group="money", position=24)
    chosen = {"q": "24", "at": [location.pk]}
    with after(30):
        before = text_of(client.get(reverse("question_sheet"), chosen))
    with after(31):
        text = text_of(client.get(reverse("question_sheet"), chosen))
    assert "first course $" in before
    assert SENTENCE not in before
    assert text.count(SENTENCE) == 1
    assert "first course $" not in text


def test_completeness_is_what_the_clinic_stated_all_the_same(location):
    before = SearchRow.objects.get(location=location).completeness
    with after(31):
        search_index.rebuild()
    assert SearchRow.objects.get(location=location).completeness == before
