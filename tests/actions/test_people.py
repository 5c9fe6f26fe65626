"""People of a listing: whose they are, what is kept from other listings, and names that wait for review."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import changes, people
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import ChangeRequest, Practitioner, PractitionerRole, SearchCard
from providers.models.change_request import ChangedField, ChangeStatus
from providers.models.vocabulary import Basis, Duty, Presence, Profession
from tests import cast, factories

SEEN_AT_NPPES = {"basis": "verified_source", "source": "NPPES"}
pytestmark = pytest.mark.django_db
NPI, OTHER_NPI = "1234567893", "1245319599"


def facts(**over):
    return {
        "name": "Rae Example",
        "profession": Profession.PMHNP,
        "npi": "",
        "taxonomy": [],
        "does": [Duty.MONITORS],
        "present": Presence.ON_SITE_PART,
        **over,
    }


def said_of(role, **over):
    return {**people.stated(people._fresh(role)), **over}


def saved(role, by=None, **over):
    by = by or cast.editor_of(role.location.provider)
    people.save(by=by, role=role, version=people.version(role), facts=said_of(role, **over))


@pytest.fixture
def location():
    return factories.published_listing()


@pytest.fixture
def role(location):
    """Somebody whose license staff have looked up."""
    return location.roles.select_related("practitioner", "location__provider").get()


@pytest.fixture
def shared(location, role):
    """The same row at somebody else's listing."""
    other = factories.location(at=factories.DENVER)
    return factories.role(other, role.practitioner)


def test_a_new_person_is_there_at_once_in_the_clinics_own_words(location):
    by = cast.editor_of(location.provider)
    added = people.add(by=by, location=location, facts=facts(npi=NPI))
    person = added.practitioner
    assert (person.name, person.npi, person.basis, person.confirmed_by) == (
        "Rae Example",
        NPI,
        Basis.PROVIDER_ATTESTED,
        by,
    )
    assert (added.does, added.present) == ([Duty.MONITORS], Presence.ON_SITE_PART)
    assert people.is_kept(person, location.provider)


def test_a_namesake_at_another_listing_is_left_alone(location):
    elsewhere = factories.role(factories.location(), factories.practitioner(name="Rae Example", npi=NPI))
    before = Practitioner.objects.values().get(pk=elsewhere.practitioner_id)
    added = people.add(by=cast.owner(location.provider), location=location, facts=facts(npi=NPI))
    assert added.practitioner_id != elsewhere.practitioner_id
    assert Practitioner.objects.values().get(pk=elsewhere.practitioner_id) == before


def test_an_npi_belongs_to_one_person_of_a_listing(location):
    by = cast.owner(location.provider)
    people.add(by=by, location=location, facts=facts(npi=NPI))
    with pytest.raises(ValidationError) as refusal:
        people.add(by=by, location=location, facts=facts(name="Another", npi=NPI))
    assert refusal.value.message_dict == {"npi": ["Rae Example has this NPI already."]}
    assert location.roles.count() == 2


def test_the_name_of_somebody_looked_up_waits_while_the_rest_is_live(location, role):
    name = role.practitioner.name
    saved(role, name="Alex Married", does=[Duty.PRESCRIBES, Duty.MEDICAL_DIRECTOR])
    role.refresh_from_db()
    assert role.does == [Duty.PRESCRIBES, Duty.MEDICAL_DIRECTOR]
    assert role.practitioner.name == name
    change = ChangeRequest.objects.get()
    assert (change.field, change.subject, change.status) == ("person", str(role.practitioner_id), "open")
    assert people.stated(people._fresh(role))["name"] == "Alex Married"

    changes.approve_change(by=cast.superuser(), change=change)
    assert Practitioner.objects.get(pk=role.practitioner_id).name == "Alex Married"


@pytest.mark.parametrize(
    "over", [{"npi": OTHER_NPI}, {"profession": Profession.DO}, {"taxonomy": ["2084P0800X"]}]
)
def test_no_part_of_who_was_looked_up_changes_without_review(role, over):
    before = Practitioner.objects.values().get(pk=role.practitioner_id)
    saved(role, **over)
    assert Practitioner.objects.values().get(pk=role.practitioner_id) == before
    assert ChangeRequest.objects.get().after.items() >= over.items()


def test_even_a_draft_that_nobody_sees_keeps_no_proof_for_another_name():
    site = factories.location(factories.provider(status="draft"))
    role = factories.role(site)
    factories.licence(role.practitioner)
    saved(role, name="Somebody Else")
    assert ChangeRequest.objects.get().status == ChangeStatus.OPEN
    assert Practitioner.objects.get().name != "Somebody Else"


def test_saving_again_leaves_the_request_and_saving_the_live_name_takes_it_back(role):
    live = role.practitioner.name
    saved(role, name="Alex Married")
    saved(role, does=[Duty.MONITORS])
    assert ChangeRequest.objects.get().status == ChangeStatus.OPEN
    saved(role, name=live)
    assert ChangeRequest.objects.get().status == ChangeStatus.WITHDRAWN


