"""Reads NUCC's list of specialties (Health Care Provider Taxonomy) from its CSV file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from providers.models.facility import Refused

from . import table
from .reading import UnreadableSourceError

COLUMNS = ("code", "grouping", "classification", "specialization", "definition")
NEEDED = ("code", "classification")
CODE = re.compile(r"[0-9A-Z]{9}X")
LIMITS = {"grouping": 150, "classification": 150, "specialization": 150}
NAME = re.compile(r"nucc_taxonomy_([0-9]{2})([01])", re.IGNORECASE)


@dataclass(frozen=True)
class Specialty:
    """Fields and their meaning are Taxonomy's."""

    code: str
    grouping: str
    classification: str
    specialization: str
    definition: str


def read(stream: BinaryIO) -> Iterator[Specialty | Refused]:
    """Raises UnreadableSourceError for another kind of file, and for one whose last row is cut off."""
    last: Specialty | Refused | None = None
    for row in table.read(stream, columns=COLUMNS, needed=NEEDED):
        last = row if isinstance(row, Refused) else _specialty(row)
        yield last
    if isinstance(last, Refused):
        raise UnreadableSourceError(f"The file breaks off in line {last.line}: {last.reason}.")


def published_on(name: str) -> datetime.date | None:
    """nucc_taxonomy_251.csv is the second edition of 2025: they come out in January and in July."""
    found = NAME.search(name)
    return datetime.date(2000 + int(found[1]), 7 if found[2] == "1" else 1, 1) if found else None


def _specialty(row: table.Row) -> Specialty | Refused:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    if not CODE.fullmatch(cells["code"]):
        return Refused(row.line, f"“{cells['code'][:20]}” is not a code")
    if not cells["classification"]:
        return Refused(row.line, "it names no classification")
    for name, limit in LIMITS.items():
        if len(cells[name]) > limit:
            return Refused(row.line, f"its {name} is longer than {limit} characters")
    return Specialty(**cells)
