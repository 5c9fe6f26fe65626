"""The section of opening hours; Monday can be copied to other days, with or without JavaScript."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse, QueryDict

from providers.actions import editing_hours
from providers.models import Location, Provider

from .entrance import MemberRequest
from .frame import Edit, edit, editing_location, render_section
from .hours_form import HoursForm
from .place_fields import zone_name

MONDAYS = re.compile(r"(closed|opens|closes)_0(_[0-9]+|)")
COPIES = {"workdays": range(1, 5), "days": range(1, 7)}


@editing_location
def edit_hours(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    def form(data: Any) -> HoursForm:
        return HoursForm(data, rows=editing_hours.hours_of(location))

    def save(form: HoursForm, version: str) -> None:
        editing_hours.save(by=request.user, location=location, version=version, spans=form.spans())

    change = Edit(
        section="hours",
        form=form,
        version=lambda: editing_hours.version(location),
        save=save,
        location=location,
        context=lambda form: {"zone": zone_name(location.timezone) if location.timezone else ""},
    )
    if request.method == "POST" and (days := COPIES.get(request.POST.get("copy", ""))):
        copied = form(with_monday_on(days, request.POST))
        copied.errors.clear()  # nothing was sent to be saved yet
        return render_section(request, listing, change, copied)
    return edit(request, listing, change)


def with_monday_on(days: range, data: QueryDict) -> QueryDict:
    """What was typed, with these days as Monday is; nothing is saved."""
    copied = data.copy()
    of_monday = [name for name in data if MONDAYS.fullmatch(name)]
    for day in days:
        copied.pop(f"closed_{day}", None)
        for name in of_monday:
            copied[MONDAYS.sub(rf"\g<1>_{day}\g<2>", name)] = str(data[name])
    return copied
