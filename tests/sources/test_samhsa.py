"""SAMHSA's directory as a file: every kind of damage has a case file, with the expected reading beside it."""

import io
import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models.facility import Facility, Refused
from providers.sources import samhsa
from providers.sources.reading import UnreadableSourceError

CASES = sorted((Path(__file__).parent / "cases" / "samhsa").glob("*.csv"))
HEADER = b"name1,city,state,zip,phone,service_code_info\n"
ROW = b"Birch Hill Clinic,Pensacola,FL,32501,850-555-0102,MH * KIT\n"


def read(data: bytes) -> list[Facility | Refused]:
    return list(samhsa.read(io.BytesIO(data)))


def test_there_are_case_files():
    assert len(CASES) > 25
    assert all(path.with_suffix(".json").exists() for path in CASES)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_file_is_read_as_expected(path):
    expected = json.loads(path.with_suffix(".json").read_text())
    if error := expected.get("error"):
        with pytest.raises(UnreadableSourceError, match=error):
            read(path.read_bytes())
        return
    found = read(path.read_bytes())
    facilities = [each for each in found if isinstance(each, Facility)]
    refused = [each for each in found if isinstance(each, Refused)]
    assert [
        {name: as_json(getattr(facility, name)) for name in wanted}
        for facility, wanted in zip(facilities, expected["facilities"], strict=True)
    ] == expected["facilities"]
    assert [each.line for each in refused] == [line for line, _ in expected["refused"]]
    for each, (_, reason) in zip(refused, expected["refused"], strict=True):
        assert reason in each.reason


def as_json(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


class Endless(io.RawIOBase):
    """100 MB in one cell, made while it is read."""

    def __init__(self) -> None:
        self.parts = iter([HEADER, b"Alder,Pensacola,FL,32501,,", *[b"K" * 1024**2] * 100, b"\n", ROW])
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.rest = self.rest or next(self.parts, b"")
        taken, self.rest = self.rest[: len(buffer)], self.rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_cell_of_100_megabytes_costs_its_row_and_no_memory():
    tracemalloc.start()
    refused, birch = samhsa.read(io.BufferedReader(Endless()))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (refused.line, refused.reason) == (2, "the line is longer than 256 KB")
    assert (birch.line, birch.name) == (3, "Birch Hill Clinic")
    assert peak < 8 * 1024**2


def test_a_cell_longer_than_csv_allows_is_refused():
    refused, birch = read(HEADER + b"Alder,Pensacola,FL,32501,," + b"K" * 140_000 + b"\n" + ROW)
    assert (refused.line, refused.reason) == (2, "a cell is longer than 128 KB")
    assert birch.name == "Birch Hill Clinic"


def test_an_open_quotation_mark_costs_one_row_of_a_long_file():
    found = read(HEADER + b'"Alder,Pensacola,FL,32501,,MH * KIT\n' + ROW * 500)
    assert [(each.line, type(each)) for each in found[:2]] == [(2, Refused), (3, Facility)]
    assert "not closed within 40 lines" in found[0].reason
    assert len(found) == 501


def test_key_stays_when_telephone_codes_case_accents_or_punctuation_change():
    spelt = [
        b"Clinica Penasco,Pensacola,FL,32501,850-555-0102,MH * KIT\n",
        "CLÍNICA PEÑASCO.,Pensacola,Florida,32501,850-555-0199,MH * KIT TELE\n".encode(),
    ]
    one, other = read(HEADER + b"".join(spelt).replace(b"Florida", b"FL"))
    assert one.key == other.key
    assert len(one.key) == 64


@pytest.mark.parametrize("column", ["name1", "name2", "street1", "street2", "city", "state", "zip"])
def test_key_differs_when_name_or_address_does(column):
    cells = dict(zip(samhsa.COLUMNS, ["A", "B", "1 C", "D", "E", "FL", "32501"], strict=False))
    cells["service_code_info"] = "MH"
    other = cells | {column: "GA" if column == "state" else "30301"}
    lines = [",".join(cells), ",".join(cells.values()), ",".join(other.values())]
    one, two = read("\n".join(lines).encode())
    assert one.key != two.key


def test_payload_is_the_row_without_the_first_column():
    (facility,) = read(b"directory," + HEADER + b"MH," + ROW)
    assert "directory" not in facility.payload
    assert facility.payload["phone"] == "850-555-0102"
    assert facility.payload["service_code_info"] == "MH * KIT"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    for each in read(HEADER + data + b"\n" + ROW):
        assert isinstance(each, Refused) or ("\0" not in str(each.payload) and each.name and each.state)
