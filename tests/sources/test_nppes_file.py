"""The zip that the NPI register publishes: which member is read, and what a damaged one is told."""

import datetime
import zipfile

import pytest

from providers.sources.nppes import Reading
from providers.sources.nppes_file import opened
from providers.sources.reading import UnreadableSourceError

from ..bench import nppes_file

MEMBER = "npidata_pfile_20050523-20250608.csv"


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "NPPES_Data_Dissemination_June_2025_V2.zip"
    nppes_file.write_zip(path, MEMBER, 500)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr("othername_pfile_20050523-20250608.csv", '"NPI"\n')
        more.writestr("NPPES_Data_Dissemination_Readme.pdf", b"%PDF")
    return path


def count(path) -> int:
    with opened(path) as file:
        return sum(1 for _ in Reading(file.stream).rows())


def test_the_rows_are_read_and_not_the_file_that_has_only_the_header(packed):
    with opened(packed) as file:
        assert file.name == MEMBER
        assert file.is_whole is True
        assert file.last_day == datetime.date(2025, 6, 8)
        assert sum(1 for _ in Reading(file.stream).rows()) == 500
        assert file.size == len(b"".join(nppes_file.lines(500)))


def test_a_csv_is_read_as_it_is(tmp_path):
    path = tmp_path / "npidata_pfile_20250616-20250622.csv"
    nppes_file.write_csv(path, 3)

    with opened(path) as file:
        assert (file.is_whole, file.last_day) == (False, datetime.date(2025, 6, 22))
    assert count(path) == 3


def test_a_file_by_another_name_tells_no_day(tmp_path):
    path = tmp_path / "registry.csv"
    nppes_file.write_csv(path, 1)

    with opened(path) as file:
        assert (file.is_whole, file.last_day, file.first_day) == (None, None, None)


def test_a_zip_that_is_cut_off_is_refused(packed):
    packed.write_bytes(packed.read_bytes()[:-1000])

    with pytest.raises(UnreadableSourceError, match="damaged or cut off"):
        count(packed)


def test_a_zip_with_one_wrong_byte_is_refused(packed):
    data = bytearray(packed.read_bytes())
    with zipfile.ZipFile(packed) as whole:
        place = whole.getinfo(MEMBER).header_offset + whole.getinfo(MEMBER).compress_size // 2
    data[place] ^= 0xFF
    packed.write_bytes(data)

    with pytest.raises(UnreadableSourceError, match="damaged or cut off"):
        count(packed)


def test_a_zip_without_the_rows_is_refused(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as other:
        other.writestr("npidata_pfile_20050523-20250608_fileheader.csv", '"NPI"\n')

    with pytest.raises(UnreadableSourceError, match="holds 0 files"):
        count(path)


def test_a_zip_that_is_packed_in_a_way_that_we_cannot_read_says_so(packed, tmp_path):
    """Windows packs large files with Deflate64 (method 9)."""
    data = packed.read_bytes()
    with zipfile.ZipFile(packed) as whole:
        places = [whole.getinfo(MEMBER).header_offset + 8]
    places.append(data.index(MEMBER.encode(), data.index(b"PK\x01\x02")) - 46 + 10)
    changed = bytearray(data)
    for place in places:
        changed[place] = 9
    packed.write_bytes(changed)

    with pytest.raises(UnreadableSourceError, match="Unpack the zip first"):
        count(packed)
