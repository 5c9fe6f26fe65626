"""FindTreatment.gov's answers: names instead of codes, and values of the wrong type."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models.facility import Facility, Refused
from providers.sources.findtreatment import read, read_page
from providers.sources.reading import UnreadableSourceError

from .fake_findtreatment import facility, page_of, services


def one(**over: object) -> Facility:
    (found,) = read([facility(**over)])
    assert isinstance(found, Facility), found
    return found


def test_facility_is_read_field_by_field():
    found = one(
        number=7,
        name2="Wellness Unit",
        street2="Suite 2",
        services=services(
            TC="Mental health treatment",
            SET="Outpatient; Telemedicine/telehealth",
            TAP="Group therapy; Ketamine Infusion Therapy",
            PAY="Medicaid; Medicare; Private health insurance; Cash or self-payment; "
            "Federal military insurance (e.g., TRICARE); U.S. Department of VA funds",
            PYAS="Sliding fee scale (fee is based on income and other factors)",
            AGE="Children/Adolescents; Young adults; Adults; Seniors (65 or older)",
            SL="Sign language services for the deaf and hard of hearing; Spanish",
            OL="Any Chinese Language; Creole",
        ),
    )
    assert (found.key, found.line) == (f"{7:064x}", 1)
    assert (found.name, found.unit_name) == ("Cypress Clinic 7", "Wellness Unit")
    assert (found.street, found.street2) == ("7 Cypress Street", "Suite 2")
    assert (found.city, found.state, found.zip) == ("Pensacola", "FL", "32501")
    assert (found.phone, found.website) == ("+18505550107", "https://www.example.org")
    assert (found.latitude, found.longitude) == (30.4213, -87.2169)
    assert (found.offers_ketamine, found.offers_telehealth, found.is_hospital) == (True, True, False)
    assert found.plan_families == ("commercial", "medicare_b", "medicaid", "tricare", "va_community_care")
    assert (found.self_pay, found.sliding_scale) == (True, True)
    assert found.age_groups == ("child", "young_adult", "adult", "senior")
    assert found.languages == ("ase", "es", "ht", "zh")
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("SG", "Young adults; Seniors or older adults"),
        ("SL", "Services for the deaf and hard of hearing"),
        ("PAY", "State-financed health insurance plan other than Medicaid"),
        ("SET", "Computerized treatment/telemedicine"),
        ("TAP", "Discussion of ketamine infusion therapy"),
    ],
)
def test_names_that_say_something_else_say_nothing(category, name):
    found = one(services=services(**{category: name}))
    assert (found.age_groups, found.languages, found.plan_families) == ((), (), ())
    assert (found.offers_ketamine, found.offers_telehealth, found.self_pay) == (False, None, None)


@pytest.mark.parametrize("name", ["Psychiatric hospital", "Hospital inpatient/24-hour hospital inpatient"])
def test_hospitals_are_known_by_type_or_setting(name):
    category = "SET" if "24-hour" in name else "FT"
    assert one(services=services(**{category: name})).is_hospital


def test_payload_leaves_out_what_depends_on_the_question():
    payload = one().payload
    assert payload["frid"] == f"{1:064x}"
    assert payload["services"][0]["f3"] == "Ketamine infusion therapy"
    assert {"_irow", "miles"}.isdisjoint(payload)


def test_a_record_without_its_number_gets_a_key_from_name_and_address():
    found, again, other = (one(frid=None, **over) for over in ({}, {"phone": ""}, {"street1": "2 Oak St"}))
    assert found.key == again.key != other.key
    assert len(one(frid="x" * 65).key) == 64


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"zip": 2139, "state": "MA"}, {"zip": "02139"}),
        ({"latitude": None}, {"latitude": None, "longitude": None}),
        ({"latitude": "0", "longitude": "0.0"}, {"latitude": None, "longitude": None}),
        ({"latitude": "north", "longitude": [1]}, {"latitude": None, "longitude": None}),
        ({"latitude": "NaN"}, {"latitude": None}),
        ({"latitude": 1e9}, {"latitude": None}),
        ({"latitude": -87.2169, "longitude": 30.4213}, {"latitude": -87.2169, "longitude": 30.4213}),
        ({"services": None}, {"offers_ketamine": False}),
        ({"services": ["KIT", None, {"f2": 3}]}, {"offers_ketamine": False}),
        ({"website": "javascript:alert(1)"}, {"website": ""}),
        ({"website": "www.example.org/a b"}, {"website": ""}),
        ({"website": "HTTPS://Example.org/x"}, {"website": "https://Example.org/x"}),
        ({"name2": None, "street2": "NA"}, {"unit_name": "", "street2": ""}),
        ({"name1": "Cypress\x00 Clinic"}, {"name": "Cypress Clinic"}),
    ],
)
def test_odd_values(over, expected):
    found = one(**over)
    assert {name: getattr(found, name) for name in expected} == expected
    assert "\\u0000" not in json.dumps(found.payload)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("text", "not a facility but 'text'"),
        (None, "not a facility but None"),
        (facility(name1=None), "no name"),
        (facility(name1={"a": 1}), "name1 is not text"),
        (facility(services="Ketamine"), "services are not a list"),
        (facility(state="Ontario"), "not a US state"),
    ],
)
def test_rows_of_the_wrong_shape_are_refused_with_their_place(row, reason):
    good, refused = read([facility(), row], after=100)
    assert (good.line, refused.line) == (101, 102)
    assert isinstance(refused, Refused)
    assert reason in refused.reason


def test_page_is_read_with_and_without_its_wrapping():
    wrapped = page_of([facility()], 1, 30)
    for answer in (wrapped, wrapped["locations"]):
        page = read_page(json.dumps(answer).encode())
        assert (page.number, page.total_pages, page.record_count, len(page.rows)) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>Down for maintenance</html>",
        b'{"error": "Too many requests"}',
        b'{"locations": {"rows": null}}',
        b'{"locations": {"page": 1, "rows": [{"frid": "12',
        b'"text"',
        b"[" * 100_000,
    ],
)
def test_anything_but_a_listing_is_an_error(raw):
    with pytest.raises(UnreadableSourceError):
        read_page(raw)


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner)))
def test_any_value_in_any_field_is_read_or_refused(value):
    for name in facility():
        (found,) = read([facility(**{name: value})] if name != "_irow" else [value])
        assert isinstance(found, (Facility, Refused))
