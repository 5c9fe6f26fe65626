"""Gate: the check digit of a DEA number, its kind of registrant and its second letter.

Nothing of the number itself is in the Look, nor in its digest: so few numbers pass that a digest would tell.
"""

from __future__ import annotations

from typing import Any

from providers.actions.name_keys import TITLES
from providers.models.identifiers import is_dea
from providers.models.spelled import spelled
from providers.models.vocabulary import CheckResult, Gate, Profession

from .looks import Look, difference

# The first letter: what kind of registrant it was given to.
REGISTRANTS = {
    **dict.fromkeys("ABFG", "practitioner"),
    "M": "mid-level practitioner",
    **dict.fromkeys("PR", "distributor or researcher"),
}
MID_LEVEL = (Profession.PMHNP, Profession.NP, Profession.CRNA, Profession.PA)
BUSINESS = "9"


def look(number: str, name: str = "", profession: str = "") -> Look:
    """name, profession: of the person who holds it; both empty for a place.

    A second letter that fits no word of the name is a warning only: people marry, and firms hold numbers.
    """
    if not is_dea(number):
        wrong = difference("dea", "the number entered", "no such number can exist: its check digit is wrong")
        return Look(Gate.DEA_DIGIT, CheckResult.DIFFERS, {"check_digit": "wrong", "differs": [wrong]})
    registrant = REGISTRANTS.get(number[0], "of another kind")
    found: dict[str, Any] = {
        "check_digit": "right",
        "registrant": registrant,
        "warnings": warnings(number[1], name),
    }
    expected = expected_of(profession)
    if expected and registrant != expected:
        found["differs"] = [difference("registrant", expected, registrant)]
        return Look(Gate.DEA_DIGIT, CheckResult.DIFFERS, found)
    return Look(Gate.DEA_DIGIT, CheckResult.AGREES, found)


def expected_of(profession: str) -> str:
    """ "" where either may be: the holder is a place, or of a profession that seldom prescribes."""
    if profession in MID_LEVEL:
        return "mid-level practitioner"
    return "practitioner" if profession in (Profession.MD, Profession.DO) else ""


def warnings(letter: str, name: str) -> list[str]:
    if letter == BUSINESS:
        return ["the number was given to a business"] if name else []
    words = [word for word in spelled(name.partition(",")[0]).split() if word not in TITLES]
    initials = {word[0] for word in words[1:]}
    return ["its second letter fits no part of the name"] if initials and letter not in initials else []
