"""The NPI Registry's web service: what it says, in both captures' types, and what it is not believed."""

import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug import Response

from providers.sources.npi_registry import MOST_BYTES, Manners, ask
from providers.sources.npi_registry_answer import row_of, words_of_deactivation
from providers.sources.npi_row import NpiRow
from providers.sources.reading import UnreadableSourceError

from .fake_npi_registry import (
    CLINIC,
    DEACTIVATED,
    PERSON,
    UNKNOWN,
    FakeRegistry,
    as_json,
    clinic,
    found,
    no_criteria,
    older_person,
    out_of_service,
    person,
)

QUICK = Manners(timeout=0.5, attempts=3, wait=0.01, longest_wait=0.02)


@pytest.fixture
def registry(httpserver):
    return FakeRegistry(httpserver)


def asked(registry, npi=PERSON):
    return ask(npi, address=registry.address, manners=QUICK)


def test_a_person_is_read(registry):
    assert row_of(asked(registry)) == NpiRow(
        npi=PERSON,
        entity=1,
        first_name="JUNE",
        middle_name="M",
        last_name="ASHGROVE",
        other_names=[{"first": "JUNE", "middle": "", "last": "DUNMORE", "kind": "1"}],
        credential_text="M.D.",
        street="12 CYPRESS ST",
        street2="STE 200",
        city="PENSACOLA",
        state="FL",
        zip="325011234",
        phone="8505550102",
        taxonomies=[{"code": "2084P0800X", "licence": "ME12345", "state": "FL", "primary": True}],
        enumerated_on=datetime.date(2006, 5, 23),
        updated_on=datetime.date(2023, 7, 8),
    )


def test_an_older_capture_says_the_same():
    assert row_of(older_person()) == row_of(person())


def test_the_number_may_be_an_integer(registry):
    registry.records[PERSON] = found(older_person())

    assert asked(registry)["number"] == int(PERSON)


def test_a_clinic_is_read_with_who_signs_for_it(registry):
    row = row_of(asked(registry, CLINIC))

    assert (row.entity, row.organization, row.last_name) == (2, "BIRCH HILL CLINIC, LLC", "")
    assert (row.official_name, row.official_title, row.official_phone) == (
        "OTIS COTTERELL",
        "OWNER",
        "3035550199",
    )
    assert row.other_names == [{"organization": "BIRCH HILL", "kind": "3"}]
    assert row.taxonomies == [{"code": "261QM0850X", "licence": "", "state": "", "primary": True}]


def test_a_number_that_nobody_has_is_none(registry):
    assert asked(registry, UNKNOWN) is None


def test_a_number_out_of_service_is_an_answer_although_it_comes_as_an_error(registry):
    payload = asked(registry, DEACTIVATED)

    assert payload == out_of_service()
    assert words_of_deactivation(payload).startswith(f"CMS deactivated NPI {DEACTIVATED}.")
    assert len(registry.asked) == 1
    assert words_of_deactivation(person()) == ""


def test_an_error_with_status_200_is_an_error_and_not_asked_again(registry):
    registry.faults[1] = as_json(no_criteria())

    with pytest.raises(UnreadableSourceError, match="No valid search criteria"):
        asked(registry)
    assert len(registry.asked) == 1


def slow():
    time.sleep(0.8)
    return as_json(found(person()))


PASSING = {
    "busy": as_json({}, 503),
    "too_many": Response("", 429),
    "page_of_words": Response("<html>Maintenance</html>", content_type="text/html"),
    "cut_off": Response('{"result_count": 1, "results": [{"num', content_type="application/json"),
    "no_list": as_json({"result_count": 1, "results": "none"}),
    "list_of_numbers": as_json({"result_count": 1, "results": [1]}),
    "bare_list": as_json([]),
    "too_deep": Response("[" * 100_000, content_type="application/json"),
    "no_text": Response(b"\xff\xfe\x00", content_type="application/json"),
    "slow": slow,
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_passing_fault_is_tried_again(registry, fault):
    registry.faults[1] = fault

    assert asked(registry)["number"] == PERSON
    assert len(registry.asked) == 2


def test_a_lasting_fault_is_told_after_the_last_attempt(registry):
    registry.faults = dict.fromkeys((1, 2, 3), as_json({}, 503))

    with pytest.raises(UnreadableSourceError, match="answered 503"):
        asked(registry)
    assert len(registry.asked) == 3


LASTING = {
    "forbidden": (as_json({}, 403), "answered 403"),
    "huge": (Response(b" " * (MOST_BYTES + 1)), "larger than 1024 KB"),
    "another_number": (as_json(found(clinic())), "another number"),
    "strange_errors": (as_json({"Errors": "no"}), "answered with an error"),
    "somewhere_else": (Response("", 302, {"Location": "http://127.0.0.2:9/api/"}), "sent us on to 127.0.0.2"),
}


@pytest.mark.parametrize(("fault", "words"), LASTING.values(), ids=LASTING)
def test_what_is_not_believed(registry, fault, words):
    registry.faults = dict.fromkeys((1, 2, 3), fault)

    with pytest.raises(UnreadableSourceError, match=words):
        asked(registry)


def test_a_redirect_on_the_same_host_is_followed_and_a_circle_is_left(registry, httpserver):
    moved = httpserver.url_for("/moved/")
    httpserver.expect_request("/moved/").respond_with_json(found(person()))
    registry.faults[1] = Response("", 302, {"Location": moved})
    assert asked(registry)["number"] == PERSON

    registry.faults[2] = Response("", 302, {"Location": "/round/"})
    httpserver.expect_request("/round/").respond_with_data("", 302, {"Location": "/round/"})
    with pytest.raises(UnreadableSourceError, match="could not be asked"):
        asked(registry)


def test_nobody_there_and_no_address_are_told():
    for address in ("http://127.0.0.1:9/api/", "ftp://127.0.0.1/", "not an address"):
        with pytest.raises(UnreadableSourceError, match="could not be asked"):
            ask(PERSON, address=address, manners=QUICK)


def test_characters_that_a_database_cannot_keep_are_left_out(registry):
    basic = {"last_name": "ASH\0GROVE\ud800", "status": "A"}
    registry.records[PERSON] = found(person(basic=basic))

    assert asked(registry)["basic"]["last_name"] == "ASHGROVE"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*person(), "basic", "Errors"]), JSON))
def test_no_payload_is_a_crash(payload):
    assert isinstance(row_of(payload), NpiRow)
    assert isinstance(words_of_deactivation(payload), str)
