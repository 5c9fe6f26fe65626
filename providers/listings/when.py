"""The moment of a save, in the address after it and in the clinic's own time on the page."""

from __future__ import annotations

import datetime
import zoneinfo

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from providers.models import Location

FORMAT = "%Y%m%dT%H%M"


def saved_at() -> str:
    return timezone.now().astimezone(datetime.UTC).strftime(FORMAT)


def saved_words(stamp: str, location: Location | None) -> str:
    """ "Saved at 2:32 p.m."; "" for anything that is not a moment of the last hour."""
    try:
        moment = datetime.datetime.strptime(stamp[:20], FORMAT).replace(tzinfo=datetime.UTC)
    except ValueError:
        return ""
    if not datetime.timedelta(minutes=-2) < timezone.now() - moment < datetime.timedelta(hours=1):
        return ""
    try:
        zone = zoneinfo.ZoneInfo(location.timezone) if location and location.timezone else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = None
    local = time_format(moment.astimezone(zone or datetime.UTC))
    return _("Saved at %(time)s") % {"time": local if zone else f"{local} UTC"}
