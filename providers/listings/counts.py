"""How often a listing was shown, opened and chosen in the last weeks: a table, and four small drawings."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from providers.actions.counts import monday
from providers.models import Provider, WeeklyCount
from providers.models.weekly_count import Counted

from .entrance import editing

WEEKS, RECENT = 13, 4
SHORT = (_("Shown"), _("Opened"), _("Telephone"), _("Website"))  # in the order of Counted
BAR, GAP, TALLEST = 16, 4, 48


@dataclass(frozen=True)
class Bar:
    x: int
    y: float
    height: float
    is_running: bool


@dataclass(frozen=True)
class Chart:
    """One thing that is counted; total of all weeks."""

    label: str
    total: str
    highest: int
    bars: list[Bar]


@dataclass(frozen=True)
class Row:
    """A week, or a location, and its four numbers."""

    name: object
    numbers: list[int]
    is_running: bool = False

    @property
    def texts(self) -> list[str]:
        return [f"{number:,}" for number in self.numbers]


@require_safe
@editing
def listing_counts(request: HttpRequest, listing: Provider) -> HttpResponse:
    this_week = monday(timezone.now().date())
    weeks = [this_week - datetime.timedelta(weeks=back) for back in range(WEEKS)]
    found, by_location = _read(listing, weeks)
    context = {
        "listing": listing,
        "headings": list(SHORT),
        "charts": [_chart(counted, found, weeks) for counted in Counted],
        "weeks": [_week(week, found, this_week) for week in weeks],
        "locations": _locations(listing, by_location),
        "recent": RECENT,
        "width": WEEKS * (BAR + GAP),
        "height": TALLEST,
        "bar": BAR,
    }
    return render(request, "listings/counts.html", context)


Found = Counter[tuple[datetime.date, str]]
ByLocation = Counter[tuple[int, str]]


def _read(listing: Provider, weeks: list[datetime.date]) -> tuple[Found, ByLocation]:
    """One query."""
    found: Found = Counter()
    by_location: ByLocation = Counter()
    rows = WeeklyCount.objects.filter(location__provider=listing, week__gte=weeks[-1])
    for week, what, location, count in rows.values_list("week", "what", "location").annotate(Sum("count")):
        found[week, what] += count
        if week >= weeks[RECENT - 1]:
            by_location[location, what] += count
    return found, by_location


def _week(week: datetime.date, found: Found, this_week: datetime.date) -> Row:
    return Row(week, [found[week, counted] for counted in Counted], week == this_week)


def _chart(counted: Counted, found: Found, weeks: list[datetime.date]) -> Chart:
    """The oldest week at the left. A week with anything at all has a bar that can be seen."""
    numbers = [found[week, counted] for week in reversed(weeks)]
    highest = max(numbers)
    bars = []
    for place, number in enumerate(numbers):
        height = max(2.0, round(TALLEST * number / highest, 1)) if number else 0.0
        bars.append(Bar(place * (BAR + GAP), TALLEST - height, height, place == len(numbers) - 1))
    return Chart(str(counted.label), f"{sum(numbers):,}", highest, bars)


def _locations(listing: Provider, by_location: ByLocation) -> list[Row]:
    """Only where there are several; the most often opened first."""
    locations = list(listing.locations.filter(closed_on__isnull=True).order_by("pk"))
    rows = [
        Row(location.name or str(location), [by_location[location.pk, counted] for counted in Counted])
        for location in locations
    ]
    return sorted(rows, key=lambda row: row.numbers[1], reverse=True) if len(rows) > 1 else []
