"""The shipped places against facts from elsewhere: counts of the files, known coordinates, official names."""

from collections import Counter

import pytest

from providers.models.geography import great_circle_miles
from providers.models.place_names import MILITARY, STATES, search_key


@pytest.fixture(scope="module")
def by_code(records):
    return {(record.kind, record.code): record for record in records}


@pytest.fixture(scope="module")
def by_slug(records):
    return {(r.state, r.slug): r for r in records if r.kind in ("city", "county")}


def test_every_zip_code_and_state_is_there(records):
    counts = Counter(record.kind for record in records)
    assert counts["zip"] == 41_706
    assert counts["state"] == 50 + 1 + 3 + 6
    assert counts["city"] > 35_000
    assert 3_200 < counts["county"] <= 3_235


@pytest.mark.parametrize(
    ("kind", "code", "latitude", "longitude", "miles"),
    [
        ("city", "5419384", 39.7392, -104.9903, 2),  # Denver, by the USGS
        ("zip", "00501", 40.8154, -73.0451, 3),  # the IRS's own ZIP code in Holtsville
        ("zip", "00901", 18.4655, -66.1057, 2),  # Old San Juan
        ("zip", "99546", 51.8800, -176.6581, 3),  # Adak
        ("zip", "96799", -14.2756, -170.7020, 8),  # Pago Pago
        ("state", "DC", 38.9072, -77.0369, 3),
        ("county", "HI:honolulu-county", 21.3069, -157.8583, 15),  # not moved by Wake Island's ZIP code
    ],
)
def test_positions_are_where_other_sources_have_them(by_code, kind, code, latitude, longitude, miles):
    assert great_circle_miles(*by_code[kind, code].position, latitude, longitude) < miles


def test_military_post_has_names_and_no_position(by_code, records):
    military = [record for record in records if record.state in MILITARY]
    assert Counter(record.kind for record in military) == {"zip": 509, "state": 3}
    assert {(record.latitude, record.longitude) for record in military} == {(None, None)}
    assert by_code["zip", "09012"].name == "APO"
    assert by_code["zip", "09012"].state == "AE"


def test_everything_else_has_a_position(records):
    assert [r for r in records if r.latitude is None and r.state not in MILITARY] == []


@pytest.mark.parametrize(
    ("code", "county"),
    [
        ("80302", "Boulder County"),
        ("70112", "Orleans Parish"),
        ("70801", "East Baton Rouge Parish"),
        ("99546", "Aleutians West Census Area"),
        ("99689", "Yakutat City and Borough"),
        ("21201", "Baltimore City"),
        ("21204", "Baltimore County"),
        ("63101", "St. Louis City"),
        ("23219", "Richmond City"),
        ("94103", "San Francisco County"),
        ("06103", "Capitol Planning Region"),
        ("00901", "San Juan Municipio"),
        ("00604", "Aguadilla Municipio"),  # empty in the file, told by its neighbours
        ("00802", "St. Thomas Island"),
        ("20001", ""),
        ("09012", ""),
    ],
)
def test_counties_have_their_official_names(by_code, code, county):
    assert by_code["zip", code].county == county


def test_every_county_that_a_place_names_is_a_place_itself(records):
    counties = {(record.state, record.name) for record in records if record.kind == "county"}
    named = {(record.state, record.county) for record in records if record.county}
    assert named == counties


def test_louisiana_has_64_parishes_and_virginia_95_counties(records):
    names = [record.name for record in records if record.kind == "county" and record.state == "LA"]
    virginia = [r.name for r in records if r.kind == "county" and r.state == "VA"]
    assert len(names) == 64
    assert all(name.endswith(" Parish") for name in names)
    assert len([name for name in virginia if name.endswith(" County")]) == 95


def test_every_city_of_a_zip_code_is_a_city_of_its_own(records):
    cities = {(record.state, record.search_key) for record in records if record.kind == "city"}
    mailed = {(r.state, search_key(r.name)) for r in records if r.kind == "zip" and r.state not in MILITARY}
    assert mailed - cities == set()


def test_a_post_office_that_is_no_town_lies_amid_its_zip_codes(by_slug):
    holtsville = by_slug["NY", "holtsville"]
    yakutat = by_slug["AK", "yakutat"]
    adak = by_slug["AK", "adak"]
    assert (holtsville.name, holtsville.county) == ("Holtsville", "Suffolk County")
    assert yakutat.county == "Yakutat City and Borough"
    assert (adak.population, adak.county) == (None, "Aleutians West Census Area")


@pytest.mark.parametrize(
    ("state", "slug", "name", "county"),
    [
        ("CO", "boulder", "Boulder", "Boulder County"),
        ("CO", "boulder-county", "Boulder County", "Boulder County"),
        ("CO", "canon-city", "Cañon City", "Fremont County"),
        ("MO", "st-louis", "St. Louis", "St. Louis City"),
        ("NY", "new-york", "New York", "New York County"),
        ("NV", "carson-city", "Carson City", "Carson City"),
        ("CT", "milford", "Milford", "South Central Connecticut Planning Region"),
        ("FL", "midway-gadsden-county", "Midway", "Gadsden County"),
    ],
)
def test_addresses_of_region_pages(by_slug, state, slug, name, county):
    assert (by_slug[state, slug].name, by_slug[state, slug].county) == (name, county)


def test_addresses_and_codes_are_unique(records, by_code, by_slug):
    assert len(by_code) == len(records)
    assert len(by_slug) == sum(record.kind in ("city", "county") for record in records)
    assert {r.slug for r in records if r.kind == "state"} >= {"colorado", "puerto-rico", "us-virgin-islands"}


def test_states_have_a_centre_within_reach_of_their_people(by_code):
    colorado = by_code["state", "CO"]
    assert great_circle_miles(*colorado.position, 39.74, -104.99) < 40
    assert {record.state for kind_code, record in by_code.items() if kind_code[0] == "state"} == set(STATES)


def test_no_name_carries_a_remark_of_the_source(records):
    odd = [record.name for record in records if "(" in record.name or "," in record.name]
    assert odd == []
