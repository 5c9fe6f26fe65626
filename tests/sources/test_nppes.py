"""The NPI register's file: every kind of damage has a case file, with the expected reading beside it."""

import csv
import datetime
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models.facility import Refused
from providers.sources.npi_row import NpiRow
from providers.sources.nppes import Reading
from providers.sources.nppes_columns import KEPT, TAXONOMY, Columns
from providers.sources.reading import UnreadableSourceError

from ..bench import nppes_file

CASES = sorted((Path(__file__).parent / "cases" / "nppes").glob("*.csv"))
OFFICIAL_HEADER = Path(__file__).parents[3] / "shared" / "data" / "nppes_header_330.csv"


def read(data: bytes, after: int = 0) -> list[NpiRow | Refused]:
    return list(Reading(io.BytesIO(data)).rows(after=after))


def made_up(count: int) -> bytes:
    return b"".join(nppes_file.lines(count))


def test_there_are_case_files():
    assert len(CASES) > 40
    assert all(path.with_suffix(".json").exists() for path in CASES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_file_is_read_as_expected(path):
    expected = json.loads(path.with_suffix(".json").read_text())
    if error := expected.get("error"):
        with pytest.raises(UnreadableSourceError, match=error):
            read(path.read_bytes())
        return
    found = read(path.read_bytes())
    rows = [each for each in found if isinstance(each, NpiRow)]
    refused = [each for each in found if isinstance(each, Refused)]
    assert [
        {name: as_json(getattr(row, name)) for name in wanted}
        for row, wanted in zip(rows, expected["rows"], strict=True)
    ] == expected["rows"]
    assert [each.line for each in refused] == [line for line, _ in expected["refused"]]
    for each, (_, reason) in zip(refused, expected["refused"], strict=True):
        assert reason in each.reason


def as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


@pytest.mark.skipif(not OFFICIAL_HEADER.exists(), reason="the register's own header is not here")
def test_made_up_files_have_the_registers_own_columns():
    with OFFICIAL_HEADER.open(newline="") as stream:
        official = next(csv.reader(stream))
    assert official == nppes_file.columns()
    assert len(official) == 330
    assert set(KEPT) <= set(official)


def test_a_reading_goes_on_after_the_lines_that_were_taken_before():
    data = made_up(300)

    whole = read(data)
    assert read(data, after=100) == [row for row in whole if row.line > 100]
    assert read(data, after=301) == []


def test_lines_and_bytes_are_counted():
    data = made_up(50)
    reading = Reading(io.BytesIO(data))

    assert len(list(reading.rows())) == 50
    assert (reading.line, reading.offset) == (51, len(data))


def test_a_line_of_many_megabytes_costs_only_itself():
    head, *rows = nppes_file.lines(2)
    monster = b'"' + b"9" * 5_000_000 + b'"\n'

    first, refused, last = read(head + rows[0] + monster + rows[1])
    assert isinstance(first, NpiRow)
    assert isinstance(last, NpiRow)
    assert isinstance(refused, Refused)
    assert (refused.line, last.line) == (3, 4)
    assert "128 KB" in refused.reason


class Growing(io.RawIOBase):
    """Rows that are made while they are read."""

    def __init__(self, count: int) -> None:
        self.parts, self.rest = nppes_file.lines(count), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.rest = self.rest or next(self.parts, b"")
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def peak_of(count: int) -> int:
    tracemalloc.start()
    assert sum(1 for _ in Reading(io.BufferedReader(Growing(count))).rows()) == count
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_file():
    assert peak_of(8_000) < peak_of(2_000) + 2_000_000


PIECES = st.lists(st.sampled_from(['"', '""', ",", '","', "a", " ", '"a"']), max_size=9)


@given(PIECES, st.lists(PIECES, min_size=1, max_size=33))
def test_the_quick_way_reads_what_a_reader_of_csv_reads(damage, cells):
    """Whatever stands in the cells, and in a line that nobody quoted."""
    names = ["".join(each) for each in (*KEPT, *(f"{name}_1" for name in TAXONOMY))]
    columns = Columns(names)
    good = ["".join(each) for each in cells] + [""] * (33 - len(cells))
    assert columns.cells(nppes_file.quoted(good).decode().rstrip()) == good

    text = ",".join('""' for _ in range(30)) + "".join(damage)
    try:
        expected = next(csv.reader([text], strict=True))
    except csv.Error:
        expected = []
    try:
        found = columns.cells(text)
    except (ValueError, csv.Error):
        found = []
    assert found == (expected if len(expected) == 33 else [])


@given(st.binary(max_size=400))
def test_no_damage_to_a_row_is_a_crash(damage):
    head, *rows = nppes_file.lines(2)

    found = read(head + damage.replace(b"\n", b" ") + b"\n" + rows[0])
    assert isinstance(found[-1], NpiRow)


@given(st.binary(max_size=200))
def test_no_other_file_is_a_crash(data):
    with pytest.raises(UnreadableSourceError):
        read(data)
