"""NUCC's list of specialties as a file."""

import datetime
import io

import pytest

from providers.models.facility import Refused
from providers.sources import nucc
from providers.sources.nucc import Specialty
from providers.sources.reading import UnreadableSourceError

HEADER = b"Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
ROW = b'2084P0800X,Physicians,Psychiatry & Neurology,Psychiatry,"Treats, with words",[new],,\n'


def read(data):
    return list(nucc.read(io.BytesIO(data)))


def test_a_row_is_read():
    assert read(HEADER + ROW) == [
        Specialty("2084P0800X", "Physicians", "Psychiatry & Neurology", "Psychiatry", "Treats, with words")
    ]


def test_windows_letters_and_definitions_of_several_lines_are_read():
    row = b'207L00000X,Physicians,Anesthesiology,,"The patient\x92s\r\ncare \x96 and more",,,Individual\r\n'

    assert read(HEADER + row)[0].definition == "The patient’s care – and more"


def test_bad_rows_cost_themselves():
    long = b"207L00000X,Physicians," + b"A" * 151 + b",,,,,\n"
    found = read(HEADER + b"nonsense,,A,,,,,\n" + b"207L00000X,,,,,,,\n" + long + ROW)

    assert [each.line for each in found if isinstance(each, Refused)] == [2, 3, 4]
    assert found[-1].code == "2084P0800X"


@pytest.mark.parametrize("data", [b"", b"NPI,Name\n1,2\n", HEADER + ROW + ROW[:30], HEADER + ROW[:60]])
def test_another_file_and_one_that_is_cut_off_are_refused(data):
    with pytest.raises(UnreadableSourceError):
        read(data)


def test_the_name_tells_the_edition():
    assert nucc.published_on("nucc_taxonomy_250.csv") == datetime.date(2025, 1, 1)
    assert nucc.published_on("nucc_taxonomy_251.csv") == datetime.date(2025, 7, 1)
    assert nucc.published_on("codes.csv") is None
