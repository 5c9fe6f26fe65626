"""What people type and the place that it finds, over all the places that ship with the project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models import Place
from providers.models.geography import great_circle_miles
from providers.models.place_names import MILITARY
from providers.search.places import (
    Ambiguous,
    Found,
    NoRadius,
    Unknown,
    neighbours,
    resolve,
    suggest,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_places")]


def found(text: str, language: str = "en") -> Found:
    resolution = resolve(text, language)
    assert isinstance(resolution, Found), resolution
    return resolution


def labels(places: list[Place]) -> list[str]:
    return [place.label for place in places]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("80302", "80302 Boulder, CO"),
        ("80302-1234", "80302 Boulder, CO"),
        ("803021234", "80302 Boulder, CO"),
        ("  80302 ", "80302 Boulder, CO"),
        ("２１２０１", "21201 Baltimore, MD"),
        ("Springfield, IL 62701", "62701 Springfield, IL"),
        ("2134", "02134 Allston, MA"),
        ("00501", "00501 Holtsville, NY"),
        ("00901", "00901 San Juan, PR"),
        ("96799", "96799 Pago Pago, AS"),
    ],
)
def test_a_zip_code_is_found_with_one_query(django_assert_num_queries, text, label):
    with django_assert_num_queries(1):
        area = found(text).area
    assert (area.kind, area.label) == ("radius", label)


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("Denver", 39.74, -104.99),
        ("Adak, AK", 51.88, -176.66),
        ("san juan pr", 18.47, -66.11),
        ("Hagåtña", 13.48, 144.75),
        ("Honolulu", 21.31, -157.86),
    ],
)
def test_a_city_is_where_the_atlas_has_it(text, latitude, longitude):
    area = found(text).area
    assert great_circle_miles(area.latitude, area.longitude, latitude, longitude) < 3


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Boulder, CO", "Boulder, CO"),
        ("boulder co", "Boulder, CO"),
        ("BOULDER, Colorado", "Boulder, CO"),
        ("Boulder, CO, USA", "Boulder, CO"),
        ("1234 Pearl St, Boulder, CO", "Boulder, CO"),
        ("Canon City", "Cañon City, CO"),
        ("Cañon City, CO", "Cañon City, CO"),
        ("San José, California", "San Jose, CA"),
        ("st. louis", "St. Louis, MO"),
        ("Saint Louis MO", "St. Louis, MO"),
        ("ft. worth", "Fort Worth, TX"),
        ("mt vernon, ny", "Mount Vernon, NY"),
        ("coeur d'alene", "Coeur d'Alene, ID"),
        ("winston salem nc", "Winston-Salem, NC"),
        ("nyc", "New York, NY"),
        ("New York City, NY", "New York, NY"),
        ("new york new york", "New York, NY"),
        ("washington dc", "Washington, DC"),
        ("Washington, D.C.", "Washington, DC"),
        ("kansas city kansas", "Kansas City, KS"),
        ("California, MD", "California, MD"),
        ("Carson City, NV", "Carson City, NV"),
        ("Holtsville", "Holtsville, NY"),
        ("Midway, Gadsden County, FL", "Midway, FL"),
    ],
)
def test_a_city_is_found_however_it_is_written(django_assert_num_queries, text, label):
    with django_assert_num_queries(1):
        result = found(text)
    assert (result.area.kind, result.area.label, result.corrected_from) == ("radius", label, "")


@pytest.mark.parametrize(
    ("text", "kind", "label", "county"),
    [
        ("Colorado", "state", "Colorado", ""),
        ("co", "state", "Colorado", ""),
        ("west virginia", "state", "West Virginia", ""),
        ("New York state", "state", "New York", ""),
        ("Puerto Rico", "state", "Puerto Rico", ""),
        ("dc", "state", "District of Columbia", ""),
        ("boulder county, co", "county", "Boulder County, CO", "Boulder County"),
        ("Cook County", "county", "Cook County, IL", "Cook County"),
        ("orleans county, la", "county", "Orleans Parish, LA", "Orleans Parish"),
        ("Dona Ana County NM", "county", "Doña Ana County, NM", "Doña Ana County"),
        ("baltimore county md", "county", "Baltimore County, MD", "Baltimore County"),
    ],
)
def test_states_and_counties_are_searched_inside_their_borders(text, kind, label, county):
    area = found(text).area
    assert (area.kind, area.label, area.county) == (kind, label, county)


def test_a_point_is_rounded_and_named_after_the_nearest_town(django_assert_num_queries):
    with django_assert_num_queries(1):
        area = found("40.014987,-105.270546").area
    assert (area.kind, area.latitude, area.longitude) == ("radius", 40.01, -105.27)
    assert (area.label, area.state) == ("near Boulder, CO", "CO")


@pytest.mark.parametrize("text", ["0,0", "19.43,-99.13", "51.5,-0.12", "40.01,105.27", "999,-105"])
def test_a_point_abroad_is_unknown(text):
    assert resolve(text) == Unknown(text, [])


def test_a_point_near_the_antimeridian_is_in_alaska():
    assert found("51.88,-176.66").area.label == "near Adak, AK"


@pytest.mark.parametrize("text", ["09012", "APO AE 09012"])
def test_a_military_zip_code_has_no_radius(django_assert_num_queries, text):
    with django_assert_num_queries(1):
        resolution = resolve(text)
    assert isinstance(resolution, NoRadius)
    assert resolution.place.state_name == "Armed Forces Europe"


@pytest.mark.parametrize("text", ["AE", "APO AE", "APO, AE"])
def test_military_post_resolves_to_its_name_alone(text):
    resolution = resolve(text)
    assert isinstance(resolution, NoRadius)
    assert resolution.place.label == "Armed Forces Europe"


def test_springfield_asks_which_one(django_assert_num_queries):
    with django_assert_num_queries(1):
        resolution = resolve("Springfield")
    assert isinstance(resolution, Ambiguous)
    assert labels(resolution.choices)[:2] == ["Springfield, MO", "Springfield, MA"]
    assert "Springfield, IL" in labels(resolution.choices)


@pytest.mark.parametrize(
    ("text", "first_two"),
    [
        ("LA", ["Los Angeles, CA", "Louisiana"]),
        ("New York", ["New York", "New York, NY"]),
        ("Washington", ["Washington", "Washington, DC"]),
        ("Kansas City", ["Kansas City, MO", "Kansas City, KS"]),
        ("Orange County", ["Orange County, CA", "Orange County, FL"]),
        ("Midway, FL", ["Midway, FL", "Midway, FL"]),
    ],
)
def test_equally_good_places_are_asked_about(text, first_two):
    resolution = resolve(text)
    assert isinstance(resolution, Ambiguous)
    assert labels(resolution.choices)[:2] == first_two


@pytest.mark.parametrize("text", ["Springfield", "LA", "New York", "Washington", "Midway, FL", "Union"])
def test_each_choice_can_be_found_alone(text):
    choices = resolve(text).choices
    assert [found(place.query).area.place for place in choices] == choices


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Albuqerque", "Albuquerque, NM"),
        ("Pheonix", "Phoenix, AZ"),
        ("Dnever", "Denver, CO"),
        ("Cincinatti, OH", "Cincinnati, OH"),
        ("Pittsburg, PA", "Pittsburgh, PA"),
        ("Bolder, CO", "Boulder, CO"),
        ("Boulder, Colrado", "Boulder, CO"),
        ("Calfornia", "California"),
    ],
)
def test_a_slip_with_one_clear_meaning_is_corrected_and_said(django_assert_max_num_queries, text, label):
    with django_assert_max_num_queries(2):
        result = found(text)
    assert (result.area.label, result.corrected_from) == (label, text)


@pytest.mark.parametrize(
    ("text", "among_nearest"),
    [
        ("99999", "99950 Ketchikan, AK"),
        ("Denver, WA", "Denver, CO"),
        ("Hartford County, CT", "Hartford, CT"),
    ],
)
def test_an_unknown_place_offers_the_nearest(django_assert_num_queries, text, among_nearest):
    with django_assert_num_queries(2):
        resolution = resolve(text)
    assert isinstance(resolution, Unknown)
    assert among_nearest in labels(resolution.nearest)
    assert len(resolution.nearest) <= 5


def test_spanish_names_are_understood_on_spanish_pages():
    assert found("Carolina del Norte", "es").area.label == "North Carolina"
    assert found("Condado de Boulder", "es").area.label == "Boulder County, CO"
    assert found("Asheville, Carolina del Norte", "es-us").area.label == "Asheville, NC"


@pytest.mark.parametrize(
    "text", ["", "   ", ",,,", "\x00", "🙂", "\ud800", "%", "_", "a" * 10_000, "9" * 10_000]
)
def test_what_is_no_place_costs_no_query(django_assert_num_queries, text):
    with django_assert_num_queries(0):
        assert isinstance(resolve(text), Unknown)
        assert suggest(text) == []


@given(st.text(max_size=130))
def test_nothing_typed_raises(text):
    assert isinstance(resolve(text), Found | Ambiguous | Unknown | NoRadius)
    assert len(suggest(text)) <= 8


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("80302", ["80302 Boulder, CO"]),
        ("8030", ["80301 Boulder, CO", "80302 Boulder, CO"]),
        ("boul", ["Boulder, CO", "Boulder County, CO"]),
        ("boulder, c", ["Boulder, CO"]),
        ("boulder co", ["Boulder, CO", "Boulder County, CO"]),
        ("los a", ["Los Angeles, CA", "Los Angeles County, CA"]),
        ("saint lo", ["St. Louis, MO"]),
        ("fort w", ["Fort Worth, TX", "Fort Wayne, IN"]),
        ("cañon c", ["Cañon City, CO"]),
        ("albuqerqu", ["Albuquerque, NM"]),
    ],
)
def test_suggestions_begin_with_what_is_typed_the_biggest_first(django_assert_max_num_queries, text, first):
    with django_assert_max_num_queries(2):
        offered = labels(suggest(text))
    assert offered[: len(first)] == first


def test_no_suggestion_is_offered_twice_or_without_a_position():
    for text in ("san", "midway", "09", "ap", "armed"):
        offered = suggest(text, limit=20)
        assert len(set(labels(offered))) == len(offered) <= 20
        assert not {place.state for place in offered} & MILITARY


def test_neighbours_are_of_the_same_kind_and_nearest_first(django_assert_max_num_queries):
    boulder = Place.objects.at_path("colorado", "boulder-county").get()
    with django_assert_max_num_queries(2):
        near = neighbours(boulder, limit=3)
    assert {place.kind for place in near} == {"county"}
    assert "Broomfield County, CO" in labels(near)
    assert labels(neighbours(Place.objects.get(kind="state", code="CO"), limit=7)) == [
        *("Wyoming", "New Mexico", "Utah", "Nebraska", "South Dakota", "Kansas", "Oklahoma"),
    ]


def test_a_remote_place_has_neighbours_too():
    assert "Atka, AK" in labels(neighbours(Place.objects.called("Adak", state="AK").get(), limit=3))
