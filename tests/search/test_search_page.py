"""The page of results: its order, its ways on, its refusals, and what it costs."""

import html
import re

import pytest
from django.apps import apps
from django.utils.http import urlencode
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from providers.models import SearchRow
from tests import factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def boulder():
    return factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705)


def search(client, status=200, **params):
    response = client.get("/search/?" + urlencode(params, doseq=True))
    assert response.status_code == status, response.context and response.context["errors"]
    return response


def rows(response):
    return [row.pk for row in response.context["rows"]]


def text(response):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def at(latitude, longitude=-105.2705, **over):
    site = {"latitude": latitude, "longitude": longitude, **over.pop("site", {})}
    return factories.published_listing(site=site, **over)


def test_order_is_distance_then_confirmed_then_completeness_then_key(client, boulder):
    far = at(40.05)
    bare = at(40.0151, session=None)
    imported = factories.unclaimed_listing(site={"latitude": 40.0151})
    fuller = at(40.0152)
    twin = at(40.0153)
    near = at(40.03)
    assert rows(search(client, near="Boulder, CO")) == [
        *(fuller.pk, twin.pk, bare.pk, imported.pk),
        *(near.pk, far.pk),
    ]


def test_nothing_about_payment_exists_to_order_by():
    words = re.compile(r"sponsor|promot|featured|premium|tier\b|paid_|boost|bid\b", re.I)
    fields = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("providers").get_models()
        for field in model._meta.get_fields()
        if "Event" not in model.__name__
    ]
    assert len(fields) > 200
    assert [name for name in fields if words.search(name)] == []


def test_chosen_orders(client, boulder):
    cheap_far = at(40.1, session=300, last_confirmed_on=day(60))
    dear_near = at(40.02, session=900, last_confirmed_on=day(90))
    unknown_nearest = at(40.016, session=None, last_confirmed_on=day(1))
    assert rows(search(client, near="Boulder, CO", sort="course_price")) == [
        *(cheap_far.pk, dear_near.pk),
        unknown_nearest.pk,
    ]
    assert rows(search(client, near="Boulder, CO", sort="confirmed")) == [
        *(unknown_nearest.pk, cheap_far.pk),
        dear_near.pk,
    ]


def test_course_price_order_reads_the_route_that_was_asked_for(client, boulder):
    both = at(40.02, session=900)
    lozenge = factories.service(both, route="sublingual_lozenge", setting="home_peer_only")
    factories.price(lozenge, "session_bundle", 50)
    factories.price(lozenge, "consultation", 0)
    factories.reindex(both)
    plain = at(40.03, session=500)
    assert rows(search(client, near="Boulder, CO", sort="course_price")) == [both.pk, plain.pk]
    assert rows(search(client, near="Boulder, CO", sort="course_price", route="iv")) == [plain.pk, both.pk]


def test_row_speaks_of_the_route_that_was_asked_for(client, boulder):
    both = at(40.02, session=900)
    lozenge = factories.service(both, route="sublingual_lozenge", setting="home_peer_only")
    factories.price(lozenge, "session_bundle", 50)
    factories.price(lozenge, "consultation", 0)
    factories.reindex(both)
    assert "First course: $300 (Lozenge under the tongue)" in text(search(client, near="Boulder, CO"))
    asked = text(search(client, near="Boulder, CO", route="iv"))
    assert "First course: $5,600 (IV infusion)" in asked
    assert "First course: $300" not in asked


def test_distance_is_measured_and_the_radius_kept(client, boulder):
    denver = factories.published_listing(at=factories.DENVER)  # 24.2 miles by the great circle
    assert rows(search(client, near="Boulder, CO", within=10)) == []
    page = search(client, near="Boulder, CO", within=25)
    assert [(row.pk, row.distance) for row in page.context["rows"]] == [(denver.pk, "24.2 miles")]


def test_search_across_the_antimeridian(client):
    factories.place("city", "Adak", "AK", latitude=51.88, longitude=-179.9)
    west = at(51.88, 179.9, site={"state": "AK", "city": "Attu Station", "county": "Aleutians West"})
    east = at(51.88, -179.8, site={"state": "AK", "city": "Adak", "county": "Aleutians West"})
    page = search(client, near="Adak, AK", within=25)
    assert [(row.pk, row.distance) for row in page.context["rows"]] == [
        *((east.pk, "4.3 miles"), (west.pk, "8.5 miles")),
    ]


