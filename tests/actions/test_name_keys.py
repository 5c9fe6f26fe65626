"""Names that people write and names that the list writes meet where they may be the same."""

import pytest

from providers.actions.name_keys import (
    firm_keys,
    listed_firm_keys,
    listed_person_keys,
    middle_initial,
    person_keys,
)
from providers.models.spelled import spelled


def meet(ours, last, first, *, is_cut=False):
    return bool(person_keys(ours) & listed_person_keys(spelled(last), spelled(first), is_cut=is_cut))


@pytest.mark.parametrize(
    ("ours", "last", "first"),
    [
        ("Wanda Madeup", "MADEUP", "WANDA"),
        ("Dr. Wanda Q. Madeup, MD, FACP", "MADEUP", "WANDA"),
        ("Wanda Madeup MD", "MADEUP", "WANDA"),
        ("Wanda Madeup Jr.", "MADEUP", "WANDA"),
        ("Wanda Madeup", "MADEUP III", "WANDA"),
        ("Madeup, Wanda Q.", "MADEUP", "WANDA"),
        ("WANDA MADEÜP", "MADEUP", "WANDA"),
        ("Wanda O’Madeup", "O'MADEUP", "WANDA"),
        ("Wanda Madeup-Sample", "SAMPLE", "WANDA"),
        ("Wanda Madeup-Sample", "MADEUP", "WANDA"),
        ("Wanda Madeup-Sample", "MADEUPSAMPLE", "WANDA"),
        ("Wanda Sample", "MADEUP-SAMPLE", "WANDA"),
        ("Wanda de la Madeup", "DELAMADEUP", "WANDA"),
        ("Wanda de la Madeup", "MADEUP", "WANDA"),
        ("Mary Ann Madeup", "MADEUP", "MARYANN"),
        ("Mary-Ann Madeup", "MADEUP", "MARY"),
        ("W. Robert Madeup", "MADEUP", "ROBERT"),
        ("Robert (Bob) Madeup", "MADEUP", "BOB"),
        ("Kim Do", "DO", "KIM"),
        ("Anh Thi Do", "DO", "ANH"),
        ("Thi Le", "LE", "THI"),
        ("Thi Ma, MD", "MA", "THI"),
        ("Søren Łukaszøn", "LUKASZON", "SOREN"),
    ],
)
def test_the_same_name_meets(ours, last, first):
    assert meet(ours, last, first)


@pytest.mark.parametrize(
    ("ours", "last", "first"),
    [
        ("Wanda Madeup", "MADEUP", "OTTO"),
        ("Wanda Madeup", "MADE", "WANDA"),
        ("Wanda Sample", "MADEUP", "WANDA"),
        ("Wanda", "WANDA", "WANDA"),
        ("", "MADEUP", ""),
        ("Maria de Sample", "DE LA MADEUP", "MARIA"),
    ],
)
def test_another_name_does_not(ours, last, first):
    assert not meet(ours, last, first)


def test_a_surname_that_the_list_cut_meets_the_whole_one():
    assert meet("Wanda Wolfeschlegelsteinhausen", "WOLFESCHLEGELSTEINHA", "WANDA", is_cut=True)
    assert not meet("Wanda Wolfeschlegelsteinhausen", "WOLFESCHLEGELSTEINHA", "WANDA")


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Wanda Q. Madeup", "Q"),
        ("Wanda Quill Madeup", ""),
        ("Wanda Madeup", ""),
        ("Dr. Wanda Q Madeup, MD", "Q"),
    ],
)
def test_a_middle_initial_counts_only_as_one_letter(name, initial):
    assert middle_initial(name) == initial


@pytest.mark.parametrize(
    ("ours", "listed"),
    [
        ("Made-Up Infusions", "MADE UP INFUSIONS, LLC"),
        ("The Made Up Infusions P.C.", "MADE UP INFUSIONS INC"),
        ("Harbor & Light Medical Group of Boulder", "HARBOR & LIGHT MEDICAL GROUP O"),
    ],
)
def test_a_firm_meets_without_its_legal_form_and_where_it_was_cut(ours, listed):
    assert firm_keys([ours]) & listed_firm_keys(spelled(listed), is_cut=len(listed) >= 30)


def test_another_firm_and_no_name_do_not():
    assert not firm_keys(["Made Up Infusions"]) & listed_firm_keys("MADE UP", is_cut=False)
    assert firm_keys(["", "LLC"]) == set() == listed_firm_keys("", is_cut=False)
