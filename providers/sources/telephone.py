"""Telephone numbers as registers write them: two in one cell, extensions, any punctuation."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers

LONGEST_EXTENSION = 10


@dataclass(frozen=True)
class Telephone:
    """number: E.164. others: how many more numbers stood in the same cell."""

    number: str
    extension: str = ""
    others: int = 0


def read(text: str) -> Telephone | None:
    """The first number of a cell, or None. Numbers are judged by length: new area codes come every year."""
    matches = list(phonenumbers.PhoneNumberMatcher(text, "US", leniency=phonenumbers.Leniency.POSSIBLE))
    if not matches:
        return None
    first = matches[0].number
    extension = first.extension or ""
    number = phonenumbers.format_number(first, phonenumbers.PhoneNumberFormat.E164)
    return Telephone(number, extension if len(extension) <= LONGEST_EXTENSION else "", len(matches) - 1)
