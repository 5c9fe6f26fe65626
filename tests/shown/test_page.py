"""What patients read, as data: who vouches for a group of facts, and which location is meant."""

import pytest

from providers.models import Provider
from providers.models.vocabulary import ListingStatus
from providers.shown.facts import Voice
from providers.shown.listing import find, load
from providers.shown.page import listing_context
from tests import factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


def context(site):
    return listing_context(load(find(site.provider.slug, site.slug)), day(0))


def test_a_group_says_once_who_vouches_and_a_fact_with_another_voice_says_its_own():
    site = factories.published_listing()
    for feature in ("parking", "step_free"):
        factories.access_fact(site, feature)
    factories.access_fact(site, "quiet_room", confirmed_on=day(0))
    shown = context(site)
    assert shown["access_vouched"] == "stated by the clinic, 10 days ago"
    assert {fact.name: fact.who for fact in shown["access"].stated} == {
        "Step-free entrance": "",
        "Parking": "",
        "Quiet room": "stated by the clinic, today",
    }


def test_each_day_and_each_state_can_have_its_own_voice():
    site = factories.published_listing()
    for weekday in (0, 1):
        factories.opening_hours(site, weekday)
    factories.opening_hours(site, 2, confirmed_on=day(0))
    for state in ("CO", "UT"):
        factories.telehealth(site, state)
    factories.telehealth(site, "WY", confirmed_on=day(1))
    shown = context(site)
    assert [day.who for day in shown["week"]] == ["", "", "stated by the clinic, today", "", "", "", ""]
    assert shown["telehealth_states"] == ["Colorado", "Utah", "Wyoming (stated by the clinic, 1 day ago)"]


def test_nothing_stated_has_no_voice():
    assert Voice.of([], day(0)).most == ""


def test_an_open_location_stands_before_one_that_closed():
    closed = factories.published_listing(site={"closed_on": day(3)})
    site = factories.location(closed.provider)
    assert find(site.provider.slug) == (site, closed)


def test_a_draft_is_found_only_among_those_that_may_be_seen():
    site = factories.location(factories.provider(status=ListingStatus.DRAFT))
    assert find(site.provider.slug) == ()
    assert find(site.provider.slug, among=Provider.objects.filter(pk=site.provider.pk)) == (site,)


def test_names_and_own_words_are_shown_with_who_says_so(client):
    site = factories.published_listing(about="We treat adults.", other_names=["CCK", "Sage Room"])
    page = client.get(site.provider.get_absolute_url()).content.decode()
    assert "We treat adults." in page
    assert "CCK, Sage Room" in page
