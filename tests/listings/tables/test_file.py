"""CSV as spreadsheets write it, hostile files included."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.listings.tables.file import LARGEST_BYTES, Unreadable, defuse, read, undo, write

DANGEROUS = ["=cmd|'/C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "'=1", "''=1", "＝1"]


@pytest.mark.parametrize(
    "content",
    [
        "a,b\r\né,2\r\n".encode(),
        codecs.BOM_UTF8 + "a,b\r\né,2\r\n".encode(),
        "a;b\r\né;2\r\n".encode("cp1252"),
        "a\tb\r\né\t2\r\n".encode("utf-16"),
        'a;b\n"é";"2"\n'.encode(),
    ],
    ids=["UTF-8", "with BOM", "Windows-1252 with semicolons", "Excel's Unicode", "quoted"],
)
def test_what_excel_writes_is_read(content):
    assert read(content) == [(1, ["a", "b"]), (2, ["é", "2"])]


def test_rows_keep_the_numbers_of_the_spreadsheet():
    content = b'a,b\n\n,\n"two\nlines",2\nlast,3\n'
    assert read(content) == [(1, ["a", "b"]), (4, ["two\nlines", "2"]), (5, ["last", "3"])]


def test_a_comma_in_a_quoted_name_is_no_delimiter():
    assert read(b'"a,b,c";d\n1;2\n') == [(1, ["a,b,c", "d"]), (2, ["1", "2"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04" + b"x" * 50, "This is a workbook"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "This is a workbook"),
        (b"a,b\n1,\0\n", "not a CSV file"),
        (b"\x81\x8d\x8f\x90\x9d", "not a CSV file"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8x", "not a CSV file"),
        (b'a,b\n"open', "quotation marks"),
        (b'a,b\n"x"y,2\n', "Row 2 cannot be read"),
        (b"a,b\n" + b"x" * 140_000 + b",1\n", "Row 2 cannot be read"),
        (b"a,b\n" + b"1,2\n" * 10_001, "At most 10,000 rows"),
        (b"," * 101 + b"\n", "too many columns"),
        (b"a" * (LARGEST_BYTES + 1), "At most 5 MB"),
    ],
)
def test_what_cannot_be_read_is_said(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read(content)


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_an_export_is_a_formula_and_the_text_comes_back(text):
    content = write([[text]])
    assert content.startswith(codecs.BOM_UTF8)
    (cell,) = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert cell.startswith("'")
    assert undo(cell) == text


@pytest.mark.parametrize("text", ["450", "(303) 555-0142", "'quoted'", "Clear Creek", ""])
def test_plain_text_stays_as_it_is(text):
    assert (defuse(text), undo(text)) == (text, text)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
        min_size=2,
        max_size=4,
    )
)
def test_whatever_is_written_is_read_again(cells):
    cells = ["x", *cells]
    assert read(write([cells])) == [(1, cells)]


def test_no_text_becomes_a_cell_where_semicolons_divide():
    assert write([["a;=1+1", "b\t=1"]]).endswith(b'"a;=1+1","b\t=1"\r\n')