def test_whoever_was_never_looked_up_is_corrected_at_once(location):
    added = people.add(by=cast.owner(location.provider), location=location, facts=facts())
    factories.licence(added.practitioner, status="claimed")
    saved(added, name="Rae Corrected", npi=NPI)
    assert Practitioner.objects.get(pk=added.practitioner_id).name == "Rae Corrected"
    assert not ChangeRequest.objects.exists()


def test_a_stale_page_changes_nothing(role):
    version = people.version(role)
    saved(role, does=[Duty.THERAPY])
    with pytest.raises(Stale):
        people.save(by=cast.stranger(), role=role, version=version, facts=said_of(role, does=[]))
    role.refresh_from_db()
    assert role.does == [Duty.THERAPY]


def test_saving_what_is_there_keeps_its_evidence(role):
    before = PractitionerRole.objects.values().get(pk=role.pk)
    saved(role)
    assert PractitionerRole.objects.values().get(pk=role.pk) == before


def test_a_shared_person_is_nobodys_to_describe(role, shared):
    before = Practitioner.objects.values().get(pk=role.practitioner_id)
    for one in (role, shared):
        with pytest.raises(TransitionRefused, match="another listing"):
            saved(one, name="Mine Alone")
    assert Practitioner.objects.values().get(pk=role.practitioner_id) == before
    assert not ChangeRequest.objects.exists()


def test_what_a_shared_person_does_here_is_said_here(role, shared):
    here = {"does": [Duty.THERAPY], "present": None}
    by = cast.owner(role.location.provider)
    people.save(by=by, role=role, version=people.version(role), facts=here)
    role.refresh_from_db()
    shared.refresh_from_db()
    assert (role.does, shared.does) == ([Duty.THERAPY], [Duty.PRESCRIBES])


def test_somebody_who_left_the_other_listing_stays_shared(role, shared):
    people.remove(by=cast.owner(shared.location.provider), role=people._fresh(shared))
    assert not people.is_kept(role.practitioner, role.location.provider)
    assert not people.is_kept(role.practitioner, shared.location.provider)


def test_an_entry_of_ones_own_carries_no_proof(role, shared):
    role.practitioner.npi = NPI
    role.practitioner.save()
    listing = role.location.provider
    own = people.separate(by=cast.owner(listing), provider=listing, person=role.practitioner)
    role.refresh_from_db()
    assert role.practitioner == own
    assert (own.name, own.npi, own.credentials.count()) == (shared.practitioner.name, "", 0)
    assert shared.practitioner.credentials.count() == 1
    assert people.is_kept(own, listing)


def test_a_request_for_a_person_cannot_reach_another_listings(role, shared):
    with pytest.raises(TransitionRefused, match="no longer part"):
        changes.request_change(
            by=cast.owner(shared.location.provider),
            provider=shared.location.provider,
            field=ChangedField.PERSON,
            after={"name": "X", "profession": "MD", "npi": "", "taxonomy": []},
            subject=str(role.practitioner_id),
        )


def test_leaving_takes_the_role_the_request_and_the_license_behind_telehealth(location, role):
    licence = role.practitioner.credentials.get()
    reach = factories.telehealth(location, "CO", licence)
    saved(role, name="Alex Married")
    people.remove(by=cast.owner(location.provider), role=role)
    reach.refresh_from_db()
    assert reach.licence is None
    assert not location.roles.exists()
    assert ChangeRequest.objects.get().status == ChangeStatus.WITHDRAWN
    assert role.practitioner.credentials.get() == licence


def test_telehealth_goes_on_with_another_prescribers_license(location, role):
    reach = factories.telehealth(location, "CO", role.practitioner.credentials.get())
    other = factories.licence(factories.role(location).practitioner)
    people.remove(by=cast.owner(location.provider), role=role)
    reach.refresh_from_db()
    assert reach.licence == other


def test_coming_back_needs_no_new_proof(location, role):
    by = cast.owner(location.provider)
    person = role.practitioner
    people.remove(by=by, role=role)
    assert people.known(location) == [person]
    back = people.add_known(by=by, location=location, person=person, facts={"does": [], "present": None})
    assert back.practitioner.credentials.count() == 1
    assert people.known(location) == []


def test_nobody_of_another_listing_can_be_named_here(location):
    theirs = factories.role(factories.location()).practitioner
    assert theirs not in people.known(location)
    with pytest.raises(TransitionRefused):
        people.add_known(
            by=cast.owner(location.provider),
            location=location,
            person=theirs,
            facts={"does": [], "present": None},
        )


def test_search_follows(location, role):
    assert "MD" in str(SearchCard.objects.get(location=location).card)
    people.remove(by=cast.owner(location.provider), role=role)
    assert "MD" not in str(SearchCard.objects.get(location=location).card)


@pytest.mark.parametrize(("how", "status"), [({}, "in_review"), (SEEN_AT_NPPES, "active")])
def test_a_license_is_looked_up_again_for_a_name_that_nobody_saw(role, how, status):
    saved(role, name="Alex Married")
    changes.approve_change(by=cast.superuser(), change=ChangeRequest.objects.get(), **how)
    assert {row.status for row in role.practitioner.credentials.all()} == {status}
