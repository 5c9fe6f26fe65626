"""Everybody against the exclusion list: the same NPI suspends at once, the same name is asked in private."""

import datetime

import pytest
import time_machine

from providers.actions import business_days, exclusion_run
from providers.actions.clock import today
from providers.actions.gates import run as gates
from providers.models import Case, Check, Exclusion, ExclusionMatch, FeedLoad, Provider
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import ListingStatus

from .. import cast, factories
from ..exclusion_list import firm, load, row
from ..factories.facts import day

pytestmark = pytest.mark.django_db

NPI, OTHER_NPI = "1234567893", "1689872012"


def person(name="Otto Sample", npi="", at=factories.BOULDER, **over):
    """Somebody who prescribes at a published listing."""
    site = factories.published_listing(at=at, **over)
    who = site.roles.get().practitioner
    who.name, who.npi = name, npi
    who.save()
    return who


def the_match():
    return ExclusionMatch.objects.get()


def test_without_a_list_nobody_is_said_not_to_be_on_it():
    who = person()
    assert exclusion_run.run() is None
    assert exclusion_run.catch_up() == 0
    assert exclusion_run.keep_up() == 0
    assert exclusion_run.check_practitioner(who) is None
    assert not Check.objects.exists()


def test_everybody_gets_a_stored_check(tmp_path):
    listed = load(tmp_path, row(), published_on=day(2)).load
    who = person()
    account = exclusion_run.run()
    assert (account.status, account.rows, account.published_on) == ("done", 2, today())
    check = who.checks.get()
    assert (check.gate, check.method, check.result) == ("exclusion", "register_file", "agrees")
    assert (check.source, check.source_date, check.digest) == ("OIG LEIE", day(2), listed.digest)
    assert check.found == {"compared": {"names": ["Otto Sample"], "npi": "", "states": ["CO"]}}
    assert Check.objects.filter(provider__isnull=False).count() == 1
    assert not ExclusionMatch.objects.exists()


def test_the_same_npi_suspends_at_once_and_is_due_in_one_business_day(tmp_path):
    who = person(npi=NPI)
    licence = who.credentials.get()
    claimed = factories.licence(who, state="WY", status=C.CLAIMED)
    load(tmp_path, row(NPI=NPI, STATE="TX"))
    exclusion_run.run()
    licence.refresh_from_db()
    claimed.refresh_from_db()
    assert (licence.status, claimed.status) == (C.SUSPENDED, C.CLAIMED)
    check = who.checks.get(gate="exclusion")
    step = licence.decisions.get()
    assert (step.event, step.by, step.evidence) == ("suspend", None, check)
    assert check.result == "differs"
    assert check.found["differs"] == [{"field": "npi", "claim": NPI, "source": "2020-03-19"}]
    case = Case.objects.get(kind="exclusion")
    assert (case.exclusion_match, case.risk) == (the_match(), 100)
    assert case.due_on == business_days.add(today(), 1)


def test_the_same_name_and_state_is_asked_in_private_and_changes_nothing(tmp_path):
    who = person("Dr. Wanda Q. Madeup, MD")
    load(tmp_path, row(MIDNAME="QUILL"))
    exclusion_run.run()
    assert the_match().strength == "name_state"
    assert who.credentials.get().status == C.ACTIVE
    case = Case.objects.get()
    assert (case.kind, case.due_on) == ("exclusion", business_days.add(today(), 5))


@pytest.mark.parametrize(
    "over",
    [{"STATE": "TX"}, {"MIDNAME": "R"}, {"FIRSTNAME": "OTTO"}, {"REINDATE": "20200601"}, {"STATE": ""}],
)
def test_another_state_or_name_and_who_is_reinstated_are_no_hit(tmp_path, over):
    person("Wanda Q. Madeup")
    load(tmp_path, row(**over))
    exclusion_run.run()
    assert not ExclusionMatch.objects.exists()


def test_the_state_of_a_licence_counts_too(tmp_path):
    who = person("Wanda Madeup")
    factories.licence(who, state="WY")
    load(tmp_path, row(STATE="WY"))
    exclusion_run.run()
    assert the_match().practitioner == who


def test_both_at_once_are_one_hit_by_npi(tmp_path):
    person("Wanda Madeup", npi=NPI)
    load(tmp_path, row(NPI=NPI))
    exclusion_run.run()
    assert the_match().strength == "npi"


def test_a_listing_with_the_same_npi_is_hidden_at_once(tmp_path, client):
    site = factories.published_listing(npi=NPI)
    load(tmp_path, firm(NPI=NPI))
    exclusion_run.run()
    site.provider.refresh_from_db()
    assert site.provider.status == ListingStatus.SUSPENDED
    assert client.get(site.provider.get_absolute_url()).status_code == 404
    assert Case.objects.get().provider == site.provider


def test_a_draft_that_a_register_lists_leaves_search(tmp_path):
    site = factories.unclaimed_listing(npi=NPI, is_in_register=True)
    for status in (ListingStatus.CLAIM_PENDING, ListingStatus.CLAIMED_DRAFT):
        cast.owner(site.provider)
        Provider.objects.filter(pk=site.provider_id).update(status=status)
    load(tmp_path, firm(NPI=NPI))
    exclusion_run.run()
    site.provider.refresh_from_db()
    assert (site.provider.status, site.provider.is_in_register) == (ListingStatus.CLAIMED_DRAFT, False)
    assert not hasattr(site, "searchrow")


def test_a_firm_of_the_same_name_in_the_state_is_asked_in_private(tmp_path):
    site = factories.published_listing(display_name="Made-Up Infusions")
    load(tmp_path, firm("MADE UP INFUSIONS, LLC"))
    exclusion_run.run()
    assert (the_match().provider, the_match().strength) == (site.provider, "name_state")
    site.provider.refresh_from_db()
    assert site.provider.status == ListingStatus.PUBLISHED


