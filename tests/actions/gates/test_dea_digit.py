"""The check digit of a DEA number, its registrant and its second letter, which only warns."""

import json

import pytest

from providers.actions.gates import dea_digit
from providers.actions.gates.looks import digest_of
from providers.models.vocabulary import CheckResult, Profession


@pytest.mark.parametrize("number", ["AB1234563", "AB4523761", "F91234563"])
def test_numbers_that_exist_pass(number):
    assert dea_digit.look(number).result == CheckResult.AGREES


@pytest.mark.parametrize("number", ["AB4523763", "AB4523767", "ab1234563", "A1234563", "", "AB12345630"])
def test_numbers_that_cannot_exist_do_not(number):
    look = dea_digit.look(number)
    assert look.result == CheckResult.DIFFERS
    assert [one["field"] for one in look.differs] == ["dea"]


def test_nothing_of_the_number_is_in_what_is_kept():
    looks = [dea_digit.look(number, "Ana Brook", Profession.MD) for number in ("AB1234563", "AB4523761")]
    assert "1234563" not in json.dumps(looks[0].found)
    assert digest_of(looks[0].found) == digest_of(looks[1].found)


@pytest.mark.parametrize(
    ("number", "name", "warned"),
    [
        ("AB1234563", "Ana Brook, MD", False),
        ("AB1234563", "Dr. Ana Brook", False),
        ("AB1234563", "Ana de la Brook", False),
        ("AB1234563", "Ana Sample", True),
        ("F91234563", "Ana Sample", True),
        ("F91234563", "", False),
    ],
)
def test_another_initial_is_a_warning_only(number, name, warned):
    look = dea_digit.look(number, name)
    assert (bool(look.found["warnings"]), look.result) == (warned, CheckResult.AGREES)


@pytest.mark.parametrize(
    ("number", "profession", "result"),
    [
        ("AB1234563", Profession.MD, CheckResult.AGREES),
        ("AB1234563", Profession.PMHNP, CheckResult.DIFFERS),
        ("MB1234563", Profession.PMHNP, CheckResult.AGREES),
        ("PB1234563", Profession.MD, CheckResult.DIFFERS),
        ("AB1234563", Profession.OTHER, CheckResult.AGREES),
    ],
)
def test_the_kind_of_registrant_fits_the_profession(number, profession, result):
    look = dea_digit.look(number, "Ana Brook", profession)
    assert look.result == result
    assert [one["field"] for one in look.differs] == ([] if result == CheckResult.AGREES else ["registrant"])
