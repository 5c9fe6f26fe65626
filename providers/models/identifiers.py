"""Check digits and shapes of the field's identifiers. Used by models, forms, imports and the API alike."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NPI_PREFIX_SUM = 24  # the Luhn sum of 80840, the prefix of US health identifiers (CMS, NPI check digit)

DEA_LIKE = re.compile(r"(?<![A-Z0-9])[ABFGMPR][A-Z9][- ]?[0-9]{7}(?![0-9])")


def _luhn_sum(digits: str) -> int:
    total = 0
    for position, character in enumerate(reversed(digits)):
        digit = int(character) * (2 if position % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total


def is_npi(value: str) -> bool:
    """Ten digits, the first 1 or 2, Luhn over 80840 + NPI (45 CFR 162.406)."""
    return bool(re.fullmatch(r"[12][0-9]{9}", value)) and (_luhn_sum(value) + NPI_PREFIX_SUM) % 10 == 0


def is_dea(value: str) -> bool:
    """Two letters (the second may be 9) and seven digits, the last a check digit (21 CFR 1301 practice)."""
    if not re.fullmatch(r"[A-Z][A-Z9][0-9]{7}", value):
        return False
    digits = [int(character) for character in value[2:]]
    return (sum(digits[0:5:2]) + 2 * sum(digits[1:6:2])) % 10 == digits[6]


def holds_dea(text: str) -> bool:
    """By shape, first letter and check digit, wherever in the text it stands."""
    return any(is_dea(re.sub(r"[- ]", "", found)) for found in DEA_LIKE.findall(text.upper()))


def refuse_dea(text: str) -> None:
    if holds_dea(text):
        raise ValidationError(_("This looks like a DEA number. It does not belong here."), code="dea")


def validate_npi(value: str) -> None:
    if not is_npi(value):
        raise ValidationError(_("This NPI is not valid: check all ten digits."), code="npi")


def validate_https(value: str) -> None:
    if not value.startswith("https://"):
        raise ValidationError(_("The address must start with https://"), code="https")


def validate_e164(value: str) -> None:
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", value):
        raise ValidationError(_("Give the telephone number with its area code."), code="phone")
