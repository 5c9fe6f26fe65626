"""Cases for tests, opened by the actions themselves or by the repair of the queue."""

from typing import Any

from providers.actions import case_upkeep, reports
from providers.models import Case, Location
from providers.models.vocabulary import CredentialStatus, ListingStatus, ReportedField

from . import factories


def about_a_report(place: Location | None = None, field: str = ReportedField.HOURS, **over: Any) -> Case:
    """Weighs 30 unless the field is a graver one; due in a business day."""
    place = place or factories.published_listing()
    number = Case.objects.count()
    over.setdefault("message", "They close at noon.")
    report = reports.file_report(location=place, field=field, client=f"192.0.2.{number}", **over)
    return Case.objects.get(report=report)


def about_a_licence(status: str = CredentialStatus.CLAIMED, **over: Any) -> Case:
    """Of somebody who prescribes at a published listing. Weighs 40."""
    over.setdefault("practitioner", factories.role(factories.published_listing()).practitioner)
    row = factories.licence(status=status, **over)
    case_upkeep.follow_all()
    return Case.objects.get(credential=row)


def about_a_listing() -> Case:
    """Weighs 30; due in five business days."""
    clinic = factories.provider(status=ListingStatus.PENDING_REVIEW)
    factories.location(clinic)
    case_upkeep.follow_all()
    return Case.objects.get(provider=clinic)
