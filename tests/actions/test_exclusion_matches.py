"""What people decide of a possible match: two where something is suspended; nothing comes back alone."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import timezone

from providers.actions import credentials, exclusion_matches, exclusion_run, listings
from providers.actions.refusals import TransitionRefused
from providers.models import Case, ExclusionMatch
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import ListingStatus

from .. import cast, factories
from ..exclusion_list import firm, load, row
from ..factories.facts import day
from ..together import at_once, kinds
from .test_exclusion_run import NPI, person, the_match

pytestmark = pytest.mark.django_db

BY_NAME, BY_NPI = {}, {"NPI": NPI}


@pytest.fixture
def hit(tmp_path):
    """Makes a match of somebody; returns the person."""

    def make(over, npi=""):
        who = person("Wanda Madeup", npi=npi)
        load(tmp_path, row(**over), row("STAYS"), published_on=day(40))
        exclusion_run.run()
        return who

    return make


def refuse(**change):
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
        ExclusionMatch.objects.update(**change)


def test_confirming_a_name_suspends(hit):
    who, by = hit(BY_NAME), cast.reviewer()
    exclusion_matches.confirm(by=by, match=the_match(), reason="The OIG's own search agrees.")
    assert (the_match().state, the_match().decided_by) == ("confirmed", by)
    licence = who.credentials.get()
    assert (licence.status, licence.decisions.get().by) == (C.SUSPENDED, by)
    assert Case.objects.get(kind="exclusion").state == "closed"
    assert Case.objects.get(kind="credential", state="ready").credential == licence


def test_one_person_clears_a_name_and_it_is_not_raised_again(hit, tmp_path):
    who = hit(BY_NAME)
    exclusion_matches.clear(by=cast.reviewer(), match=the_match(), reason="Another day of birth.")
    assert Case.objects.get().outcome == "cleared"
    load(tmp_path, row(), row("NEWLY"), row("STAYS"), published_on=day(3))
    exclusion_run.run()
    assert the_match().state == "cleared"
    assert who.checks.first().result == "agrees"


def test_a_cleared_name_is_raised_again_when_the_npi_turns_up(hit, tmp_path):
    who = hit(BY_NAME, npi=NPI)
    exclusion_matches.clear(by=cast.reviewer(), match=the_match(), reason="Another person.")
    load(tmp_path, row(**BY_NPI), row("STAYS"), published_on=day(3))
    exclusion_run.run()
    assert (the_match().state, the_match().strength, the_match().decided_by) == ("open", "npi", None)
    assert who.credentials.get().status == C.SUSPENDED


def test_two_people_clear_an_npi_and_the_licence_stays_suspended(hit):
    who, one, other = hit(BY_NPI, npi=NPI), cast.reviewer(), cast.lead_reviewer()
    with pytest.raises(TransitionRefused, match="another person"):
        exclusion_matches.clear(by=one, match=the_match(), reason="A typing error.")
    exclusion_matches.endorse(by=one, match=the_match(), reason="A typing error.")
    for again in (exclusion_matches.clear, exclusion_matches.endorse):
        with pytest.raises(TransitionRefused):
            again(by=one, match=the_match(), reason="A typing error.")
    exclusion_matches.clear(by=other, match=the_match(), reason="I agree.")
    assert (the_match().state, the_match().endorsed_by, the_match().decided_by) == ("cleared", one, other)
    licence = who.credentials.get()
    assert licence.status == C.SUSPENDED
    assert Case.objects.get(state="ready").credential == licence


def test_what_one_confirmed_two_people_clear(hit):
    hit(BY_NAME)
    exclusion_matches.confirm(by=cast.reviewer(), match=the_match(), reason="The same.")
    with pytest.raises(TransitionRefused, match="another person"):
        exclusion_matches.clear(by=cast.reviewer(), match=the_match(), reason="No.")
    exclusion_matches.endorse(by=cast.reviewer(), match=the_match(), reason="A mistake.")
    exclusion_matches.clear(by=cast.lead_reviewer(), match=the_match(), reason="Yes.")
    assert the_match().state == "cleared"


def test_the_database_wants_two_people_as_well(hit):
    hit(BY_NPI, npi=NPI)
    one, now = cast.reviewer(), timezone.now()
    decided = {"state": "cleared", "decided_by": one, "decided_at": now}
    refuse(**decided)
    refuse(**decided, endorsed_by=one, endorsed_at=now)
    refuse(state="confirmed")
    refuse(endorsed_by=one)
    ExclusionMatch.objects.update(**(decided | {"state": "confirmed"}), strength="name_state")
    refuse(state="open")
    refuse(state="cleared")


def test_a_reason_is_wanted_and_nobody_decides_about_their_own_listing(hit):
    who = hit(BY_NAME)
    reviewer = cast.reviewer()
    with pytest.raises(TransitionRefused, match="reason"):
        exclusion_matches.confirm(by=reviewer, match=the_match(), reason=" ")
    site = who.roles.get().location
    site.provider.memberships.create(user=reviewer, role="owner")
    for decide in (exclusion_matches.confirm, exclusion_matches.clear):
        with pytest.raises(TransitionRefused, match="no part"):
            decide(by=reviewer, match=the_match(), reason="Mine.")
    assert the_match().state == "open"


def test_what_is_decided_is_not_decided_again(hit):
    hit(BY_NAME)
    match = the_match()
    exclusion_matches.clear(by=cast.reviewer(), match=match, reason="Another person.")
    for decide in (exclusion_matches.confirm, exclusion_matches.clear):
        with pytest.raises(TransitionRefused, match="Somebody else"):
            decide(by=cast.lead_reviewer(), match=match, reason="Late.")


@pytest.mark.parametrize("over", [BY_NAME, BY_NPI])
def test_when_the_list_lets_go_the_match_ends_and_what_is_suspended_stays_so(hit, tmp_path, over):
    who = hit(over, npi=NPI)
    was = who.credentials.get().status
    outcome = load(tmp_path, row(REINDATE="20200601"), is_supplement=True, published_on=day(3))
    assert outcome.ended_matches == 1
    assert the_match().state == "ended"
    assert Case.objects.get(kind="exclusion").outcome == "ended"
    assert who.credentials.get().status == was
    waiting = Case.objects.filter(kind="credential", state="ready").count()
    assert waiting == (1 if was == C.SUSPENDED else 0)
    exclusion_run.run()
    assert the_match().state == "ended"


def test_a_suspended_licence_gets_its_case_back_when_the_list_lets_go(hit, tmp_path):
    hit(BY_NPI, npi=NPI)
    Case.objects.filter(kind="credential").update(state="closed", closed_at=timezone.now())
    load(tmp_path, row(REINDATE="20200601"), is_supplement=True, published_on=day(3))
    assert Case.objects.filter(kind="credential", state="ready").count() == 1


def test_a_match_that_ended_opens_again_with_the_exclusion(hit, tmp_path):
    hit(BY_NPI, npi=NPI)
    load(tmp_path, row(REINDATE="20200601"), is_supplement=True, published_on=day(3))
    load(tmp_path, row(**BY_NPI), row("STAYS"), row("NEWLY"), published_on=day(1))
    exclusion_run.run()
    assert the_match().state == "open"
    assert Case.objects.filter(kind="exclusion", state="ready").count() == 1


def test_nothing_is_vouched_for_while_the_list_stands_against_it(hit):
    who, by = hit(BY_NPI, npi=NPI), cast.lead_reviewer()
    licence = who.credentials.get()
    credentials.reopen(by=by, credential=licence, reason="They wrote to us.")
    with pytest.raises(TransitionRefused, match="exclusion list"):
        credentials.approve(by=cast.reviewer(), credential=licence)


def test_a_listing_comes_back_by_a_person_after_two_have_cleared_it(tmp_path):
    site = factories.published_listing(npi=NPI)
    load(tmp_path, firm(NPI=NPI))
    exclusion_run.run()
    one, other = cast.reviewer(), cast.lead_reviewer()
    with pytest.raises(TransitionRefused, match="exclusion list"):
        listings.restore(by=one, provider=site.provider, reason="Please.")
    exclusion_matches.endorse(by=one, match=the_match(), reason="A typing error.")
    exclusion_matches.clear(by=other, match=the_match(), reason="I agree.")
    site.provider.refresh_from_db()
    assert site.provider.status == ListingStatus.SUSPENDED
    assert Case.objects.get().state == "ready"
    exclusion_matches.restore_listing(by=one, match=the_match(), reason="It was somebody else.")
    site.provider.refresh_from_db()
    assert site.provider.status == ListingStatus.PUBLISHED
    assert Case.objects.get().state == "closed"


@pytest.mark.django_db(transaction=True)
def test_two_who_clear_at_once_clear_once(hit):
    hit(BY_NAME)
    one, other, match = cast.reviewer(), cast.lead_reviewer(), the_match()
    outcomes = at_once(
        lambda: exclusion_matches.clear(by=one, match=match, reason="Another person."),
        lambda: exclusion_matches.clear(by=other, match=match, reason="Another person."),
    )
    assert kinds(outcomes) == ["ExclusionMatch", "TransitionRefused"]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_share_the_work(tmp_path):
    who = person(npi=NPI)
    load(tmp_path, row(NPI=NPI))
    outcomes = at_once(exclusion_run.catch_up, exclusion_run.catch_up)
    assert sorted(outcomes) == [0, 2]
    assert who.checks.count() == 1
    assert who.credentials.get().decisions.filter(event="suspend").count() == 1
