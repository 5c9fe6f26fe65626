"""Without the programs they need, these tests are skipped; where they must run, they fail."""

import pytest

from .conftest import required_program


@pytest.mark.parametrize(
    ("required", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)], ids=["skip", "fail"]
)
def test_a_missing_program_is_said(monkeypatch, required, outcome):
    monkeypatch.setenv("BROWSER_REQUIRED", required)
    with pytest.raises(outcome, match="no-such-program is not installed"):
        required_program("no-such-program", "nor-this")


def test_the_first_that_is_installed_is_taken():
    assert required_program("no-such-program", "sh").endswith("/sh")
