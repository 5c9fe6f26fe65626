"""From a file to the rows of one of the tables, with everything that is wrong in any cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.actions.table_import import MOST_PROBLEMS, Line, Problem

from .columns import TABLES, Column, Table
from .file import Unreadable, read


@dataclass
class Parsed:
    """lines only of rows without a problem."""

    table: Table
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse(content: bytes) -> Parsed:
    """Raises Unreadable for what is wrong with the file as a whole."""
    rows = read(content)
    if not rows:
        raise Unreadable(_("This file is empty."))
    (_number, first), *rest = rows
    names = [_plain(cell) for cell in _without_empty_end(first)]
    parsed = Parsed(_table_of(names))
    columns = _columns(parsed.table, names)
    if not rest:
        raise Unreadable(_("There is nothing below the first row."))
    for number, cells in rest:
        _add(parsed, columns, number, _without_empty_end(cells))
    return parsed


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").casefold().split())


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _table_of(names: Sequence[str]) -> Table:
    """The table most of whose columns are here."""

    def common(table: Table) -> int:
        return len({column.name for column in table.columns} & set(names))

    best = max(TABLES.values(), key=common)
    if common(best) < 2:
        raise Unreadable(_("The first row must hold the names of the columns, as in an export."))
    return best


def _columns(table: Table, names: Sequence[str]) -> list[Column]:
    by_name = {column.name: column for column in table.columns}
    for name in names:
        if name not in by_name:
            sentence = _("We do not know the column “%(name)s”. Take it out, or name it as in an export.")
            raise Unreadable(sentence % {"name": name[:60]})
        if list(names).count(name) > 1:
            raise Unreadable(_("The column “%(name)s” is here twice.") % {"name": name})
    for column in table.columns:
        if column.is_key and column.name not in names:
            raise Unreadable(_("The column “%(name)s” is missing.") % {"name": column.name})
    return [by_name[name] for name in names]


def _add(parsed: Parsed, columns: Sequence[Column], number: int, cells: Sequence[str]) -> None:
    if len(cells) > len(columns):
        _problem(parsed, number, "", _("This row has more cells than there are columns."))
        return
    facts: dict[str, Any] = {}
    wrong = False
    for column, text in zip(columns, [*cells, *[""] * len(columns)], strict=False):
        try:
            facts[column.field] = column.cell.read(text)
        except ValidationError as refusal:
            wrong = True
            _problem(parsed, number, column.field, " ".join(refusal.messages))
    if not wrong:
        remove = bool(facts.pop("remove", None))
        parsed.lines.append(Line(number, facts, remove))


def _problem(parsed: Parsed, number: int, field: str, sentence: str) -> None:
    if len(parsed.problems) < MOST_PROBLEMS:
        parsed.problems.append(Problem(number, field, sentence))