def test_demo_listings_and_who_works_there_are_left_out(tmp_path):
    person(npi=NPI, is_demo=True)
    load(tmp_path, row(NPI=NPI))
    assert exclusion_run.run().rows == 0


def test_the_same_run_again_checks_anew_and_raises_nothing_again(tmp_path):
    who = person(npi=NPI)
    load(tmp_path, row(NPI=NPI))
    exclusion_run.run()
    exclusion_run.run()
    assert who.checks.count() == 2
    assert (ExclusionMatch.objects.count(), Case.objects.filter(kind="exclusion").count()) == (1, 1)
    assert who.credentials.get().decisions.count() == 1


def test_catching_up_takes_only_the_new_and_the_changed(tmp_path):
    who, other = person(), person("Ada Other")
    load(tmp_path, row())
    exclusion_run.run()
    assert exclusion_run.catch_up() == 0
    third = factories.practitioner(name="Newly Come")
    other.name = "Wanda Madeup"
    other.save()
    assert exclusion_run.catch_up() == 2
    assert (who.checks.count(), other.checks.count(), third.checks.count()) == (1, 2, 1)
    assert the_match().practitioner == other


def test_a_killed_run_goes_on_where_it_was(tmp_path, monkeypatch):
    for number in range(5):
        factories.practitioner(name=f"Otto Sample {number}")
    load(tmp_path, row())
    monkeypatch.setattr(exclusion_run, "BATCH", 2)

    def killed(count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        exclusion_run.run(progress=killed)
    assert Check.objects.count() == 2
    account = exclusion_run.run()
    assert (account.rows, Check.objects.count()) == (5, 5)
    assert FeedLoad.objects.filter(feed="exclusion_run").count() == 1


def test_a_run_against_an_old_list_begins_again_with_the_new_one(tmp_path):
    who = person()
    load(tmp_path, row(), published_on=day(40))
    FeedLoad.objects.create(feed="exclusion_run", digest=FeedLoad.objects.get().digest)
    listed = load(tmp_path, row(), row("NEWLY"), published_on=day(3)).load
    assert exclusion_run.run().digest == listed.digest
    assert who.checks.get().digest == listed.digest
    assert FeedLoad.objects.filter(feed="exclusion_run", status="failed").count() == 1


def test_a_run_is_due_every_four_weeks_and_after_each_new_list(tmp_path):
    who = person()
    load(tmp_path, row(), published_on=day(40))
    assert [exclusion_run.keep_up() for _again in range(2)] == [2, 0]
    load(tmp_path, row(), row("NEWLY"), published_on=day(3))
    assert [exclusion_run.keep_up() for _again in range(2)] == [2, 0]
    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=29)):
        assert exclusion_run.keep_up() == 2
    assert who.checks.count() == 3


def test_one_person_is_checked_at_once(tmp_path):
    load(tmp_path, row(NPI=NPI))
    who = person(npi=NPI)
    check = exclusion_run.check_practitioner(who)
    assert check.result == "differs"
    assert who.credentials.get().status == C.SUSPENDED
    assert exclusion_run.check_practitioner(who) == check
    assert Check.objects.filter(gate="exclusion").count() == 1


def test_one_listing_is_checked_at_once(tmp_path):
    load(tmp_path, row())
    site = factories.published_listing()
    assert exclusion_run.check_provider(site.provider).result == "agrees"


def test_who_is_on_the_list_when_vouched_for_is_suspended_by_the_next_look(tmp_path):
    who = person(npi=NPI)
    load(tmp_path, row(NPI=NPI))
    exclusion_run.run()
    later = factories.licence(who, state="WY")
    exclusion_run.catch_up()
    later.refresh_from_db()
    assert later.status == C.SUSPENDED


def test_one_hit_that_fails_stops_no_other(tmp_path, monkeypatch, caplog):
    first, second = person(npi=NPI), person("Ada Other", npi=OTHER_NPI)
    load(tmp_path, row(NPI=NPI), row("OTHER", NPI=OTHER_NPI))
    follow = exclusion_run.exclusion_holds.follow

    def fails_once(match):
        if match.practitioner_id == first.pk:
            raise RuntimeError("not today")
        follow(match)

    monkeypatch.setattr(exclusion_run.exclusion_holds, "follow", fails_once)
    exclusion_run.run()
    assert first.credentials.get().status == C.ACTIVE
    assert second.credentials.get().status == C.SUSPENDED
    assert "were not drawn" in caplog.text
    monkeypatch.undo()
    exclusion_run.catch_up()
    assert first.credentials.get().status == C.SUSPENDED


@pytest.mark.parametrize(
    "name", ["", " ", "\N{GRINNING FACE}", "x" * 200, "' OR 1=1 --", '{"a": "\\\\"}', "%s %(batch)s"]
)
def test_strange_names_harm_nothing(tmp_path, name):
    who = person(name)
    load(tmp_path, row())
    exclusion_run.run()
    assert who.checks.get().found["compared"]["names"] == [name]
    assert Exclusion.objects.count() == 1


def test_the_gates_of_a_person_a_listing_and_a_licence_ask_the_list(tmp_path):
    load(tmp_path, row(), row("SAMPLE", "OTTO"))
    who = person()
    gates.on_credential(who.credentials.get().pk)
    gates.on_listing(who.roles.get().location.provider_id)
    assert Check.objects.filter(gate="exclusion").count() == 2
    assert the_match().practitioner == who
    other = factories.practitioner()
    gates.on_person(other.pk)
    assert other.checks.get(gate="exclusion").result == "agrees"
