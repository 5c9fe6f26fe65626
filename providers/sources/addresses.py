"""Postal addresses as registers write them: ZIP codes that lost digits, states by code or name."""

from __future__ import annotations

import re

from providers.models.place_names import STATE_BY_KEY, STATES, search_key

# USPS Publication 65: the states whose ZIP codes begin with 0 (New York has 005 and 063).
BEGIN_WITH_ZERO = frozenset({"CT", "MA", "ME", "NH", "NJ", "NY", "PR", "RI", "VI", "VT", "AE"})


def read_state(text: str) -> str:
    """The two-letter code, or "" where the text is no US state or territory."""
    code = text.upper()
    return code if code in STATES else STATE_BY_KEY.get(search_key(text), "")


def read_zip(text: str, state: str) -> str:
    """Five digits, or "". A spreadsheet drops leading zeros and may add ".0"; the +4 is left out."""
    found = re.fullmatch(r"(\d{3,5})(?:\.0+)?(?:\s*-\s*\d{0,4})?|(\d{7,9})(?:\.0+)?", text)
    if not found:
        return ""
    digits = found[1] or found[2]
    whole = 5 if found[1] else 9
    if len(digits) < whole and state not in BEGIN_WITH_ZERO:
        return ""
    return digits.zfill(whole)[:5]