def test_state_searches_inside_its_border_from_the_centre_without_distances(client):
    factories.place("state", "Colorado", "CO", code="CO", slug="colorado", latitude=39.0, longitude=-105.5)
    boulder = factories.published_listing()
    denver = factories.published_listing(at=factories.DENVER)
    factories.published_listing(at=factories.CASPER)
    unplaced = factories.published_listing(
        site={"latitude": None, "longitude": None, "geocode_quality": None}
    )
    page = search(client, near="Colorado")
    assert [(row.pk, row.distance) for row in page.context["rows"]] == [
        *((denver.pk, ""), (boulder.pk, "")),
        (unplaced.pk, ""),
    ]
    assert "3 places, in Colorado" in text(page)


def test_county_searches_inside_its_border(client):
    factories.place(
        "county", "Boulder County", "CO", county="Boulder County", latitude=40.09, longitude=-105.36
    )
    boulder = factories.published_listing()
    factories.published_listing(at=factories.DENVER)
    assert rows(search(client, near="Boulder County, CO")) == [boulder.pk]


def test_telehealth_is_a_group_of_those_who_reach_the_patients_state(client, boulder):
    virtual = factories.location(factories.provider(), location_type="virtual", state="CA")
    factories.telehealth(virtual, "CO")
    elsewhere = factories.location(factories.provider(), location_type="virtual", state="CA")
    factories.telehealth(elsewhere, "WY")
    factories.reindex(virtual, elsewhere)
    page = search(client, near="Boulder, CO")
    assert rows(page) == []
    assert [row.pk for row in page.context["telehealth"]["rows"]] == [virtual.pk]
    assert page.context["telehealth"]["state_name"] == "Colorado"
    assert rows(search(client, near="Boulder, CO", reach="1")) == [virtual.pk]


def test_telehealth_shows_five_and_leads_to_all(client, boulder):
    for _ in range(6):
        place = factories.location(factories.provider(), location_type="virtual", state="CA")
        factories.telehealth(place, "CO")
        factories.reindex(place)
    group = search(client, near="Boulder, CO").context["telehealth"]
    assert len(group["rows"]) == 5
    everything = client.get("/search/" + group["more_url"])
    assert everything.context["total"] == 6
    assert everything.context["telehealth"] is None


def test_telehealth_is_verified_by_a_licence_for_the_patients_state(client, boulder):
    place = factories.location(factories.provider(), location_type="virtual", state="WY")
    factories.licence(factories.role(place).practitioner, state="WY")
    for state in ("CO", "WY"):
        factories.telehealth(place, state)
    factories.reindex(place)
    factories.place("city", "Casper", "WY", latitude=42.85, longitude=-106.33)
    assert search(client, near="Boulder, CO", verified="1").context["telehealth"]["rows"] == []
    there = search(client, near="Casper, WY", verified="1").context["telehealth"]
    assert [row.pk for row in there["rows"]] == [place.pk]


def test_nothing_here_leads_to_the_nearest_and_to_fewer_filters(client, boulder):
    denver = factories.published_listing(at=factories.DENVER, service={"route": "im"})
    collins = factories.published_listing(at=factories.FORT_COLLINS, service={"route": "im"})
    casper = factories.published_listing(at=factories.CASPER, service={"route": "im"})
    here = factories.published_listing()
    page = search(client, near="Boulder, CO", within=5, route="im", accepting="1")
    assert rows(page) == []
    nearest = page.context["nearest_outside"]
    assert [(row.pk, row.distance) for row in nearest] == [
        *((denver.pk, "24.2 miles"), (collins.pk, "40.6 miles")),
        (casper.pk, "203 miles"),
    ]
    assert [(one["label"], one["count"]) for one in page.context["drop"]] == [("IM injection", 1)]
    assert rows(client.get("/search/" + page.context["drop"][0]["url"])) == [here.pk]


def test_nothing_here_with_old_listings_asked_for_leads_on_too(client, boulder):
    denver = factories.published_listing(at=factories.DENVER)
    page = search(client, near="Boulder, CO", within=5, stale="1")
    assert [row.pk for row in page.context["nearest_outside"]] == [denver.pk]


def test_names_begin_with_what_was_typed_here_or_anywhere(client, boulder):
    here = factories.published_listing(display_name="Cottonwood Ketamine")
    there = factories.published_listing(at=factories.CASPER, display_name="Río Cottonwood Clinic")
    assert sorted(rows(search(client, q="COTTON"))) == [here.pk, there.pk]
    assert rows(search(client, q="rio cott")) == [there.pk]
    assert rows(search(client, q="cotton", near="Boulder, CO")) == [here.pk]
    assert rows(search(client, q="linen", near="Boulder, CO")) == []


def test_a_misspelt_name_is_found_inside_the_radius_and_said_so(client, boulder):
    here = factories.published_listing(display_name="Cottonwood Ketamine")
    factories.published_listing(display_name="Aspen Infusions")
    page = search(client, q="cotonwod", near="Boulder, CO")
    assert rows(page) == [here.pk]
    assert "No name begins with “cotonwod”" in page.context["notice"]
    assert rows(search(client, q="cotonwod")) == []


