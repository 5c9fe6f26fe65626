"""The people of a location: who may edit whom, what waits, and what is said early."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from providers.actions import people
from providers.models import ChangeRequest, Practitioner, PractitionerRole
from providers.models.vocabulary import Duty, Presence, Profession
from tests import cast, factories

pytestmark = pytest.mark.django_db
QUERIES = 26


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def url_of(location, name="edit_people", *more):
    return reverse(name, args=[location.provider.slug, location.slug, *more])


def person(**over):
    return {
        "name": "Rae Example",
        "profession": Profession.PMHNP,
        "npi": "1234567893",
        "does": [Duty.PRESCRIBES],
        "present": Presence.REMOTE,
        **over,
    }


def answers(role, **over):
    """The form as it is drawn, with these answers."""
    return {
        "version": people.version(role),
        **people.stated(people._fresh(role)),
        "present": role.present,
        **over,
    }


@pytest.fixture
def location():
    return factories.published_listing()


@pytest.fixture
def role(location):
    return location.roles.select_related("practitioner", "location__provider").get()


@pytest.fixture
def editor(client, location):
    someone = cast.editor_of(location.provider)
    client.force_login(someone)
    return someone


@pytest.fixture
def shared(role):
    """At another listing too, with a license number that nobody here may read."""
    role.practitioner.credentials.update(number="SECRET-77")
    return factories.role(factories.location(at=factories.DENVER), role.practitioner)


def test_a_person_is_added_and_patients_read_it(client, location, editor):
    response = client.post(url_of(location, "add_person"), person())
    assert response["Location"].startswith(url_of(location))
    added = Practitioner.objects.get(name="Rae Example")
    assert (added.npi, added.confirmed_by) == ("1234567893", editor)
    public = text_of(client.get(location.provider.get_absolute_url()))
    assert "Rae Example" in public
    assert "by video or phone" in public


def test_a_prescriber_without_a_license_is_warned_of_and_not_stopped(client, location, editor):
    client.post(url_of(location, "add_person"), person())
    page = text_of(client.get(url_of(location)))
    assert page.count("needs a Colorado license that we have confirmed") == 1


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"npi": "1234567890"}, "check all ten digits"),
        ({"npi": "3234567899"}, "check all ten digits"),
        ({"npi": "１２３４５６７８９３"}, "check all ten digits"),
        ({"name": ""}, "required"),
        ({"name": "a" * 201}, "at most 200"),
        ({"name": "Dr\0Evil"}, "ull characters"),
        ({"profession": "Shaman"}, "valid choice"),
        ({"does": ["owns"]}, "valid choice"),
        ({"taxonomy": ["XX"]}, "valid choice"),
    ],
)
def test_bad_input_is_named_at_its_field_and_kept(client, location, editor, over, says):
    response = client.post(url_of(location, "add_person"), person(**over))
    assert response.status_code == 422
    assert says in text_of(response)
    assert "1234567893" in response.content.decode() or "npi" in over
    assert location.roles.count() == 1


def test_a_preview_shows_and_saves_nothing(client, location, editor):
    response = client.post(url_of(location, "add_person"), person(preview="1"))
    assert "Not saved yet" in text_of(response)
    assert "Rae Example" in text_of(response)
    assert not Practitioner.objects.filter(name="Rae Example").exists()


def test_a_name_that_was_looked_up_waits_in_sight_and_can_be_taken_back(client, location, role, editor):
    client.post(url_of(location, "edit_person", role.practitioner_id), answers(role, name="Alex Married"))
    for page in (url_of(location), url_of(location, "edit_person", role.practitioner_id)):
        assert "In review since" in text_of(client.get(page))
    assert "Alex Married" not in text_of(client.get(location.provider.get_absolute_url()))
    change = ChangeRequest.objects.get()
    client.post(reverse("take_back_change", args=[location.provider.slug, change.pk]))
    change.refresh_from_db()
    assert change.status == "withdrawn"


def test_the_second_of_two_sees_both(client, location, role, editor):
    mine = answers(role, does=[Duty.THERAPY])
    people.save(
        by=cast.owner(location.provider),
        role=role,
        version=people.version(role),
        facts={**people.stated(people._fresh(role)), "present": Presence.ON_CALL},
    )
    response = client.post(url_of(location, "edit_person", role.practitioner_id), mine)
    assert response.status_code == 409
    role.refresh_from_db()
    assert (role.does, role.present) == ([Duty.PRESCRIBES], Presence.ON_CALL)


def test_a_shared_person_shows_only_what_patients_see(client, location, role, shared, editor):
    page = client.get(url_of(location, "edit_person", role.practitioner_id))
    assert "listed at another practice too" in text_of(page)
    assert "name" not in page.context["form"].fields
    for response in (page, client.get(url_of(location))):
        assert b"SECRET-77" not in response.content
    credential = role.practitioner.credentials.get()
    for name, more in (("edit_credential", [credential.pk]), ("add_document", [credential.pk])):
        response = client.get(reverse(name, args=[location.provider.slug, *more]))
        assert response.status_code in (404, 405)
    kind = url_of(location, "add_credential", role.practitioner_id, "state_licence")
    assert client.get(kind).status_code == client.post(kind).status_code == 404


def test_a_shared_person_is_not_renamed_by_fields_that_were_not_asked(client, location, role, shared, editor):
    sent = {"version": people.version(role), "name": "Mine", "npi": "1234567893", "does": [Duty.THERAPY]}
    assert client.post(url_of(location, "edit_person", role.practitioner_id), sent).status_code == 302
    role.refresh_from_db()
    assert (role.does, role.practitioner.name) == ([Duty.THERAPY], shared.practitioner.name)
    assert Practitioner.objects.get(pk=role.practitioner_id).npi == ""


def test_the_history_of_a_shared_person_stays_with_whoever_made_it(client, location, role, shared, editor):
    Practitioner.objects.filter(pk=role.practitioner_id).update(npi="1245319599", name="Told Elsewhere")
    role.practitioner.credentials.update(issuer="Board of Elsewhere")
    page = text_of(client.get(reverse("listing_history", args=[location.provider.slug])))
    assert "1245319599" not in page
    assert "Board of Elsewhere" not in page
    own = people.add(by=editor, location=location, facts={**person(), "taxonomy": []}).practitioner
    Practitioner.objects.filter(pk=own.pk).update(npi="1407938061")
    assert "1407938061" in text_of(client.get(reverse("listing_history", args=[location.provider.slug])))


def test_an_entry_of_ones_own_leaves_the_other_listing_alone(client, location, role, shared, editor):
    client.post(url_of(location, "separate_person", role.practitioner_id))
    role.refresh_from_db()
    shared.refresh_from_db()
    assert role.practitioner_id != shared.practitioner_id
    assert b"SECRET-77" not in client.get(url_of(location)).content


def test_whoever_leaves_can_come_back(client, location, role, editor):
    client.post(url_of(location, "remove_person", role.practitioner_id))
    assert not location.roles.exists()
    answer = {"person": role.practitioner_id, "does": [Duty.MONITORS]}
    assert client.post(url_of(location, "add_known_person"), answer).status_code == 302
    assert location.roles.get().practitioner_id == role.practitioner_id


def test_nobody_of_another_listing_comes_in_by_number(client, location, editor):
    theirs = factories.role(factories.location()).practitioner_id
    response = client.post(url_of(location, "add_known_person"), {"person": theirs})
    assert response.status_code == 422
    assert not location.roles.filter(practitioner=theirs).exists()
    assert client.get(url_of(location, "edit_person", theirs)).status_code == 404
    assert client.post(url_of(location, "remove_person", theirs)).status_code == 404
    assert PractitionerRole.objects.filter(practitioner=theirs).exists()


PAGES = ["edit_people", "add_person", "add_known_person", "edit_person", "remove_person", "separate_person"]
WRITES = ["remove_person", "separate_person"]


def address(location, role, name):
    more = [role.practitioner_id] if name in (*WRITES, "edit_person") else []
    return url_of(location, name, *more)


@pytest.mark.parametrize("name", PAGES)
def test_only_the_listings_people_come_in(client, location, role, name):
    here = address(location, role, name)
    method = client.post if name in WRITES else client.get
    assert "/login/" in method(here)["Location"]
    for person in (cast.stranger(), cast.other_owner()):
        client.force_login(person)
        assert method(here).status_code == 404
    assert location.roles.get() == role


@pytest.mark.parametrize("name", WRITES)
def test_looking_changes_nothing(client, location, role, editor, name):
    assert client.get(address(location, role, name)).status_code == 405
    assert location.roles.count() == 1


def test_script_in_a_name_is_text(client, location, editor):
    client.post(url_of(location, "add_person"), person(name="<script>alert(1)</script>", npi=""))
    for page in (url_of(location), location.provider.get_absolute_url()):
        assert b"<script>alert" not in client.get(page).content


def test_the_list_costs_the_same_for_one_and_for_many(client, location, role, editor):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url_of(location)).status_code == 200
        return len(queries)

    client.get(url_of(location))
    one = cost()
    for _number in range(3):
        someone = factories.role(location).practitioner
        factories.licence(someone)
        factories.licence(someone, state="WY", status="claimed")
    assert cost() == one == QUERIES
