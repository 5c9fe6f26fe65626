"""Telephone numbers as registers write them."""

import pytest

from providers.sources.telephone import Telephone, read


@pytest.mark.parametrize(
    ("text", "number", "extension", "others"),
    [
        ("850-555-0101", "+18505550101", "", 0),
        ("(850) 555.0101", "+18505550101", "", 0),
        ("1-800-555-0177", "+18005550177", "", 0),
        ("+1 850 555 0101", "+18505550101", "", 0),
        ("850-555-0101 x1126", "+18505550101", "1126", 0),
        ("850-555-0101 ext 7", "+18505550101", "7", 0),
        ("850-555-0101, 850-555-0102 x9", "+18505550101", "", 1),
        ("850-555-0101; 850-555-0102; 850-555-0103", "+18505550101", "", 2),
    ],
)
def test_read(text, number, extension, others):
    assert read(text) == Telephone(number, extension, others)


@pytest.mark.parametrize("text", ["", "none", "call us", "911", "555-01", "0" * 40, "x123"])
def test_read_finds_nothing(text):
    assert read(text) is None
