"""Check digits against numbers that others published, and what every good number has in common."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from providers.models.identifiers import is_dea, is_npi, validate_e164, validate_https, validate_npi

GOOD_NPI = ["1234567893", "1689872012", "1114499340", "1245319599", "1407938061"]
BAD_NPI = [
    "1234567890",  # the check digit
    "3234567899",  # the check digit agrees, the first digit is neither 1 nor 2
    "123456789", "12345678933", "123456789X", "", " 1234567893", "1234567893\n", "１２３４５６７８９３",
]  # fmt: skip
GOOD_DEA = ["AB1234563", "AB4523761", "F91234563"]
BAD_DEA = ["AB4523763", "AB4523767", "A11234563", "ab1234563", "AB123456", "AB12345634", ""]


@pytest.mark.parametrize("number", GOOD_NPI)
def test_a_good_npi(number):
    assert is_npi(number)
    validate_npi(number)


@pytest.mark.parametrize("number", BAD_NPI)
def test_a_bad_npi(number):
    assert not is_npi(number)
    with pytest.raises(ValidationError, match="check all ten digits"):
        validate_npi(number)


@given(st.sampled_from(GOOD_NPI), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(number, place, shift):
    wrong = str((int(number[place]) + shift) % 10)
    assert not is_npi(number[:place] + wrong + number[place + 1 :])


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True))
def test_nine_digits_have_exactly_one_check_digit(nine):
    assert sum(is_npi(f"{nine}{digit}") for digit in range(10)) == 1


@given(st.text())
def test_no_text_breaks_the_check(text):
    assert is_npi(text) in (True, False)
    assert is_dea(text) in (True, False)


@pytest.mark.parametrize("number", GOOD_DEA)
def test_a_good_dea_number(number):
    assert is_dea(number)


@pytest.mark.parametrize("number", BAD_DEA)
def test_a_bad_dea_number(number):
    assert not is_dea(number)


@pytest.mark.parametrize(
    ("validate", "good", "bad"),
    [
        (validate_https, "https://example.org", "http://example.org"),
        (validate_https, "https://example.org", "javascript:alert(1)"),
        (validate_e164, "+13035550100", "303-555-0100"),
        (validate_e164, "+13035550100", "+03035550100"),
        (validate_e164, "+13035550100", "+13035550100\n"),
    ],
)
def test_shapes(validate, good, bad):
    validate(good)
    with pytest.raises(ValidationError):
        validate(bad)
