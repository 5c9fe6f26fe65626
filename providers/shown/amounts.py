"""Dollars, ranges and addresses as a patient reads them."""

from __future__ import annotations

from decimal import Decimal

import phonenumbers

from providers.models import Location


def dollars(low: Decimal | float | None, high: Decimal | float | None = None) -> str:
    """ "$450", "$450-600", "$1,200.50"; "" when there is no amount."""
    if low is None:
        return ""
    first, last = _plain(low), _plain(low if high is None else high)
    return f"${first}" if first == last else f"${first}-{last}"


def _plain(amount: Decimal | float) -> str:
    value = Decimal(str(amount))
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def telephone(number: str, extension: str = "") -> str:
    """ "(303) 555-0142 ext. 7" for a US number in E.164."""
    if not number:
        return ""
    shown = phonenumbers.format_number(
        phonenumbers.parse(number, None), phonenumbers.PhoneNumberFormat.NATIONAL
    )
    return f"{shown} ext. {extension}" if extension else shown


def telephone_link(number: str, extension: str = "") -> str:
    return f"tel:{number};ext={extension}" if extension else f"tel:{number}"


def address_lines(location: Location) -> list[str]:
    street = ", ".join(part for part in (location.street, location.street2) if part)
    return [line for line in (street, f"{location.city}, {location.state} {location.zip}".strip()) if line]