def test_pages_follow_each_other_without_gap_or_repeat(client, boulder):
    places = [factories.published_listing().pk for _ in range(45)]
    pages = [search(client, near="Boulder, CO", page=number) for number in (1, 2, 3)]
    assert [pk for page in pages for pk in rows(page)] == places
    assert [page.context["first_index"] for page in pages] == [1, 21, 41]
    assert pages[0].context["pager"].previous_url == ""
    assert pages[2].context["pager"].next_url == ""


def test_a_page_past_the_end_is_404_and_shows_the_last(client, boulder):
    place = factories.published_listing()
    page = search(client, near="Boulder, CO", page=9, status=404)
    assert rows(page) == [place.pk]
    assert "There is no page 9. This is the last page." in text(page)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"within": "7"}, "within"),
        ({"route": "nasal"}, "route"),
        ({"max_session_price": "-5"}, "max_session_price"),
        ({"max_course_price": "9" * 5000}, "max_course_price"),
        ({"page": "0"}, "page"),
        ({"sort": "payment"}, "sort"),
        ({"verified": "maybe"}, "verified"),
        ({"q": "x" * 101}, "q"),
        ({"near": "x" * 121}, "near"),
    ],
)
def test_a_bad_parameter_is_422_and_leaves_the_form_as_it_was(client, boulder, params, field):
    page = search(client, status=422, **{"near": "Boulder, CO", "condition": "ptsd", **params})
    assert list(page.context["errors"]) == [field]
    condition = next(group for group in page.context["groups"] if group.key == "condition")
    assert [choice.value for choice in condition.choices if choice.is_selected] == ["ptsd"]
    assert page.context["params"]["near"] == params.get("near", "Boulder, CO")


def test_unknown_and_doubtful_places_say_what_to_do(client):
    for state in ("IL", "MO"):
        factories.place("city", "Springfield", state, prominence=100_000, latitude=39.8, longitude=-89.6)
    page = search(client, near="Springfield")
    assert {link.label for link in page.context["which_one"]} == {"Springfield, IL", "Springfield, MO"}
    assert "Springfield%2C+IL" in "".join(link.url for link in page.context["which_one"])
    page = search(client, near="Xyzzyville", status=422)
    assert "We know no place called “Xyzzyville”" in text(page)


def test_nothing_asked_asks_where(client):
    assert "Where are you looking?" in text(search(client))


@pytest.mark.parametrize("number", [1, 3])
def test_result_page_takes_six_queries(client, boulder, django_assert_num_queries, number):
    for _ in range(number):
        place = factories.published_listing()
        factories.telehealth(place, "CO")
        factories.reindex(place)
    with django_assert_num_queries(6):
        assert len(rows(search(client, near="Boulder, CO"))) == number


def test_the_longest_way_takes_eight_queries(client, boulder, django_assert_max_num_queries):
    factories.published_listing(at=factories.CASPER)
    with django_assert_max_num_queries(8):
        search(client, near="Bouldr, CO", within=5, q="nothing like it", route="im", verified="1")


def test_htmx_gets_the_results_alone_at_the_same_address(client, boulder):
    factories.published_listing()
    whole = search(client, near="Boulder, CO")
    part = client.get("/search/?near=Boulder,+CO", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert 'id="results"' in part.content.decode()
    assert "HX-Request" in whole.headers["Vary"]


NAMES = ("near", "within", "q", "route", "page", "sort", "max_session_price", "reach", "stale", "zzz")
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["Boulder, CO", "Colorado", "80302", "40,-105", "iv", "1", "-1", "9" * 400, "\x00", "'"]),
    st.sampled_from(["25", "distance", "0x10", "1e9", "NaN", "%", "\ud800", "(((", ":* & !", "\\"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8))
@example(pairs=[("q", "it's & | ! :* \\ <->"), ("near", "Boulder, CO")])
@example(pairs=[("route", "iv")] * 300)
def test_no_query_string_makes_a_server_error(client, boulder, pairs):
    query = urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])
    assert client.get(f"/search/?{query}").status_code in {200, 400, 404, 422}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.binary(max_size=60))
@example(query=b"near=%ff%fe&q=%c3%28&page=%00")
def test_no_bytes_make_a_server_error(client, boulder, query):
    answer = client.get("/search/", QUERY_STRING=query.decode("latin-1"))
    assert answer.status_code in {200, 400, 404, 422}


def test_nothing_is_written_by_searching(client, boulder):
    factories.published_listing()
    before = list(SearchRow.objects.values_list())
    answer = search(client, near="Boulder, CO")
    assert list(SearchRow.objects.values_list()) == before
    assert answer.cookies == {}
