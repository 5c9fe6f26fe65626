"""The federal exclusion list (LEIE) of the OIG as its CSV file: the whole list, or a month's supplement."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from typing import BinaryIO

from providers.models.excluded import Excluded
from providers.models.facility import Refused
from providers.models.spelled import spelled

from .reading import UnreadableSourceError, decode

COLUMNS = (
    *("LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "GENERAL", "SPECIALTY", "UPIN", "NPI", "DOB"),
    *("ADDRESS", "CITY", "STATE", "ZIP", "EXCLTYPE", "EXCLDATE", "REINDATE", "WAIVERDATE", "WVRSTATE"),
)
LONGEST_LINE = 4_000
LONGEST_CELL = 60
# The list's own widths: a name that fills its column may have been cut there.
WIDTH_OF_LASTNAME, WIDTH_OF_BUSNAME = 20, 30
NOT_A_DAY = "is not a day"


class _BadRowError(Exception):
    """Why a row cannot be used, in words for the person who runs the import."""


def read(stream: BinaryIO) -> Iterator[Excluded | Refused]:
    """In the order of the file, in flat memory. One row is one line; a bad one costs itself only.

    Raises UnreadableSourceError for another layout or an empty file at once, and for a file that breaks off
    in the middle of a line when it comes there: whoever stores rows must then store none of them.
    """
    _refuse_other_layout(stream.readline(LONGEST_LINE))
    return _rows(stream)


def _refuse_other_layout(first: bytes) -> None:
    text = decode(first).lstrip("\N{BYTE ORDER MARK}").strip("\r\n")
    if not text.strip():
        raise UnreadableSourceError("The file is empty.")
    names = tuple(cell.strip().upper() for cell in next(csv.reader([text]), []))
    if names != COLUMNS:
        raise UnreadableSourceError(
            "The first line does not name the 18 columns of the exclusion list, LASTNAME to WVRSTATE."
        )


def _rows(stream: BinaryIO) -> Iterator[Excluded | Refused]:
    number = 1
    while raw := stream.readline(LONGEST_LINE):
        number += 1
        if not raw.endswith(b"\n"):
            if _skip_line(stream):
                yield Refused(number, f"the line is longer than {LONGEST_LINE} characters")
                continue
            raise UnreadableSourceError(f"The file breaks off in line {number}: it was not read to its end.")
        if raw.strip():
            yield _row(number, raw)


def _skip_line(stream: BinaryIO) -> bool:
    """Whether the line ends at all."""
    while more := stream.readline(LONGEST_LINE):
        if more.endswith(b"\n"):
            return True
    return False


def _row(number: int, raw: bytes) -> Excluded | Refused:
    try:
        return _excluded(number, _cells(raw))
    except _BadRowError as error:
        return Refused(number, str(error))


def _cells(raw: bytes) -> dict[str, str]:
    if b"\0" in raw:
        raise _BadRowError("the line holds a NUL byte")
    try:
        cells = next(csv.reader([decode(raw).rstrip("\r\n")], strict=True))
    except csv.Error as error:
        raise _BadRowError(str(error)) from error
    if len(cells) != len(COLUMNS):
        raise _BadRowError(f"the line has {len(cells)} cells where the list has {len(COLUMNS)}")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise _BadRowError(f"a cell is longer than {LONGEST_CELL} characters")
    return {name: " ".join(cell.split()) for name, cell in zip(COLUMNS, cells, strict=True)}


def _excluded(number: int, cells: dict[str, str]) -> Excluded:
    names = {name: spelled(cells[name])[:LONGEST_CELL] for name in COLUMNS[:4]}
    if not names["LASTNAME"] and not names["BUSNAME"]:
        raise _BadRowError("it names neither a person nor a firm")
    if (excluded_on := _day(cells["EXCLDATE"])) is None:
        raise _BadRowError(f"EXCLDATE {NOT_A_DAY}: {cells['EXCLDATE']!r}")
    if (reinstated_on := _day(cells["REINDATE"])) is None and not _is_blank(cells["REINDATE"]):
        raise _BadRowError(f"REINDATE {NOT_A_DAY}: {cells['REINDATE']!r}")
    warnings = tuple(_left_out(cells))
    is_cut = len(cells["LASTNAME"]) >= WIDTH_OF_LASTNAME or len(cells["BUSNAME"]) >= WIDTH_OF_BUSNAME
    return Excluded(
        line=number,
        last_name=names["LASTNAME"],
        first_name=names["FIRSTNAME"],
        middle_name=names["MIDNAME"],
        business=names["BUSNAME"],
        general=cells["GENERAL"],
        specialty=cells["SPECIALTY"],
        npi=_npi(cells["NPI"]),
        born_on=_day(cells["DOB"]),
        street=cells["ADDRESS"],
        city=cells["CITY"],
        state=_state(cells["STATE"]),
        zip=_zip(cells["ZIP"]),
        type=cells["EXCLTYPE"][:20],
        excluded_on=excluded_on,
        reinstated_on=reinstated_on,
        waived_on=_day(cells["WAIVERDATE"]),
        waiver_state=_state(cells["WVRSTATE"]),
        is_cut=is_cut,
        warnings=warnings,
    )


def _left_out(cells: dict[str, str]) -> Iterator[str]:
    for name, read_as in (("NPI", _npi), ("DOB", _day), ("WAIVERDATE", _day), ("STATE", _state)):
        if not _is_blank(cells[name]) and not read_as(cells[name]):
            yield f"{name} is left out, it cannot be read: {cells[name]!r}"


def _is_blank(cell: str) -> bool:
    return not cell.strip("0 ")


def _day(cell: str) -> datetime.date | None:
    """YYYYMMDD; none for zeros, and for what is no day."""
    if not re.fullmatch(r"[0-9]{8}", cell):
        return None
    try:
        return datetime.date(int(cell[:4]), int(cell[4:6]), int(cell[6:]))
    except ValueError:
        return None


def _npi(cell: str) -> str:
    return cell if re.fullmatch(r"[12][0-9]{9}", cell) else ""


def _state(cell: str) -> str:
    return cell.upper() if re.fullmatch(r"[A-Za-z]{2}", cell) else ""


def _zip(cell: str) -> str:
    """Spreadsheets drop the zeros that a ZIP code begins with."""
    return cell.zfill(5)[:10] if cell.isdigit() and not _is_blank(cell) else ""
