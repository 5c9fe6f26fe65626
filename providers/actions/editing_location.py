"""Where a location is and how to reach it; new ones are asked for, closed ones keep their row."""

from __future__ import annotations

import datetime
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Location, Provider, User
from providers.models.change_request import ChangedField as F

from . import changes, search_index
from .clock import refuse_future
from .own_words import refuse_claims
from .refusals import refuse_unless
from .sensitive import ask, open_by_field, shown
from .stated import hold, state
from .versions import refuse_stale, version_of

ADDRESS = ("street", "street2", "city", "state", "zip")
HARMLESS = (
    *("name", "phone_extension", "email", "booking_url", "timezone"),
    *("appointment", "new_patients", "wait_days", "needs", "evaluation_by"),
)


def version(location: Location) -> str:
    return version_of(stated(Location.objects.get(pk=location.pk)))


def stated(location: Location) -> dict[str, Any]:
    """What the form holds: a value that waits for review stands in place of the live one."""
    waiting = open_by_field(location.provider, location)
    return {
        **{name: getattr(location, name) for name in HARMLESS},
        "phone": shown(F.PHONE, location.phone, waiting),
        **shown(F.ADDRESS, _address(location), waiting),
    }


def _address(location: Location) -> dict[str, str]:
    return {name: getattr(location, name) for name in ADDRESS}


@transaction.atomic
def save(*, by: User, location: Location, version: str, facts: dict[str, Any]) -> None:
    """facts: HARMLESS, ADDRESS and phone. Raises Stale or ValidationError."""
    provider = hold(location.provider)
    row = _of(provider, location)
    refuse_stale(version, stated(row))
    refuse_claims(provider, {"name": row.name}, {"name": facts["name"]})
    waiting, seen_zone = open_by_field(provider, row), row.timezone
    moved = {name: facts[name] for name in ADDRESS}
    lives = {F.ADDRESS: _address(row), F.PHONE: row.phone}
    for field, after in ((F.ADDRESS, moved), (F.PHONE, facts["phone"])):
        ask(
            by=by,
            provider=provider,
            field=field,
            after=after,
            live=lives[field],
            waiting=waiting,
            location=row,
        )
    row = _of(provider, row)
    _refuse_lone_extension(row, facts)
    # A move brings its own time zone, unless another one was chosen in the same breath.
    kept = {"timezone": row.timezone} if facts["timezone"] == seen_zone else {}
    with pghistory.context(event="edit_location", by=by.pk):
        said = state(row, by=by, facts={name: facts[name] for name in HARMLESS} | kept)
    if said:
        search_index.reindex([row.pk])


def _of(provider: Provider, location: Location) -> Location:
    row: Location = provider.locations.select_for_update().get(pk=location.pk)
    row.provider = provider
    return row


def _refuse_lone_extension(location: Location, facts: dict[str, Any]) -> None:
    if not facts["phone_extension"] or location.phone:
        return
    sentence = (
        _("Save the number first. You can add its extension once we have reviewed it.")
        if facts["phone"]
        else _("An extension needs a telephone number.")
    )
    raise ValidationError({"phone_extension": sentence})


def add(*, by: User, provider: Provider, facts: dict[str, Any]) -> ChangeRequest | None:
    """Asks for a new location; where nobody reads the listing yet, it is there at once."""
    return changes.request_change(by=by, provider=provider, field=F.LOCATION, after=facts)


@transaction.atomic
def close(*, by: User, location: Location, closed_on: datetime.date) -> Location:
    """Its last day was this. Search forgets it; its page says that it closed."""
    provider = hold(location.provider)
    row = _of(provider, location)
    refuse_unless(row.closed_on is None, _("This location is closed already."))
    others = provider.locations.filter(closed_on__isnull=True).exclude(pk=row.pk)
    only = _("This is the only location. Close the whole listing instead.")
    refuse_unless(others.exists(), only)
    refuse_future(closed_on)
    return _set_closed(row, closed_on, by=by, event="close_location")


@transaction.atomic
def reopen(*, by: User, location: Location) -> Location:
    row = _of(hold(location.provider), location)
    refuse_unless(row.closed_on is not None, _("This location is open."))
    return _set_closed(row, None, by=by, event="reopen_location")


def _set_closed(row: Location, closed_on: datetime.date | None, *, by: User, event: str) -> Location:
    row.closed_on = closed_on
    with pghistory.context(event=event, by=by.pk):
        row.save(update_fields=["closed_on"])
    search_index.reindex([row.pk])
    return row
