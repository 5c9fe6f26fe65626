"""Whether somebody may still prescribe: by the licenses that were decided on, their ends and nothing else."""

import datetime

import pytest

from providers.actions.known_facts import facts_of, with_facts
from providers.models import Location
from providers.models.prescribing import LONG_AGO, as_offered, offered_until, prescribed_until
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import Duty
from tests import factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


def facts(location):
    return facts_of(with_facts(Location.objects.filter(pk=location.pk)).get())


def listing(**licence):
    return factories.published_listing(licence=licence)


def told(location, on):
    offered = as_offered(facts(location), on)
    return offered.has_prescriber, len(offered.services)


def test_the_last_day_counts_and_the_next_does_not():
    location = listing(expires_on=day(-30))
    assert prescribed_until(facts(location)) == day(-30)
    assert [told(location, day(-30)), told(location, day(-31))] == [(True, 1), (False, 0)]


def test_the_longest_license_of_all_who_prescribe_carries_it():
    location = listing(expires_on=day(-30))
    colleague = factories.role(location).practitioner
    factories.licence(colleague, expires_on=day(-90))
    assert prescribed_until(facts(location)) == day(-90)


@pytest.mark.parametrize(
    ("does", "state"), [([Duty.MONITORS], "CO"), ([Duty.THERAPY], "CO"), ([Duty.PRESCRIBES], "WY")]
)
def test_who_does_not_prescribe_here_carries_nothing(does, state):
    location = listing(expires_on=day(1))
    colleague = factories.role(location, does=does).practitioner
    factories.licence(colleague, state=state)
    assert told(location, day()) == (False, 0)


@pytest.mark.parametrize("status", [C.EXPIRED, C.SUSPENDED, C.REVOKED])
def test_what_was_ended_by_a_decision_ends_at_once(status):
    location = listing(status=status)
    assert prescribed_until(facts(location)) == LONG_AGO
    assert told(location, day()) == (False, 0)


@pytest.mark.parametrize("status", [C.CLAIMED, C.SOURCE_REQUESTED, C.SOURCE_CHECKED])
def test_what_was_never_decided_neither_carries_nor_takes_away(status):
    location = listing(status=status)
    assert told(location, day()) == (True, 1)
    ended = listing(status=C.EXPIRED)
    factories.licence(factories.role(ended).practitioner, status=status)
    assert told(ended, day()) == (False, 0)


def test_our_own_slowness_takes_nothing_away():
    """A check of long ago confirms nothing, and a license that is looked up anew has not ended."""
    assert told(listing(checked_on=day(200), expires_on=day(-100)), day()) == (True, 1)
    redone = listing(status=C.SOURCE_REQUESTED, decided_on=day(1000), checked_on=day(80))
    assert told(redone, day()) == (True, 1)


def test_a_license_without_an_end_has_none():
    assert prescribed_until(facts(listing(expires_on=None))) is None
    assert told(factories.unclaimed_listing(), day()) == (True, 0)


def test_a_state_of_telehealth_goes_with_its_own_license():
    location = listing(expires_on=day(-300))
    prescriber = location.roles.get().practitioner
    for state, ends in [("WY", day(-10)), ("UT", day(-200))]:
        licence = factories.licence(prescriber, state=state, expires_on=ends)
        factories.telehealth(location, state, licence=licence)
    later = as_offered(facts(location), day(-11))
    assert [row.state for row in later.telehealth_reach] == ["UT"]
    assert (later.lapsed_states, later.has_prescriber, len(later.services)) == (["WY"], True, 1)


def test_telehealth_elsewhere_can_outlast_the_place_itself():
    location = listing(expires_on=day(-10))
    prescriber = location.roles.get().practitioner
    licence = factories.licence(prescriber, state="WY", expires_on=day(-200))
    factories.telehealth(location, "WY", licence=licence)
    assert offered_until(facts(location)) == day(-200)
    assert [told(location, day(-11)), told(location, day(-201))] == [(False, 1), (False, 0)]


def test_twice_is_the_same_as_once():
    location = listing(expires_on=datetime.date(2026, 1, 1))
    once = as_offered(facts(location), day())
    assert as_offered(once, day()) == once
