"""Reads a CSV file that may be damaged anywhere, in flat memory: one bad row costs that row and no other."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from providers.models.facility import Refused

from .reading import UnreadableSourceError, clean, decode

LONGEST_LINE = 256 * 1024
MOST_LINES = 40


@dataclass(frozen=True)
class Row:
    """cells: by column name, cleaned. line: where the row begins in the file, from 1."""

    line: int
    cells: dict[str, str]


class _TooLongError(Exception):
    pass


class _Lines:
    """The file's lines, as many as one row takes; those of a row that failed can be read again."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.number = 0
        self.taken: list[tuple[int, str]] = []
        self.returned: deque[tuple[int, str]] = deque()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self.taken) == MOST_LINES:
            raise _TooLongError(f"a quotation mark is opened and not closed within {MOST_LINES} lines")
        self.taken.append(self.returned.popleft() if self.returned else self._read())
        return self.taken[-1][1]

    def _read(self) -> tuple[int, str]:
        raw = self.stream.readline(LONGEST_LINE)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            self._skip_line()
            self.taken.append((self.number, ""))
            raise _TooLongError(f"the line is longer than {LONGEST_LINE // 1024} KB")
        return self.number, decode(raw)

    def _skip_line(self) -> None:
        while (more := self.stream.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
            pass

    def begin_row(self) -> None:
        self.taken = []

    def give_back(self) -> None:
        """All but the line on which the failed row began."""
        self.returned.extendleft(reversed(self.taken[1:]))

    @property
    def row_began_at(self) -> int:
        return self.taken[0][0] if self.taken else self.number


def read(stream: BinaryIO, *, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Row | Refused]:
    """Columns are found by name; unknown ones are left out.

    Raises UnreadableSourceError for another kind of file, at once and not with the first row.
    """
    lines = _Lines(stream)
    return _rows(lines, _header(lines, columns, needed))


def _rows(lines: _Lines, header: list[str]) -> Iterator[Row | Refused]:
    while True:
        lines.begin_row()
        try:
            cells = next(csv.reader(lines, strict=True))
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield Refused(lines.row_began_at, _in_words(error))
            lines.give_back()
            continue
        if not any(clean(cell) for cell in cells):
            continue
        if problem := _wrong_width(cells, len(header)):
            yield Refused(lines.row_began_at, problem)
            lines.give_back()
            continue
        named = zip(header, cells, strict=False)
        yield Row(lines.row_began_at, {name: clean(cell) for name, cell in named if name})


def _header(lines: _Lines, columns: tuple[str, ...], needed: tuple[str, ...]) -> list[str]:
    """The known column of each cell of the first line, or "" where it has none or stands twice."""
    try:
        cells = next(row for row in csv.reader(lines, strict=True) if any(clean(cell) for cell in row))
    except StopIteration:
        raise UnreadableSourceError("The file is empty.") from None
    except (csv.Error, _TooLongError):
        cells = []
    names = ["_".join(clean(cell).casefold().split()) for cell in cells]
    found = [
        name if name in columns and name not in names[:place] else "" for place, name in enumerate(names)
    ]
    missing = [name for name in needed if name not in found]
    if missing == list(needed):
        raise UnreadableSourceError(
            f"None of the columns {', '.join(needed)} is in the first line: another file?"
        )
    if missing:
        raise UnreadableSourceError(f"The first line does not name the column {', '.join(missing)}.")
    return found


def _wrong_width(cells: list[str], width: int) -> str:
    if len(cells) < width:
        return f"the row is cut off: {len(cells)} of {width} cells"
    if any(clean(cell) for cell in cells[width:]):
        return f"the row has {len(cells)} cells where the first line names {width}"
    return ""


def _in_words(error: Exception) -> str:
    text = str(error)
    if "unexpected end of data" in text:
        return "a quotation mark is opened and never closed"
    if "field larger than" in text:
        return "a cell is longer than 128 KB"
    return text
