"""What the NPI register says of one number, whether its file or its web service said it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple


class NpiRow(NamedTuple):
    """Fields and their meaning are NpiRecord's. line: where it stood in the file."""

    npi: str
    entity: int | None = None
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    organization: str = ""
    other_names: list[dict[str, str]] = []
    credential_text: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    taxonomies: list[dict[str, Any]] = []
    official_name: str = ""
    official_title: str = ""
    official_phone: str = ""
    enumerated_on: datetime.date | None = None
    updated_on: datetime.date | None = None
    deactivated_on: datetime.date | None = None
    replacement_npi: str = ""
    line: int = 0


def ten_digits(text: str) -> str:
    """A telephone number of the US as ten digits; anything else is left out."""
    if len(text) == 10 and text.isascii() and text.isdigit():
        return text
    digits = "".join(character for character in text if character in "0123456789")
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return digits if len(digits) == 10 else ""


def licence(text: str) -> str:
    """The number, or "" where the register covers it with $$$ or ===."""
    return text if text.strip("$=") else ""


def full_name(parts: Iterable[str]) -> str:
    return " ".join(part for part in parts if part)
