"""Reads the NPI register's file (NPPES), whole or a week's, in flat memory: one bad row costs only itself."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from typing import IO, Any

from providers.models import NpiRecord
from providers.models.facility import Refused

from .npi_row import NpiRow, full_name, licence, ten_digits
from .nppes_columns import Columns
from .reading import UnreadableSourceError, decode

BLOCK = 1024 * 1024
ENTITIES = {"": None, "1": 1, "2": 2}
SUSPICIOUS = 40  # no cell is too long for its field as long as none has more characters than this


class _Days(dict[str, datetime.date | None]):
    """MM/DD/YYYY as days, each worked out once: nine million rows share a few thousand of them."""

    def __missing__(self, text: str) -> datetime.date | None:
        try:
            day = datetime.datetime.strptime(text, "%m/%d/%Y").replace(tzinfo=datetime.UTC).date()
        except ValueError:
            raise ValueError(f"“{text[:20]}” is not a date") from None
        if not 1900 < day.year < 2100:
            raise ValueError(f"“{text[:20]}” is not a date of our time")
        self[text] = day
        return day


class Reading:
    """line: how many lines were read, the first included. offset: how many bytes.

    Raises UnreadableSourceError for another kind of file at once, and for one that breaks off at its end.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.line = self.offset = 0
        self._is_cut = False
        self._texts = self._read(stream)
        self._days = _Days({"": None})
        try:
            header = next(csv.reader([next(self._texts).removeprefix("\ufeff")], strict=True))
        except StopIteration:
            raise UnreadableSourceError("The file is empty.") from None
        except csv.Error:
            header = []
        self._columns = Columns(header)

    def rows(self, *, after: int = 0) -> Iterator[NpiRow | Refused]:
        """after: as many lines of the file are passed over, as an earlier reading has taken them."""
        for text in self._texts:
            if self.line <= after or not text or text == "\r":
                continue
            try:
                yield self._row(text)
            except (ValueError, csv.Error) as error:
                if self._is_cut:
                    raise UnreadableSourceError(f"The file breaks off in line {self.line:,}.") from error
                yield Refused(self.line, _in_words(error))

    def _read(self, stream: IO[bytes]) -> Iterator[str]:
        """Its lines. Of one that is longer than a block only the beginning is kept, which no row outlives."""
        rest = b""
        while block := stream.read(BLOCK):
            self.offset += len(block)
            whole, newline, rest = (rest + block).rpartition(b"\n")
            if not newline:
                rest = rest[:BLOCK]
                continue
            for text in _decoded(whole):
                self.line += 1
                yield text
        if rest:
            self._is_cut = True
            self.line += 1
            yield decode(rest)

    def _row(self, text: str) -> NpiRow:
        """Raises ValueError or csv.Error with the reason for which the line is no row."""
        cells = self._columns.cells(text.removesuffix("\r"))
        if "\0" in text:
            raise ValueError("it holds a NUL character")
        kept = list(map(str.strip, self._columns.pick(cells)))
        row = self._record(kept, self._taxonomies(cells))
        if max(map(len, kept)) > SUSPICIOUS or len(row.zip) > 20 or len(row.replacement_npi) > 10:
            _refuse_too_long(row)
        return row

    def _record(self, kept: list[str], taxonomies: list[dict[str, Any]]) -> NpiRow:
        npi, entity, replacement, *rest = kept
        organization, last, first, middle, credential, *rest = rest
        others, (street, street2, city, state, postal, phone), rest = rest[:6], rest[6:12], rest[12:]
        enumerated, updated, deactivated, reactivated, *official = rest
        if not (len(npi) == 10 and npi.isascii() and npi.isdigit() and npi[0] in "12"):
            raise ValueError(f"“{npi[:20]}” is not an NPI")
        if entity not in ENTITIES:
            raise ValueError(f"“{entity[:20]}” is not a kind of provider")
        days = self._days
        return NpiRow(
            npi,
            ENTITIES[entity],
            first,
            middle,
            last,
            organization,
            _other_names(others) if any(others) else [],
            credential,
            street,
            street2,
            city,
            state,
            postal,
            ten_digits(phone),
            taxonomies,
            full_name((official[1], official[2], official[0])) if official[0] else "",
            official[3],
            ten_digits(official[4]) if official[4] else "",
            days[enumerated],
            days[updated],
            _still(days[deactivated], days[reactivated]) if deactivated else None,
            replacement,
            self.line,
        )

    def _taxonomies(self, cells: list[str]) -> list[dict[str, Any]]:
        return [
            {
                "code": cells[code].strip(),
                "licence": licence(cells[number].strip()),
                "state": cells[state].strip(),
                "primary": cells[switch] == "Y",
            }
            for code, number, state, switch in self._columns.taxonomies
            if cells[code]
        ]


def _other_names(cells: list[str]) -> list[dict[str, str]]:
    """kind: the register's own code: 1 former name, 2 professional name, 3 doing business as, 4 former
    legal name, 5 other."""
    organization, organization_kind, last, first, middle, kind = cells
    found = []
    if organization:
        found.append({"organization": organization, "kind": organization_kind})
    if last or first:
        found.append({"first": first, "middle": middle, "last": last, "kind": kind})
    return found


def _still(deactivated: datetime.date | None, reactivated: datetime.date | None) -> datetime.date | None:
    """The day since which the number is out of use, unless it came back later."""
    if deactivated and reactivated and reactivated >= deactivated:
        return None
    return deactivated


def _decoded(block: bytes) -> list[str]:
    """The lines of a block: UTF-8 or, line by line, what Windows programs write (ISO-8859-1 and more)."""
    try:
        return block.decode().split("\n")
    except UnicodeDecodeError:
        return [decode(line) for line in block.split(b"\n")]


def _refuse_too_long(row: NpiRow) -> None:
    for name, value in row._asdict().items():
        limit = getattr(NpiRecord._meta.get_field(name), "max_length", None) if name != "line" else None
        if limit and isinstance(value, str) and len(value) > limit:
            raise ValueError(f"its {name} is longer than {limit} characters")


def _in_words(error: Exception) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "field larger than" in text:
        return "a cell is longer than 128 KB"
    return text
