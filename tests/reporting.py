"""Visitors who report, for tests: each with an address of their own."""

from typing import Any

from providers.actions import report_steps, reports
from providers.models import Location, Report, User

from . import cast

NUMBER_IS_DEAD = "The number is dead."


def filed(location: Location, field: str = "phone", *, visitor: int = 1, **over: Any) -> Report:
    words = {"message": NUMBER_IS_DEAD, **over}
    return reports.file_report(location=location, field=field, client=f"203.0.113.{visitor}", **words)


def by_three(location: Location, field: str = "phone", *, first: int = 1) -> list[Report]:
    return [filed(location, field, visitor=first + number) for number in range(3)]


def triaged(location: Location, field: str = "phone", **over: Any) -> Report:
    return report_steps.triage(by=cast.operator(), report=filed(location, field, **over))


def settled(report: Report, status: str = "corrected", by: User | None = None, **over: Any) -> Report:
    who = by or cast.reviewer()
    return report_steps.settle(by=who, report=report, status=status, outcome="We called.", **over)
