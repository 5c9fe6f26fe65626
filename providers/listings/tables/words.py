"""What an import would do, row by row, in the words of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from providers.actions.changed_words import in_words
from providers.actions.table_import import Problem, Told
from providers.models.change_request import ChangedField as F

from .columns import PRICES, Table

SENSITIVE = (F.ADDRESS, F.PHONE, F.LOCATION, F.ROUTE, F.REMS)


@dataclass(frozen=True)
class Shown:
    """before and after: "" where there is none."""

    row: int
    what: str
    column: str
    before: str
    after: str
    waits: bool


@dataclass(frozen=True)
class Wrong:
    row: int
    column: str
    sentence: str


def shown(table: Table, told: Told) -> Shown:
    if told.field == "remove":
        return Shown(told.line, told.what, "remove", _value(table, told.before), _("taken out"), told.waits)
    return Shown(
        told.line,
        told.what,
        _column(table, told.field),
        _words(table, told.field, told.before),
        _words(table, told.field, told.after),
        told.waits,
    )


def wrong(table: Table, problem: Problem) -> Wrong:
    return Wrong(problem.line, _name(table, problem.field), problem.sentence)


def _column(table: Table, field: str) -> str:
    """A sensitive edit by its own name, a fact by its column."""
    if field in SENSITIVE and field != F.PHONE:
        return str(F(field).label)
    return _name(table, field)


def _name(table: Table, field: str) -> str:
    """ "" for the row as a whole."""
    names = {"amount_min": "low", "amount_max": "high"}
    column = table.column(names.get(field, field))
    return column.name if column else ""


def _words(table: Table, field: str, value: Any) -> str:
    if isinstance(value, dict) and table is PRICES:
        return _value(table, value)
    if field in SENSITIVE:
        return in_words(field, value) if value is not None else ""
    column = table.column(field)
    return (column.cell.write(value) if column else str(value)) or _("Not stated")


def _value(table: Table, value: Any) -> str:
    """A price as a whole: “part: Session, all in; amount: 450; …”."""
    if not isinstance(value, dict):
        return ""
    cells = ((column.name, column.cell.write(value.get(column.field))) for column in table.columns)
    return "; ".join(f"{name}: {text}" for name, text in cells if text)
