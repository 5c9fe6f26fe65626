"""What is the same and what differs, of names, numbers, days and states, as registers write them."""

import pytest

from providers.actions.credential_compare import compare, differences, is_renewal, result_of, same_name
from providers.models import Credential, Practitioner
from providers.models.vocabulary import CheckResult
from tests.factories.facts import day


def credential(**over):
    holder = Practitioner(name="Alex Sample", profession="MD")
    facts = {"type": "state_licence", "number": "DR.0012345", "state": "CO", "expires_on": day(-100), **over}
    return Credential(practitioner=holder, **facts)


CLEAN = {"name": "SAMPLE, ALEX", "number": "DR-0012345", "state": "CO", "status": "active"}


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Alex Sample", "SAMPLE, ALEX BRIAN"),
        ("Dr. Alex B. Sample, MD", "Alex Brian Sample"),
        ("Ana Núñez", "NUNEZ, ANA"),
        ("Conor O'Brien", "OBRIEN, CONOR"),
        ("Wei Ma, MD", "MA, WEI"),
        ("Kim Do", "Do, Kim, DO"),
        ("Alex Sample Jr.", "Alex Sample"),
        ("Cedar Grove Clinic LLC", "CEDAR GROVE CLINIC, LLC"),
    ],
)
def test_the_same_name(claim, source):
    assert same_name(claim, source)
    assert same_name(source, claim)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Alex Sample", "Alex Sampler"),
        ("Alex Sample", "Alexandra Sample"),
        ("Alex C. Sample", "Alex Brian Sample"),
        ("Ana Smith", "Ana Smith-Jones"),
        ("Wei Ma", "Wei Do"),
        ("Sample Alex", "Alex Sample"),
        ("Alex", "Alex Sample"),
    ],
)
def test_another_name(claim, source):
    assert not same_name(claim, source)


def test_signs_in_a_number_do_not_count_and_letters_do():
    assert result_of(credential(), CLEAN) == CheckResult.AGREES
    assert [row["field"] for row in differences(credential(), {**CLEAN, "number": "DR-00123450"})] == [
        "number"
    ]


@pytest.mark.parametrize("status", ["restricted", "pending", "lapsed", "suspended", "revoked"])
def test_anything_but_active_differs(status):
    assert result_of(credential(), {**CLEAN, "status": status}) == CheckResult.DIFFERS


def test_what_one_side_leaves_open_is_not_said():
    rows = {row.field: row.is_same for row in compare(credential(), {"state": "CO"})}
    assert rows == {"name": None, "number": None, "state": True, "status": None, "expires_on": None}


def test_both_sides_stand_in_the_difference_as_people_read_them():
    found = {**CLEAN, "expires_on": day(10).isoformat()}
    (row,) = differences(credential(), found)
    assert row["field"] == "expires_on"
    assert row["claim"] != row["source"]
    assert str(day(10).year) in row["source"]


@pytest.mark.parametrize(
    ("found", "is_one"),
    [
        ({"expires_on": day(-400).isoformat()}, True),
        ({"expires_on": day(-99).isoformat()}, False),
        ({"expires_on": day(-400).isoformat(), "status": "restricted"}, False),
        ({}, False),
    ],
)
def test_only_a_later_day_is_a_renewal(found, is_one):
    assert is_renewal(credential(), {**CLEAN, **found}, day()) is is_one
