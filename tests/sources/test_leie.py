"""The exclusion list's file: its layout, its oddities, and what is not such a file at all."""

import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models.excluded import Excluded
from providers.models.facility import Refused
from providers.sources import leie
from providers.sources.reading import UnreadableSourceError

from ..exclusion_list import firm, row, text


def read(content):
    return list(leie.read(io.BytesIO(content)))


def only(*rows):
    (found,) = read(text(*rows))
    return found


def test_a_person_as_the_list_has_them():
    found = only(row("O'BRIEN-NÚÑEZ", "ANA MARÍA", MIDNAME="Q.", NPI="1234567893", ZIP="08030"))
    assert (found.line, found.last_name, found.first_name, found.middle_name) == (
        *(2, "OBRIEN NUNEZ", "ANA MARIA", "Q"),
    )
    assert (found.npi, found.born_on) == ("1234567893", datetime.date(1961, 2, 3))
    assert (found.state, found.zip, found.type) == ("CO", "08030", "1128a1")
    assert found.excluded_on == datetime.date(2020, 3, 19)
    assert (found.reinstated_on, found.waived_on, found.waiver_state) == (None, None, "")
    assert found.warnings == ()


def test_a_firm_whose_name_fills_its_column_may_be_cut():
    assert only(firm("HARBOR AND LIGHT MEDICAL GROUP")).is_cut
    assert not only(firm("HARBOR LIGHT")).is_cut


def test_zeros_and_blanks_are_no_day_and_no_npi():
    found = only(row(NPI="", DOB="00000000", REINDATE="", WAIVERDATE="00000000"))
    assert (found.npi, found.born_on, found.reinstated_on, found.waived_on) == ("", None, None, None)


def test_a_waiver_and_a_reinstatement_are_read():
    found = only(row(REINDATE="20260110", WAIVERDATE="20210405", WVRSTATE="WY"))
    assert found.reinstated_on == datetime.date(2026, 1, 10)
    assert (found.waived_on, found.waiver_state) == (datetime.date(2021, 4, 5), "WY")


def test_what_cannot_be_read_is_left_out_and_said():
    found = only(row(NPI="12345", DOB="19611332", STATE="Colorado"))
    assert (found.npi, found.born_on, found.state) == ("", None, "")
    assert [warning.split()[0] for warning in found.warnings] == ["NPI", "DOB", "STATE"]


def test_surnames_that_look_like_nothing_are_names():
    assert [found.last_name for found in read(text(row("NULL"), row("NA"), row("NONE")))] == [
        "NULL",
        "NA",
        "NONE",
    ]


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"LASTNAME": "", "FIRSTNAME": ""}, "neither a person nor a firm"),
        ({"EXCLDATE": "00000000"}, "EXCLDATE"),
        ({"EXCLDATE": "20201301"}, "EXCLDATE"),
        ({"REINDATE": "soon"}, "REINDATE"),
        ({"ADDRESS": "X" * 61}, "longer than 60"),
        ({"CITY": "BOU\0LDER"}, "NUL"),
    ],
)
def test_a_bad_row_costs_itself_only(over, reason):
    first, bad, last = read(text(row("FIRST"), row(**over), row("LAST")))
    assert isinstance(bad, Refused)
    assert bad.line == 3
    assert reason in bad.reason
    assert (first.last_name, last.last_name) == ("FIRST", "LAST")


def test_a_quotation_mark_that_never_closes_swallows_no_other_row():
    lines = text(row("FIRST"), row("MIDDLE"), row("LAST")).split(b"\r\n")
    lines[2] = lines[2].replace(b'"MIDDLE"', b'"MIDDLE')
    found = read(b"\r\n".join(lines))
    assert [type(each) for each in found] == [Excluded, Refused, Excluded]


def test_rows_of_another_width_and_endless_lines_are_refused():
    good = text(row())
    found = read(good + b'"ONE","TWO"\r\n' + b"x" * 9_000 + b"\r\n\r\n" + good.split(b"\r\n")[1] + b"\n")
    assert [each.line for each in found] == [2, 3, 4, 6]
    assert "2 cells" in found[1].reason
    assert "longer than 4000" in found[2].reason


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n",
        b"NPI,NAME\r\n1,2\r\n",
        text(row()).replace(b"WVRSTATE", b"STATE2"),
        b"\xff\xfe\x00\x01" * 100,
        b"<html><body>Service unavailable</body></html>\n",
    ],
    ids=["nothing", "blank", "other", "renamed", "binary", "page"],
)
def test_what_is_no_such_file_is_refused_at_once(content):
    with pytest.raises(UnreadableSourceError):
        leie.read(io.BytesIO(content))


@pytest.mark.parametrize("length", [1, 3, 40])
def test_a_file_that_breaks_off_is_refused_as_a_whole(length):
    with pytest.raises(UnreadableSourceError, match="breaks off in line 3"):
        read(text(row("FIRST"), row("LAST"))[:-length])


def test_a_byte_order_mark_and_the_windows_alphabet_do_no_harm():
    content = b"\xef\xbb\xbf" + text(row("PEÑA")).decode().encode("cp1252")
    assert read(content)[0].last_name == "PENA"


@given(st.binary(max_size=400))
def test_whatever_follows_the_first_line_is_read_or_refused(noise):
    try:
        found = read(text(row()) + noise + b"\r\n")
    except UnreadableSourceError:
        return
    assert all(isinstance(each, Excluded | Refused) for each in found)
