"""Rules of one way of giving ketamine: each with what it refuses and what it lets pass."""

import pytest

from providers.models.service_rules import (
    age_problems,
    basis_problems,
    claim_problems,
    monitoring_problems,
    observation_problems,
    setting_problems,
)
from providers.models.vocabulary import Condition, DrugBasis, Monitor, Route, Setting


def fields(problems):
    return [field for field, _sentence in problems]


@pytest.mark.parametrize("setting", [None, Setting.CLINIC_SELF, Setting.HOME_LIVE, Setting.HOME_PEER])
def test_spravato_is_given_in_the_clinic_and_watched(setting):
    assert fields(setting_problems(Route.SPRAVATO, setting)) == ["setting"]
    assert setting_problems(Route.IV, setting) == []
    assert setting_problems(Route.SPRAVATO, Setting.CLINIC_MONITORED) == []


@pytest.mark.parametrize("route", [route for route in Route if route != Route.SPRAVATO])
def test_no_other_route_is_fda_approved(route):
    assert fields(basis_problems(route, DrugBasis.FDA_APPROVED)) == ["drug_basis"]


def test_spravato_is_approved_for_depression_and_nothing_else():
    approved = [Condition.TRD, Condition.MDD_SUICIDALITY]
    assert basis_problems(Route.SPRAVATO, DrugBasis.FDA_APPROVED, approved) == []
    assert basis_problems(Route.SPRAVATO, DrugBasis.OFF_LABEL, [Condition.PTSD]) == []
    for other in set(Condition) - set(approved):
        assert fields(basis_problems(Route.SPRAVATO, DrugBasis.FDA_APPROVED, [other])) == ["conditions"]


def test_compounded_spray_is_compounded():
    assert basis_problems(Route.NASAL_COMPOUNDED, DrugBasis.COMPOUNDED) == []
    assert basis_problems(Route.NASAL_COMPOUNDED, None) == []
    assert fields(basis_problems(Route.NASAL_COMPOUNDED, DrugBasis.OFF_LABEL)) == ["drug_basis"]


def test_spravato_is_watched_for_two_hours_and_measured():
    assert fields(observation_problems(Route.SPRAVATO, 119)) == ["observation_minutes"]
    assert observation_problems(Route.SPRAVATO, 120) == observation_problems(Route.IV, 30) == []
    assert observation_problems(Route.SPRAVATO, None) == []
    assert fields(monitoring_problems(Route.SPRAVATO, [Monitor.NONE_STATED])) == ["monitoring"]
    assert monitoring_problems(Route.IM, [Monitor.NONE_STATED]) == []


def test_ages_come_in_order():
    assert fields(age_problems(18, 17)) == ["max_age"]
    assert age_problems(18, 18) == age_problems(None, 5) == age_problems(5, None) == []


@pytest.mark.parametrize(
    "text",
    [
        *("FDA-approved ketamine", "fda approved", "The FDA has approved this", "FDA cleared"),
        *("FDA  authorised", "approved by the FDA", "Approved by the U.S. Food and Drug Administration"),
        *("F.D.A. approved", "Not only FDA-approved", "No fear! FDA-approved", "It is not new. FDA-approved"),
    ],
)
def test_free_words_never_claim_an_approval(text):
    assert fields(claim_problems("note", text, Route.IV)) == ["note"]
    assert fields(claim_problems("note", text, None)) == ["note"]
    assert claim_problems("note", text, Route.SPRAVATO) == []


@pytest.mark.parametrize(
    "text",
    [
        *("", "Not reviewed by the FDA", "approved by your plan", "the FDA alert of 2022"),
        *("Ketamine is not FDA-approved for this", "It isn’t approved by the FDA", "has no FDA approval"),
        "Compounded drugs are never FDA approved",
    ],
)
def test_other_words_pass(text):
    assert claim_problems("note", text, Route.IV) == []
