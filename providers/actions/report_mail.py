"""Tells a visitor what became of their report, in the language in which they read our page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from providers.models import Report
from providers.models.vocabulary import ReportedField

from . import mail
from .listing_mail import LANGUAGE, address_of


def is_address(contact: str) -> bool:
    """Else it is a telephone number, or words: then a person tells them."""
    try:
        validate_email(contact)
    except ValidationError:
        return False
    return True


def tell(report: Report, *, status: str, outcome: str) -> None:
    """Before the address is erased from the report. The outbox forgets it too, once it is sent."""
    if not is_address(report.contact):
        return
    place = report.location
    mail.send(
        to=report.contact,
        template="report_outcome",
        key=f"report_outcome:{report.pk}:{status}",
        context={
            "listing": place.provider.display_name,
            "field": ReportedField(report.field),
            "status": status,
            "outcome": outcome,
            "public_url": address_of("provider_location", place.provider.slug, place.slug),
        },
        language=report.language or LANGUAGE,
    )
