"""CSV as spreadsheets write it: bytes to rows of text and back. Knows nothing of what the cells mean.

The standard library's reader, not a framework's import: rows keep their numbers, limits hold before anything
is read twice, and what is saved goes through the same actions as the forms.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
DELIMITERS = ",;\t"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# What a spreadsheet would take for a formula, and what already has our mark before it.
FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]")
QUOTED = re.compile(r'"[^"]*"')

Row = tuple[int, list[str]]


class Unreadable(ValidationError):
    """The file as a whole; the sentence says what to do."""


def read(content: bytes) -> list[Row]:
    """Rows with their numbers as the spreadsheet shows them, the first being 1; empty ones left out."""
    text = _text(content)
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > MOST_ROWS + 1:
                raise Unreadable(_("At most 10,000 rows at once. Cut the table into several files."))
            if len(cells) > MOST_COLUMNS:
                raise Unreadable(_("Row %(row)d has too many columns.") % {"row": number})
            if any(cell.strip() for cell in cells):
                rows.append((number, [undo(cell) for cell in cells]))
    except csv.Error as error:
        place = {"row": number + 1}
        raise Unreadable(_("Row %(row)d cannot be read: look at its quotation marks.") % place) from error
    return rows


def _text(content: bytes) -> str:
    """UTF-8, what Excel calls Unicode, or else what an older Excel on Windows writes."""
    if len(content) > LARGEST_BYTES:
        raise Unreadable(_("At most 5 MB at once. Cut the table into several files."))
    if content.startswith(WORKBOOKS):
        raise Unreadable(_("This is a workbook. Save it as “CSV UTF-8” in Excel, then upload that file."))
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(_("This is not a CSV file that we can read. Save the table as “CSV UTF-8”."))


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "cp1252")


def _delimiter(text: str) -> str:
    """The commonest in the first row that has any, outside quotation marks. A comma if there is none."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    plain = QUOTED.sub("", first)
    return max(DELIMITERS, key=lambda sign: (plain.count(sign), sign == ","))


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """With a byte order mark, by which Excel knows UTF-8.

    Every cell in quotation marks: where Excel splits at semicolons, no text of a cell becomes a cell.
    """
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([defuse(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode()


def defuse(cell: str) -> str:
    """An apostrophe keeps a spreadsheet from taking text for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def undo(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell
