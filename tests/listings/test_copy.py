"""The page for chains: it shows before it copies, and names only this listing's locations."""

import re
from html import unescape

import pytest
from django.urls import reverse

from providers.models import Price
from providers.models.vocabulary import PriceComponent
from tests import cast, factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def source():
    return factories.published_listing()


@pytest.fixture
def target(source):
    place = factories.location(source.provider, at=factories.FORT_COLLINS)
    factories.price(factories.service(place), PriceComponent.SESSION_BUNDLE, 400)
    return place


@pytest.fixture
def owner(client, source):
    person = cast.owner(source.provider)
    client.force_login(person)
    return person


def url_of(source):
    return reverse("copy", args=[source.provider.slug])


def sent(source, *targets, parts=("prices",), **more):
    return {"source": source.pk, "targets": [place.pk for place in targets], "parts": list(parts), **more}


def test_look_shows_what_is_replaced_and_changes_nothing(client, source, target, owner):
    before = list(Price.objects.order_by("pk").values())
    response = client.post(url_of(source), sent(source, target, show="1"))
    assert response.status_code == 200
    text = text_of(response)
    assert "Session, all in, per session: $400 → $450" in text
    assert "First visit and evaluation, once: not stated → $200" in text
    assert list(Price.objects.order_by("pk").values()) == before


def test_second_button_copies(client, source, target, owner):
    shown = client.post(url_of(source), sent(source, target, show="1")).content.decode()
    version = re.search(r'name="version" value="(\w+)"', shown)[1]
    response = client.post(url_of(source), sent(source, target, copy="1", version=version))
    assert response.status_code == 302
    assert target.services.get().prices.filter(valid_to=None).count() == 2


def test_copy_without_a_look_is_shown_first(client, source, target, owner):
    response = client.post(url_of(source), sent(source, target, copy="1"))
    assert response.status_code == 409
    assert "Somebody changed one of these locations since you looked." in text_of(response)
    assert "$400 → $450" in text_of(response)
    assert target.services.get().prices.count() == 1


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"targets": []}, "This field is required."),
        ({"parts": []}, "This field is required."),
        ({"parts": ["owners"]}, "Select a valid choice."),
        ({"source": "x"}, "Select a valid choice."),
        ({"source": ""}, "This field is required."),
    ],
)
def test_bad_choices_are_named(client, source, target, owner, over, says):
    response = client.post(url_of(source), {**sent(source, target, copy="1"), **over})
    assert response.status_code == 422
    assert says in text_of(response)


def test_location_cannot_be_copied_to_itself(client, source, target, owner):
    response = client.post(url_of(source), sent(source, source, target))
    assert response.status_code == 422
    assert "Take out the location that you copy from." in text_of(response)


def test_location_of_another_listing_cannot_be_named(client, source, target, owner):
    other = factories.published_listing(session=999)
    for data in (sent(source, other), sent(other, target)):
        assert client.post(url_of(source), data).status_code == 422
    assert not Price.objects.filter(service__location=target, amount_min=999).exists()


def test_single_location_has_nothing_to_copy_to(client, source, owner):
    assert "one open location" in text_of(client.get(url_of(source)))


def test_who_may_come_in(client, source, target):
    assert client.get(url_of(source)).status_code == 302
    client.force_login(cast.other_owner())
    assert client.get(url_of(source)).status_code == 404
    assert client.post(url_of(source), sent(source, target, copy="1")).status_code == 404
    client.force_login(cast.editor_of(source.provider))
    assert client.get(url_of(source)).status_code == 200
    assert client.delete(url_of(source)).status_code == 405
