"""What the search box offers while somebody types."""

import pytest
from django.urls import reverse

from providers.models.place import PlaceKind
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def boulder():
    return factories.place(
        PlaceKind.CITY, "Boulder", "CO", latitude=40.015, longitude=-105.2705, county="Boulder County"
    )


def offered(client, text):
    response = client.get(reverse("suggest"), {"q": text}, headers={"accept": "application/json"})
    return [(option["kind"], option["label"]) for option in response.json()["options"]]


def test_place_is_offered_with_the_words_that_find_it(client, boulder):
    response = client.get(reverse("suggest"), {"q": "boul"}, headers={"accept": "application/json"})
    assert response.json()["options"] == [
        {"kind": "place", "label": "Boulder, CO", "value": "Boulder, Boulder County, CO", "url": ""}
    ]


def test_provider_is_offered_with_its_page(client):
    location = factories.published_listing(display_name="Aspen Grove Clinic")
    assert offered(client, "aspen gr") == [("provider", "Aspen Grove Clinic, Boulder, CO")]
    html = client.get(reverse("suggest"), {"q": "grove"}).content.decode()
    assert f'data-url="{location.provider.get_absolute_url()}"' in html
    assert 'role="option"' in html


@pytest.mark.parametrize("text", ["", " ", "'; drop table", "a" * 10_000, "🜁🜂", ":* & !", "ñ|&"])
def test_odd_text_offers_nothing_and_breaks_nothing(client, text):
    assert offered(client, text) == []


def test_unlisted_provider_is_not_offered(client):
    factories.published_listing(display_name="Aspen Grove Clinic", status="suspended")
    assert offered(client, "aspen") == []
