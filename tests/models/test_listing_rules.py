"""The rules that span rows, as forms and imports can ask them."""

import pytest

from providers.models import Credential
from providers.models.listing_rules import (
    home_problems,
    licensed_states,
    location_problems,
    prescriber_problems,
    publication_problems,
    reach_problems,
)
from providers.models.vocabulary import CredentialType, Duty

from .. import factories
from ..factories.facts import day


@pytest.mark.parametrize(
    ("settings", "states", "fields"),
    [
        (["in_clinic_monitored", None], [], []),
        (["home_with_live_monitor"], ["CO"], []),
        (["home_with_live_monitor"], [], ["telehealth_states"]),
        (["in_clinic_monitored", "home_peer_only"], [], ["telehealth_states"]),
    ],
)
def test_treatment_at_home_names_its_states(settings, states, fields):
    assert [field for field, _sentence in home_problems(settings, states)] == fields


@pytest.mark.parametrize(
    ("site_state", "licensed", "sentences"),
    [
        ("CO", {"CO", "WY"}, []),
        (None, {"WY"}, []),
        ("CO", {"WY"}, ["No prescriber here has an active license in CO."]),
        ("CO", set(), ["Name at least one prescriber whose license is active."]),
        (None, set(), ["Name at least one prescriber whose license is active."]),
    ],
)
def test_somebody_who_may_prescribe_there(site_state, licensed, sentences):
    assert [sentence for _field, sentence in prescriber_problems(site_state, licensed)] == sentences


def test_each_state_that_is_reached_needs_a_licence():
    assert reach_problems(["CO", "UT", "NV"], {"CO"}) == [
        ("telehealth_states", "No prescriber has an active license in NV."),
        ("telehealth_states", "No prescriber has an active license in UT."),
    ]


def test_only_a_checked_and_good_state_licence_counts():
    good = {"status": "active", "checked_on": day(20), "expires_on": day(-400)}
    rows = [
        Credential(type=CredentialType.STATE_LICENCE, state="CO", **good),
        Credential(type=CredentialType.STATE_LICENCE, state="WY", **{**good, "checked_on": day(121)}),
        Credential(type=CredentialType.STATE_LICENCE, state="UT", **{**good, "expires_on": day(1)}),
        Credential(type=CredentialType.STATE_LICENCE, state="NV", **{**good, "status": "claimed"}),
        Credential(type=CredentialType.CONTROLLED_SUBSTANCE_STATE, state="AZ", **good),
    ]
    assert licensed_states(rows, day()) == {"CO"}


@pytest.mark.django_db
def test_a_therapist_is_no_prescriber():
    site = factories.published_listing()
    assert location_problems(site, day()) == []

    site.roles.update(does=[Duty.THERAPY])

    assert [field for field, _sentence in location_problems(site, day())] == ["prescriber"]


@pytest.mark.django_db
def test_a_location_costs_three_queries(django_assert_num_queries):
    site = factories.published_listing()
    with django_assert_num_queries(3):
        location_problems(site, day())


@pytest.mark.django_db
def test_a_listing_without_a_place_or_a_word_of_the_clinic_is_not_published():
    row = factories.provider(status="draft")
    assert [field for field, _sentence in publication_problems(row, day())] == [
        "last_confirmed_on",
        "locations",
    ]


@pytest.mark.django_db
def test_a_closed_location_does_not_stand_in_the_way():
    site = factories.published_listing()
    factories.location(site.provider, closed_on=day(9))
    assert publication_problems(site.provider, day()) == []
