"""The daily round: everything undecided, and whoever was not looked at for four weeks; nobody twice a day."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from providers.actions import credentials
from providers.actions.gates import rounds, run
from providers.models import Check, Credential
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType, Gate, ListingStatus
from tests import cast, factories
from tests.factories.facts import day

from .entries import NPI, OTHER_NPI, entry

pytestmark = pytest.mark.django_db


def claimed(person):
    return credentials.claim(
        by=cast.stranger(),
        holder=person,
        type=CredentialType.STATE_LICENCE,
        issuer="Colorado Medical Board",
        number="DR.0012345",
        state="CO",
        attested_on=day(),
    )


@pytest.fixture
def person():
    entry()
    person = factories.practitioner(name="Ana Sample", npi=NPI)
    factories.role(factories.published_listing(), person)
    return person


def round_after(days):
    moment = timezone.now() + datetime.timedelta(days=days)
    with time_machine.travel(moment):
        return rounds.daily(moment)


def test_without_a_worker_the_day_s_round_takes_up_what_was_entered(person):
    row = claimed(person)
    rounds.daily(timezone.now())
    row.refresh_from_db()
    assert row.status == C.SOURCE_REQUESTED


def test_people_and_listings_are_looked_at_every_four_weeks(person):
    Credential.objects.all().delete()
    listing = person.roles.get().location.provider
    entry(OTHER_NPI, entity=2, organization=listing.display_name.upper(), load=None)
    type(listing).objects.filter(pk=listing.pk).update(npi=OTHER_NPI)
    assert [round_after(days) for days in (0, 1, 27, 29, 30)] == [2, 0, 0, 2, 0]
    looked = Check.objects.filter(gate=Gate.NPI_REGISTER)
    assert looked.filter(practitioner=person).count() == looked.filter(provider=listing).count() == 2


def test_another_number_is_looked_at_the_next_day(person):
    Credential.objects.all().delete()
    round_after(0)
    type(person).objects.filter(pk=person.pk).update(npi=OTHER_NPI)
    assert round_after(1) == 1


@pytest.mark.parametrize("over", [{"is_demo": True}, {"status": ListingStatus.CLOSED, "closed_on": day(3)}])
def test_demo_people_and_those_of_closed_listings_are_nobody_s_business(person, over):
    listing = person.roles.get().location.provider
    Credential.objects.all().delete()
    type(listing).objects.filter(pk=listing.pk).update(**over)
    assert round_after(0) == 0


def test_one_that_fails_is_logged_and_keeps_no_other_waiting(person, monkeypatch, caplog):
    broken, sound = claimed(person), claimed(person)
    real = run.on_credential

    def on_credential(pk):
        if pk == broken.pk:
            raise RuntimeError("broken")
        return real(pk)

    monkeypatch.setattr(rounds.run, "on_credential", on_credential)
    rounds.daily(timezone.now())
    sound.refresh_from_db()
    assert sound.status == C.SOURCE_REQUESTED
    assert str(broken.pk) in caplog.text


def test_a_credential_in_force_is_looked_at_once_a_month(person):
    factories.licence(person)
    Credential.objects.exclude(practitioner=person).delete()
    counts = [round_after(days) for days in (0, 1, 29)]
    assert counts == [2, 0, 2]
