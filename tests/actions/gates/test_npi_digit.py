"""The check digit and the first digit of an NPI, against the numbers of 45 CFR 162.406."""

import pytest

from providers.actions.gates import npi_digit
from providers.models.vocabulary import CheckResult


@pytest.mark.parametrize("npi", ["1234567893", "1689872012", "1114499340", "1245319599", "1407938061"])
def test_numbers_that_exist_pass(npi):
    look = npi_digit.look(npi)
    assert (look.result, look.differs) == (CheckResult.AGREES, [])


@pytest.mark.parametrize("npi", ["1234567890", "3234567899", "12345", "", "123456789a"])
def test_numbers_that_cannot_exist_do_not(npi):
    look = npi_digit.look(npi)
    assert look.result == CheckResult.DIFFERS
    assert [one["field"] for one in look.differs] == ["npi"]
