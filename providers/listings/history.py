"""The history of a listing, in sentences, newest first; and the button that undoes a harmless change."""

from __future__ import annotations

import datetime
import zoneinfo
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from providers.actions.undo import undo
from providers.http import NoSuchPage, page_number, paginate
from providers.models import Location, Provider, User
from providers.models.evidence import DAY_FORMAT
from providers.models.listing_history import Change, changes_of, count_changes

from .entrance import editing, open_locations
from .history_names import Names, names_for
from .history_words import Line, lines_of

PER_PAGE = 50


@dataclass(frozen=True)
class Save:
    """What one person did at one moment."""

    moment: str
    author: str
    lines: list[Line]


@require_safe
@editing
def listing_history(request: HttpRequest, listing: Provider) -> HttpResponse:
    return show(request, listing)


def show(request: HttpRequest, listing: Provider, *, refusal: str = "", status: int = 200) -> HttpResponse:
    number, total = page_number(request.GET), count_changes(listing)
    try:
        pager = paginate(request.GET, total, PER_PAGE, number or 0)
    except NoSuchPage as error:
        raise Http404 from error
    changes = changes_of(listing, start=(pager.number - 1) * PER_PAGE, length=PER_PAGE)
    names, zone = names_for(_person(request), listing, changes), _zone(open_locations(listing))
    context = {
        "listing": listing,
        "saves": saves_of(changes, names, zone),
        "pager": pager,
        "refusal": refusal,
        "is_undone": "undone" in request.GET,
    }
    return render(request, "listings/history.html", context, status=status)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def saves_of(changes: list[Change], names: Names, zone: datetime.tzinfo) -> list[Save]:
    """Neighbors of one minute by one author told together; what says nothing is left out."""
    found = []
    for (at, author), together in groupby(
        changes, key=lambda one: (_moment(one.at, zone), names.author(one))
    ):
        if lines := lines_of(together, names):
            found.append(Save(at, author, lines))
    return found


def _moment(at: datetime.datetime, zone: datetime.tzinfo) -> str:
    local = at.astimezone(zone)
    words = {"day": date_format(local, DAY_FORMAT), "time": f"{time_format(local)} {local:%Z}"}
    return _("%(day)s, %(time)s") % words


def _zone(locations: list[Location]) -> datetime.tzinfo:
    """The clinic's own time."""
    try:
        return zoneinfo.ZoneInfo(locations[0].timezone)
    except (IndexError, ValueError, zoneinfo.ZoneInfoNotFoundError):
        return timezone.get_default_timezone()


@require_POST
@editing
def undo_change(request: HttpRequest, listing: Provider, kind: str, pk: int) -> HttpResponse:
    try:
        undo(by=_person(request), provider=listing, kind=kind, pk=pk)
    except Provider.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as refusal:
        return show(request, listing, refusal=" ".join(refusal.messages), status=409)
    return HttpResponseRedirect(f"{reverse('listing_history', args=[listing.slug])}?undone=1")
