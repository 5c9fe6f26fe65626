"""The table of places: what the database refuses, and the adjectives of its query set."""

import pytest
from django.db import IntegrityError

from providers.models import Place
from providers.models.place_names import search_key

pytestmark = pytest.mark.django_db


def city(name: str = "Boulder", **fields) -> Place:
    slug = fields.pop("slug", search_key(name).replace(" ", "-"))
    defaults = {
        "kind": "city",
        "code": f"CO:{slug}",
        "state": "CO",
        "county": "Boulder County",
        "latitude": 40.015,
        "longitude": -105.2706,
    }
    return Place.objects.create(name=name, slug=slug, search_key=search_key(name), **(defaults | fields))


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"latitude": None}, "place_position_whole"),
        ({"longitude": None}, "place_position_whole"),
        ({"latitude": 91}, "place_position_on_earth"),
        ({"longitude": -180.5}, "place_position_on_earth"),
        ({"kind": "planet"}, "place_kind_known"),
        ({"state": "co"}, "place_state_code"),
    ],
)
def test_the_database_refuses(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        city(**fields)


def test_two_places_of_a_state_cannot_share_an_address():
    city()
    with pytest.raises(IntegrityError, match="place_slug_unique_in_state"):
        city(kind="county", code="CO:other")


def test_a_zip_code_is_loaded_once():
    city(kind="zip", code="80302", slug="80302")
    with pytest.raises(IntegrityError, match="place_code_unique"):
        city(kind="zip", code="80302", slug="80302")


def test_at_path_finds_states_cities_and_counties_and_nothing_else():
    state = city("Colorado", kind="state", code="CO")
    town = city()
    county = city("Boulder County", kind="county")
    city("Boulder", kind="zip", code="80302", slug="80302")
    assert Place.objects.at_path("colorado").get() == state
    assert Place.objects.at_path("colorado", "boulder").get() == town
    assert Place.objects.at_path("colorado", "boulder-county").get() == county
    assert not Place.objects.at_path("colorado", "80302").exists()
    assert not Place.objects.at_path("wyoming", "boulder").exists()
    assert not Place.objects.at_path("atlantis").exists()


def test_called_does_not_mind_how_saint_and_accents_are_written():
    town = city("St. Louis", state="MO")
    assert list(Place.objects.called("SAINT LOUIS", state="MO")) == [town]
    assert not Place.objects.called("Saint Louis", state="MI").exists()


def test_neighbours_are_found_across_the_antimeridian_nearest_first():
    adak = city("Adak", latitude=51.88, longitude=-176.6581)
    shemya = city("Shemya", latitude=52.7122, longitude=174.1136)
    atka = city("Atka", latitude=52.1961, longitude=-174.2006)
    city("Denver", latitude=39.7392, longitude=-104.9903)
    assert list(Place.objects.neighbours_of(adak, miles=500)) == [atka, shemya]


@pytest.mark.parametrize(
    ("fields", "label", "query"),
    [
        ({}, "Boulder, CO", "Boulder, Boulder County, CO"),
        ({"county": ""}, "Boulder, CO", "Boulder, CO"),
        ({"kind": "zip", "code": "80302"}, "80302 Boulder, CO", "80302"),
        ({"kind": "county", "name": "Boulder County"}, "Boulder County, CO", "Boulder County, CO"),
        ({"kind": "state", "name": "Colorado"}, "Colorado", "Colorado"),
        ({"kind": "state", "name": "New York", "state": "NY"}, "New York", "New York state"),
    ],
)
def test_labels_and_the_text_that_finds_a_place(fields, label, query):
    place = city(**fields)
    assert (place.label, place.query) == (label, query)


def test_a_place_without_position_has_no_point_no_distance_and_no_neighbours():
    post = city("APO", kind="zip", code="09012", state="AE", latitude=None, longitude=None)
    assert post.point is None
    assert post.direction is None
    assert post.miles_from(40, -105) is None
    assert not Place.objects.neighbours_of(post, miles=100).exists()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Cañon City", "canon city"),
        ("St. Louis", "st louis"),
        ("Saint  Louis", "st louis"),
        ("FT. WORTH", "ft worth"),
        ("‘Ewa Beach", "ewa beach"),
        ("Ala Moana - Kakaʻako", "ala moana kakaako"),
        ("Winston-Salem", "winston salem"),
        ("O'Fallon", "ofallon"),
        ("Washington, D.C.", "washington dc"),
        ("８０３０２", "80302"),
        ("\x00🙂", ""),
    ],
)
def test_search_key(text, key):
    assert search_key(text) == key
