"""Opens what the NPI register publishes: the zip with its many members, or the one CSV taken out of it."""

from __future__ import annotations

import datetime
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .reading import UnreadableSourceError

NAME = re.compile(r"npidata_pfile_([0-9]{8})-([0-9]{8})(?!.*fileheader).*\.csv", re.IGNORECASE)
FIRST_YEAR = 2005  # every whole file is named from 23 May 2005, the day on which numbering began


@dataclass(frozen=True)
class Opened:
    """size: bytes to read, unpacked. The days are those of the name, where it tells any."""

    stream: IO[bytes]
    name: str
    size: int
    first_day: datetime.date | None
    last_day: datetime.date | None

    @property
    def is_whole(self) -> bool | None:
        """The register as it stands, or a week's changes; None where the name does not tell."""
        return None if self.first_day is None else self.first_day.year == FIRST_YEAR


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Raises UnreadableSourceError for a damaged zip, also when the damage shows only while reading."""
    with path.open("rb") as stream:
        if stream.read(2) != b"PK":
            stream.seek(0)
            yield _described(stream, path.name, path.stat().st_size)
            return
    try:
        with zipfile.ZipFile(path) as packed:
            member = _member(packed)
            with packed.open(member) as stream:
                yield _described(stream, member.filename, member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableSourceError(f"The zip is damaged or cut off: {error}. Fetch it again.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise UnreadableSourceError(f"Unpack the zip first, and read the CSV: {error}.") from error


def _member(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [info for info in packed.infolist() if NAME.search(info.filename)]
    if len(found) != 1:
        raise UnreadableSourceError(f"The zip holds {len(found)} files called npidata_pfile_….csv, not one.")
    return found[0]


def _described(stream: IO[bytes], name: str, size: int) -> Opened:
    found = NAME.search(name)
    first, last = (_day(found[1]), _day(found[2])) if found else (None, None)
    return Opened(stream, name, size, first, last)


def _day(digits: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(digits, "%Y%m%d").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
