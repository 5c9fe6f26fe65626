"""What visitors report as wrong. Stored for the staff; nothing of the visitor but what they typed.

What the staff make of it: report_steps.py.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from providers.models import Location, Report
from providers.models.disputes import disputes_of

from . import report_cases, search_index, throttle
from .throttle import TooMany, household

__all__ = ["REPORTS_PER_DAY", "REPORTS_PER_LISTING", "TooMany", "file_report"]

REPORTS_PER_DAY = 10
REPORTS_PER_LISTING = 3


@transaction.atomic
def file_report(
    *, location: Location, field: str, message: str, client: str, contact: str = "", language: str = ""
) -> Report:
    """client: the visitor's address, for counting only. Raises TooMany; ValidationError for a bad report.

    language: in which an answer is written, kept only where there is somewhere to send it.
    """
    report = Report(location=location, field=field, message=message.strip(), contact=contact.strip())
    report.language = language[:10] if report.contact else ""
    report.sender = sender_of(client, location=location, field=field)
    report.full_clean()
    throttle.count(scope="report", address=client, limit=REPORTS_PER_DAY)
    throttle.count(scope=f"report:{location.pk}", address=client, limit=REPORTS_PER_LISTING)
    # One after the other: of three that come at once, the last counts them all.
    Location.objects.select_for_update(no_key=True).get(pk=location.pk)
    report.save()
    report_cases.follow(report)
    if disputes_of([location.pk], timezone.localdate()):
        search_index.reindex([location.pk])
    return report


def sender_of(client: str, *, location: Location, field: str) -> int:
    """One of 65,536 numbers for a household, and another one for each place and field.

    Some 65,000 of all addresses share a number, so it tells reports apart and names nobody.
    """
    said = f"{location.pk}|{field}|{household(client)}"
    return int.from_bytes(salted_hmac("providers.report", said, algorithm="sha256").digest()[:2])
