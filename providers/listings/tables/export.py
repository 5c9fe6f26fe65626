"""What is there, as a table that can be changed and given back. What waits for review stands as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from providers.actions.changes import open_changes
from providers.actions.clock import today
from providers.actions.editing_location import ADDRESS
from providers.actions.table_locations import open_locations, shown_address, shown_phone
from providers.actions.table_prices import prices_by_service, still_to_hold
from providers.actions.table_services import is_certified, services_by_key
from providers.models import ChangeRequest, Provider
from providers.models.change_request import ChangedField as F

from .columns import LOCATIONS, PRICES, SERVICES, Table
from .file import write

Facts = dict[str, Any]


def export(table: Table, listing: Provider) -> bytes:
    rows = ROWS[table.name](listing)
    head = [column.name for column in table.columns]
    return write(
        [head, *([column.cell.write(row.get(column.field)) for column in table.columns] for row in rows)]
    )


def _locations(listing: Provider) -> Iterator[Facts]:
    waiting = {(row.location_id, row.field): row for row in open_changes(listing)}

    def asked(pk: int, field: F) -> ChangeRequest | None:
        return waiting.get((pk, field.value))

    for row in open_locations(listing):
        facts = {column.field: getattr(row, column.field, None) for column in LOCATIONS.columns}
        address = shown_address(row, asked(row.pk, F.ADDRESS))
        phone = shown_phone(row, asked(row.pk, F.PHONE))
        yield {**facts, **{name: address[name] for name in ADDRESS}, "phone": phone, "location": row.slug}


def _services(listing: Provider) -> Iterator[Facts]:
    waiting = list(open_changes(listing))
    for (slug, _route, _setting), row in services_by_key(listing).items():
        facts = {column.field: getattr(row, column.field, None) for column in SERVICES.columns}
        yield {**facts, "location": slug, "is_certified": is_certified(row, waiting)}


def _prices(listing: Provider) -> Iterator[Facts]:
    prices = prices_by_service(listing)
    for (slug, route, setting), service in services_by_key(listing).items():
        for row in still_to_hold(prices.get(service.pk, []), today()):
            facts = {column.field: getattr(row, column.field, None) for column in PRICES.columns}
            high = row.amount_max if row.amount_max != row.amount_min else None
            own = {"location": slug, "route": route, "setting": setting}
            yield {**facts, **own, "low": row.amount_min, "high": high}


ROWS = {LOCATIONS.name: _locations, SERVICES.name: _services, PRICES.name: _prices}
