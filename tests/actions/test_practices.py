"""Adding a practice: what it may repeat is found first, and a draft has its owner and its place."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import lookalikes, practices
from providers.actions.lookalikes import likeness
from providers.actions.matching import name_words
from providers.actions.practices import Address
from providers.actions.refusals import TransitionRefused
from providers.actions.throttle import TooMany
from providers.models import Location, Membership, Provider
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories
from ..together import at_once
from . import registers

pytestmark = pytest.mark.django_db
HERE = Address(city="Boulder", state="CO", zip="80302", street="12 Cedar Street", phone="+13035550142")


@pytest.fixture
def _places():
    registers.boulder()


def add(name="Cedar Grove Ketamine", by=None, address=HERE, **over):
    return practices.add(by=by or cast.stranger(), name=name, address=address, **over)


def found(by=None, **over):
    wanted = {
        "name": "Cedar Grove Ketamine", "zip": "80302", "city": "Boulder", "state": "CO",
        "phone": "+13035550142", "npi": "", **over,
    }  # fmt: skip
    return lookalikes.find(by=by or cast.stranger(), **wanted)


@pytest.mark.usefixtures("_places")
def test_a_new_practice_is_a_draft_with_its_owner_and_its_place():
    row = add("  Cedar   Grove Ketamine ", npi="1234567893", website="https://cedar.example.com")
    site = row.locations.get()
    assert (row.status, row.display_name, row.slug) == (
        S.DRAFT,
        "Cedar Grove Ketamine",
        "cedar-grove-ketamine-boulder-co",
    )
    assert (row.basis, row.source, row.confirmed_by, row.last_confirmed_on) == (
        "provider_attested",
        "",
        cast.stranger(),
        None,
    )
    assert (site.latitude, site.longitude) == registers.ZIP_80302
    assert (site.geocode_quality, site.county, site.timezone) == (
        "zip_centroid",
        "Boulder County",
        "America/Denver",
    )
    assert Membership.objects.get().role == "owner"
    assert Provider.objects.visible().count() == 0


@pytest.mark.usefixtures("_places")
def test_a_telehealth_practice_has_no_point_on_the_map():
    site = add(
        address=Address(city="Boulder", state="CO", zip="80302", location_type="virtual")
    ).locations.get()
    assert (site.latitude, site.geocode_quality, site.county) == (None, None, "Boulder County")


def test_a_zip_code_that_nobody_knows_leaves_the_position_open():
    assert add().locations.get().latitude is None


@pytest.mark.usefixtures("_places")
def test_a_zip_code_of_another_state_is_refused_at_its_field():
    with pytest.raises(ValidationError) as refused:
        add(address=Address(city="Casper", state="WY", zip="80302", street="1 Main Street"))
    assert "zip" in refused.value.message_dict
    assert Provider.objects.count() == 0


@pytest.mark.parametrize(
    "over",
    [
        {"npi": "1234567890"},
        {"website": "http://x.example.com"},
        {"name": "x" * 201},
        {"name": "  "},
        {"name": "!!!"},
    ],
)
def test_bad_facts_are_refused_and_nothing_is_left(over):
    with pytest.raises(ValidationError):
        add(**over)
    assert (Provider.objects.count(), Location.objects.count(), Membership.objects.count()) == (0, 0, 0)


def test_adding_the_same_twice_is_one_draft_and_a_strangers_is_another():
    assert add().pk == add("cedar grove KETAMINE").pk
    other = add(by=cast.other_owner())
    assert other.slug == "cedar-grove-ketamine-boulder-co-2"


def test_five_a_day():
    for number in range(5):
        add(f"Practice {number}")
    with pytest.raises(TooMany):
        add("Practice 6")


def test_a_place_name_that_is_an_address_of_ours_gets_another():
    row = add(address=Address(city="Claim", state="CO", street="1 Main Street"))
    assert row.locations.get().slug == "main"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Cedar Grove Ketamine", "Cedar Grove Ketamine Clinic, LLC", True),
        ("Cedar Grove Ketamine", "The Cedar Grove Center", True),
        ("Cedargrove Wellness", "Cedar Grove Wellness", True),
        ("Denver Ketamine Clinic", "Boulder Ketamine Clinic", False),
        ("Ketamine Clinic", "Ketamine Wellness Center", False),
        ("Cedar Grove Ketamine", "Cedar Rapids Ketamine", False),
        ("Klarisana", "Clarisana", True),
    ],
)
def test_names_that_a_person_would_confuse(one, other, alike):
    assert bool(likeness(frozenset(name_words(one)), frozenset(name_words(other)))) == alike


@pytest.mark.usefixtures("_places")
def test_lookalikes_are_found_by_npi_by_phone_and_by_name_nearby():
    near = {"at": factories.BOULDER}
    by_npi = factories.published_listing(at=factories.CASPER, npi="1234567893").provider
    by_phone = factories.published_listing(at=factories.CASPER, site={"phone": "+13035550142"}).provider
    by_name = factories.unclaimed_listing(**near, display_name="Cedar Grove Clinic").provider
    factories.unclaimed_listing(at=factories.CASPER, display_name="Cedar Grove Clinic")
    factories.unclaimed_listing(**near, display_name="Other People")

    rows = found(npi="1234567893")

    assert [one.location.provider for one in rows] == [by_npi, by_phone, by_name]
    assert [one.why for one in rows] == [{"npi"}, {"phone"}, {"name"}]
    assert rows[2].miles < 5


@pytest.mark.parametrize(
    "over",
    [{"status": S.DRAFT}, {"status": S.SUSPENDED}, {"status": S.REMOVED_BY_REQUEST}, {"is_demo": True}],
)
def test_what_nobody_may_see_is_not_shown(over):
    factories.location(factories.provider(display_name="Cedar Grove Ketamine", **over), phone="+13035550142")
    assert found() == []


def test_ones_own_draft_is_shown_and_a_chain_once():
    row = add()
    factories.location(row, phone="+13035550142", slug="second")
    assert [one.location.provider for one in found()] == [row]
    assert found(by=cast.other_owner()) == []


def test_looking_costs_the_same_for_one_row_and_for_three(django_assert_num_queries):
    person = cast.stranger()
    for _n in range(3):
        factories.published_listing(display_name="Cedar Grove Ketamine")
        with django_assert_num_queries(2):
            found(by=person)


def test_nothing_is_added_without_a_name():
    with pytest.raises(TransitionRefused, match="name of the practice"):
        add("​")


@pytest.mark.django_db(transaction=True)
def test_two_strangers_with_one_name_at_once_get_an_address_each():
    people = [cast.stranger(), cast.claimant(), cast.invited()]
    rows = at_once(*[lambda by=by: add(by=by) for by in people])
    slug = "cedar-grove-ketamine-boulder-co"
    assert sorted(row.slug for row in rows) == [slug, f"{slug}-2", f"{slug}-3"]


@pytest.mark.django_db(transaction=True)
def test_adding_twice_at_once_is_one_draft():
    person = cast.stranger()
    at_once(*[lambda: add(by=person)] * 3)
    assert (Provider.objects.count(), Membership.objects.count()) == (1, 1)
