"""An entry of the NPI register beside what we have: what is the same, and what is told as different."""

import datetime

import pytest

from providers.actions.gates import npi_register, register
from providers.actions.gates.npi_register import Claimed
from providers.models import Taxonomy
from providers.models.vocabulary import CheckMethod, CheckResult, Profession
from tests.factories.facts import day

from .entries import NPI, OTHER_NPI, entry, whole_file

pytestmark = pytest.mark.django_db


def claimed(name="Ana Sample", states=("CO",), profession=Profession.MD, npi=NPI, **over):
    return Claimed(npi, (name,), frozenset(states), profession, **over)


def looked(who=None, **over):
    entry(**over)
    return npi_register.look(who or claimed(), register.known(NPI))


def fields(look):
    return [one["field"] for one in look.differs]


def test_the_same_person_agrees_and_the_look_says_where_and_when():
    look = looked()
    assert (look.result, look.differs) == (CheckResult.AGREES, [])
    assert (look.source, look.method, look.source_date) == (
        register.SOURCE,
        CheckMethod.REGISTER_FILE,
        day(5),
    )
    assert look.source_url.endswith(NPI)
    assert look.found["name"] == "ANA MARIA SAMPLE"


@pytest.mark.parametrize(
    "name",
    ["ana sample", "Dr. Ana Sample, MD", "Ána M. Sample Jr.", "Ana Maria Sample", "Maria Sample",
     "Sample, Ana", "Ana Sample-Brook", "A. Maria Sample"],
)  # fmt: skip
def test_one_name_is_written_in_many_ways(name):
    assert looked(claimed(name)).result == CheckResult.AGREES


def test_a_former_name_that_the_register_knows_is_the_same():
    former = [{"first": "ANA", "middle": "", "last": "BROOK", "kind": "1"}]
    assert looked(claimed("Ana Brook"), other_names=former).result == CheckResult.AGREES


def test_a_maiden_name_that_it_does_not_know_differs_and_both_are_told():
    look = looked(claimed("Ana Brook"))
    assert look.result == CheckResult.DIFFERS
    assert look.differs == [{"field": "name", "claim": "Ana Brook", "source": "ANA MARIA SAMPLE"}]


def test_an_unknown_number_is_not_found_only_in_a_whole_file():
    assert register.known(NPI) is None
    unasked = npi_register.look(claimed(), None)
    assert (unasked.result, unasked.was_asked) == (CheckResult.NO_ANSWER, False)

    whole_file()
    assert npi_register.look(claimed(), register.known(NPI)).result == CheckResult.NOT_FOUND


def test_a_number_that_was_taken_back_names_its_successor():
    look = looked(
        deactivated_on=datetime.date(2025, 3, 4), replacement_npi=OTHER_NPI, first_name="", last_name=""
    )
    assert fields(look) == ["active"]
    assert "2025-03-04" in look.differs[0]["source"]
    assert OTHER_NPI in look.differs[0]["source"]


@pytest.mark.parametrize(
    ("states", "result"),
    [(["WY"], CheckResult.DIFFERS), (["WY", "CO"], CheckResult.AGREES), (["UT"], CheckResult.AGREES),
     ([], CheckResult.AGREES)],
)  # fmt: skip
def test_one_state_in_common_is_enough_be_it_a_license_s(states, result):
    taxonomies = [{"code": "2084P0800X", "licence": "", "state": "UT", "primary": True}]
    assert looked(claimed(states=states), taxonomies=taxonomies).result == result


@pytest.mark.parametrize(
    ("profession", "code", "fits"),
    [
        (Profession.MD, "207L00000X", True),
        (Profession.DO, "2084P0800X", True),
        (Profession.MD, "363A00000X", False),
        (Profession.PMHNP, "363LP0808X", True),
        (Profession.PMHNP, "363LF0000X", False),
        (Profession.NP, "363LF0000X", True),
        (Profession.CRNA, "367500000X", True),
        (Profession.PA, "363A00000X", True),
        (Profession.PSYD, "103TC0700X", True),
        (Profession.LCSW, "1041C0700X", True),
        (Profession.LCSW, "103TC0700X", False),
        (Profession.OTHER, "261QM0850X", True),
    ],
)
def test_a_specialty_fits_a_profession(profession, code, fits):
    taxonomies = [{"code": code, "licence": "", "state": "CO", "primary": True}]
    look = looked(claimed(profession=profession), taxonomies=taxonomies)
    assert fields(look) == ([] if fits else ["taxonomy"])


def test_a_specialty_is_named_in_words_where_they_are_loaded():
    Taxonomy.objects.create(code="363A00000X", classification="Physician Assistant")
    taxonomies = [{"code": "363A00000X", "licence": "", "state": "CO", "primary": True}]
    look = looked(taxonomies=taxonomies)
    assert look.differs[0]["source"] == "363A00000X (Physician Assistant)"


def test_the_register_s_license_number_is_a_lead_and_proves_nothing():
    look = looked()
    assert look.found["leads"] == [{"state": "CO", "number": "DR.0012345"}]
    assert look.differs == []


def test_a_person_s_number_is_no_organization_s_but_a_solo_practice_may_use_it():
    firm = Claimed(NPI, ("Clear Creek Clinic",), frozenset({"CO"}))
    assert "kind" in fields(looked(firm))
    solo = Claimed(
        NPI, ("Clear Creek Clinic",), frozenset({"CO"}), people=("Ana Sample",), may_be_person=True
    )
    assert npi_register.look(solo, register.known(NPI)).result == CheckResult.AGREES


@pytest.mark.parametrize(
    ("name", "result"),
    [("Clear Creek Clinic", CheckResult.AGREES), ("CLEAR CREEK CLINIC, L.L.C.", CheckResult.AGREES),
     ("Blue Hill Clinic", CheckResult.DIFFERS)],
)  # fmt: skip
def test_a_firm_is_known_under_its_name_whatever_its_legal_form(name, result):
    firm = Claimed(NPI, (name,), frozenset({"CO"}))
    facts = {"entity": 2, "first_name": "", "last_name": "", "organization": "CLEAR CREEK CLINIC LLC"}
    assert looked(firm, **facts).result == result
