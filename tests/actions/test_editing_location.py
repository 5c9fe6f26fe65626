"""A place and its contact: what is live at once, what waits, and what follows a new address."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import changes, editing_location
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import ChangeRequest, Location, SearchCard, SearchRow
from providers.models.vocabulary import ListingStatus
from tests import cast, factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db
DENVER = {"street": "1 Broadway", "street2": "", "city": "Denver", "state": "CO", "zip": "80202"}


def save(site, *, by=None, version=None, **typed):
    row = Location.objects.select_related("provider").get(pk=site.pk)
    editing_location.save(
        by=by or cast.owner(row.provider),
        location=row,
        version=version or editing_location.version(row),
        facts=editing_location.stated(row) | typed,
    )
    return Location.objects.get(pk=site.pk)


@pytest.fixture
def site():
    return factories.published_listing(site={"phone": "+13035550142"})


@pytest.fixture
def denver():
    factories.place(
        *("zip", "Denver", "CO"), code="80202", county="Denver County", latitude=39.75, longitude=-105.0
    )
    factories.place("city", "Denver", "CO", latitude=39.74, longitude=-104.98, timezone="America/Denver")


def test_contact_and_intake_are_live_at_once(site):
    row = save(site, email="hello@clearcreek.example", wait_days=14, needs=[], appointment="required")
    assert (row.email, row.wait_days, row.needs) == ("hello@clearcreek.example", 14, [])
    assert (row.basis, row.source, row.confirmed_on) == ("provider_attested", "", day(0))


def test_search_hears_of_new_patients_at_once(site):
    save(site, new_patients="nopt")
    assert SearchCard.objects.get().card["new_patients"] == "nopt"


def test_a_new_main_number_waits_with_its_place(site):
    row = save(site, phone="+17205550199", phone_extension="12")
    assert (row.phone, row.phone_extension) == ("+13035550142", "12")
    change = ChangeRequest.objects.get()
    assert (change.field, change.after, change.location) == ("phone", "+17205550199", row)


def test_a_new_address_waits_and_is_put_at_its_zip_when_approved(site, denver):
    row = save(site, **DENVER)
    assert (row.street, row.city) == (site.street, "Boulder")

    changes.approve_change(by=cast.lead_reviewer(), change=ChangeRequest.objects.get())

    row = Location.objects.get(pk=site.pk)
    assert {name: getattr(row, name) for name in DENVER} == DENVER
    assert (row.latitude, row.longitude, row.geocode_quality) == (39.75, -105.0, "zip_centroid")
    assert (row.county, row.timezone) == ("Denver County", "America/Denver")


def test_a_zip_of_another_state_is_refused_at_its_field(site, denver):
    with pytest.raises(ValidationError) as refused:
        save(site, **DENVER | {"state": "WY"})
    assert list(refused.value.message_dict) == ["zip"]
    assert not ChangeRequest.objects.exists()


def test_in_a_draft_an_address_moves_at_once_and_brings_its_zone(denver):
    draft = factories.location(factories.provider(status=ListingStatus.DRAFT), timezone="America/New_York")
    row = save(draft, **DENVER)
    assert (row.city, row.latitude, row.timezone) == ("Denver", 39.75, "America/Denver")


def test_an_extension_needs_a_live_number(site):
    bare = factories.location(site.provider, phone="")
    with pytest.raises(ValidationError) as refused:
        save(bare, phone_extension="7")
    assert list(refused.value.message_dict) == ["phone_extension"]
    with pytest.raises(ValidationError):
        save(bare, phone="+17205550199", phone_extension="7")
    assert not ChangeRequest.objects.exists()


def test_nothing_typed_writes_nothing(site):
    before, events = Location.objects.values().get(), site.events.count()
    save(site)
    assert (Location.objects.values().get(), site.events.count()) == (before, events)


def test_the_second_of_two_is_refused(site):
    seen = editing_location.version(site)
    save(site, wait_days=3, version=seen)
    with pytest.raises(Stale):
        save(site, wait_days=4, version=seen)
    assert Location.objects.get().wait_days == 3


def test_a_request_that_somebody_else_made_meanwhile_is_a_conflict(site):
    seen = editing_location.version(site)
    save(site, phone="+17205550199")
    with pytest.raises(Stale):
        save(site, phone="+17205550100", version=seen)


def test_a_new_location_waits(site):
    editing_location.add(
        by=cast.owner(site.provider), provider=site.provider, facts={**DENVER, "location_type": "physical"}
    )
    assert site.provider.locations.count() == 1
    assert ChangeRequest.objects.get().field == "location"


def test_a_closed_location_leaves_search_and_can_come_back(site):
    other, owner = factories.location(site.provider), cast.owner(site.provider)
    closed = editing_location.close(by=owner, location=site, closed_on=day(1))
    assert closed.closed_on == day(1)
    assert not SearchRow.objects.filter(location=site).exists()
    editing_location.reopen(by=owner, location=closed)
    assert SearchRow.objects.filter(location__in=[site, other]).count() == 2


def test_the_only_location_does_not_close_alone(site):
    owner = cast.owner(site.provider)
    factories.location(site.provider, closed_on=day(9))
    with pytest.raises(TransitionRefused):
        editing_location.close(by=owner, location=site, closed_on=day(0))


def test_a_location_closes_once_and_not_in_the_future(site):
    factories.location(site.provider)
    owner = cast.owner(site.provider)
    with pytest.raises(TransitionRefused):
        editing_location.close(by=owner, location=site, closed_on=day(-1))
    editing_location.close(by=owner, location=site, closed_on=day(0))
    with pytest.raises(TransitionRefused):
        editing_location.close(by=owner, location=site, closed_on=day(0))
