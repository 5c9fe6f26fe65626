"""ZIP codes that lost digits, and states by code or name."""

import pytest

from providers.sources.addresses import read_state, read_zip


@pytest.mark.parametrize(
    ("text", "state", "code"),
    [
        ("02139", "MA", "02139"),
        ("2139", "MA", "02139"),
        ("2139.0", "MA", "02139"),
        ("501", "NY", "00501"),
        ("80302-1234", "CO", "80302"),
        ("803021234", "CO", "80302"),
        ("21394307", "MA", "02139"),
        ("8030", "CO", ""),
        ("8030212", "CO", ""),
        ("8O302", "CO", ""),
        ("", "CO", ""),
    ],
)
def test_read_zip(text, state, code):
    assert read_zip(text, state) == code


@pytest.mark.parametrize(
    ("text", "state"),
    [("CO", "CO"), ("co", "CO"), ("Colorado", "CO"), ("puerto rico", "PR"), ("XX", ""), ("Ontario", "")],
)
def test_read_state(text, state):
    assert read_state(text) == state
