"""An edit of a sensitive field from a form that shows what waits in place of what is live."""

from __future__ import annotations

from typing import Any

from providers.models import ChangeRequest, Location, Provider, User

from . import changes


def open_by_field(provider: Provider, location: Location | None = None) -> dict[str, ChangeRequest]:
    """What waits for this location, or for the listing itself, by field."""
    rows = changes.open_changes(provider).filter(location=location, subject="")
    return {str(row.field): row for row in rows}


def shown(field: str, live: Any, waiting: dict[str, ChangeRequest]) -> Any:
    """What the form holds: the value asked for, or the live one."""
    return waiting[field].after if field in waiting else live


def ask(
    *,
    by: User,
    provider: Provider,
    field: str,
    after: Any,
    live: Any,
    waiting: dict[str, ChangeRequest],
    location: Location | None = None,
) -> None:
    """Asks, unless the form still holds what it was drawn with: the same request is not made twice."""
    if after != shown(field, live, waiting):
        changes.request_change(by=by, provider=provider, field=field, after=after, location=location)
