"""Gate: the check digit of an NPI, and its first digit."""

from __future__ import annotations

from providers.models.identifiers import is_npi
from providers.models.vocabulary import CheckResult, Gate

from .looks import Look, difference


def look(npi: str) -> Look:
    if is_npi(npi):
        return Look(Gate.NPI_DIGIT, CheckResult.AGREES, {"npi": npi})
    wrong = difference("npi", npi, "no such number can exist: its check digit or first digit is wrong")
    return Look(Gate.NPI_DIGIT, CheckResult.DIFFERS, {"npi": npi, "differs": [wrong]})
