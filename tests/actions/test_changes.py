"""Sensitive edits: what waits, what is applied, and two people doing it at once."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import changes
from providers.actions.refusals import TransitionRefused
from providers.models import ChangeRequest, FormerSlug, Location, Membership, Provider, SearchCard, Service
from providers.models.change_request import ChangedField as F

from .. import cast, factories
from ..factories.facts import day
from ..together import at_once

pytestmark = pytest.mark.django_db


def asked(site, field=F.DISPLAY_NAME, after="Clear Creek Ketamine", **over):
    person = over.pop("by", None) or cast.owner(site.provider)
    return changes.request_change(by=person, provider=site.provider, field=field, after=after, **over)


def statuses():
    return list(ChangeRequest.objects.order_by("pk").values_list("status", flat=True))


def test_the_old_value_stays_live_while_the_new_one_waits():
    site = factories.published_listing(display_name="Clear Creek Clinic")

    change = asked(site)

    assert (change.status, change.before, change.after) == (
        "open",
        "Clear Creek Clinic",
        "Clear Creek Ketamine",
    )
    assert Provider.objects.get().display_name == "Clear Creek Clinic"
    assert list(changes.open_changes(site.provider)) == [change]


def test_a_later_edit_replaces_the_open_one():
    site = factories.published_listing()
    person = cast.owner(site.provider)
    asked(site, by=person)

    second = asked(site, after="Clear Creek Center", by=person)

    assert statuses() == ["replaced", "open"]
    assert list(changes.open_changes(site.provider)) == [second]


def test_typing_the_live_value_again_takes_the_request_back():
    site = factories.published_listing(display_name="Clear Creek Clinic")
    person = cast.owner(site.provider)
    asked(site, by=person)

    change = asked(site, after=" Clear Creek Clinic ", by=person)

    assert (change.status, statuses()) == ("withdrawn", ["withdrawn"])
    assert asked(site, after="Clear Creek Clinic", by=person) is None


def test_the_same_again_is_the_same_request():
    site = factories.published_listing()
    first = asked(site)
    assert asked(site, by=cast.editor_of(site.provider)) == first
    assert statuses() == ["open"]


def test_a_value_seen_before_somebody_else_changed_it_is_refused():
    site = factories.published_listing(display_name="Clear Creek Clinic")
    with pytest.raises(TransitionRefused, match="Somebody changed this meanwhile"):
        asked(site, before="An older name")
    assert statuses() == []


@pytest.mark.parametrize(
    ("field", "after"),
    [
        (F.DISPLAY_NAME, ""),
        (F.DISPLAY_NAME, "x" * 201),
        (F.DISPLAY_NAME, "a\0b"),
        (F.DISPLAY_NAME, ["a"]),
        (F.NPI, "1234567890"),
        (F.WEBSITE, "javascript:alert(1)"),
        (F.WEBSITE, "http://example.org"),
        (F.PHONE, "555"),
        (F.ADDRESS, "Pearl Street"),
        (F.ADDRESS, {"street": "1 Pearl", "city": "Boulder", "state": "Colorado", "zip": "80302"}),
        (F.ADDRESS, {"street": "1 Pearl", "city": "", "state": "CO", "zip": "80302"}),
    ],
)
def test_what_could_never_be_applied_is_refused_at_once(field, after):
    site = factories.published_listing()
    with pytest.raises(ValidationError):
        asked(site, field, after, location=site)
    assert statuses() == []


def test_approval_applies_the_name_with_its_day_and_search_shows_it():
    site = factories.published_listing()
    change = asked(site)

    changes.approve_change(by=cast.reviewer(), change=change)

    row = Provider.objects.get()
    assert (row.display_name, row.basis, row.confirmed_on) == (
        "Clear Creek Ketamine",
        "provider_attested",
        day(),
    )
    assert (row.slug, row.confirmed_by) == (site.provider.slug, change.asked_by)
    assert statuses() == ["approved"]
    assert "Clear Creek Ketamine" in str(SearchCard.objects.get(location=site).__dict__)


def test_a_new_address_of_the_page_only_when_asked():
    site = factories.published_listing(slug="old-name")
    changes.approve_change(by=cast.reviewer(), change=asked(site), new_slug="clear-creek-ketamine")

    assert Provider.objects.get().slug == "clear-creek-ketamine"
    assert FormerSlug.objects.get().slug == "old-name"


def test_what_staff_have_seen_vouches_for_no_words_of_the_clinic():
    site = factories.published_listing(about="The best care in town.")
    change = asked(site, F.NPI, "1234567893")
    with pytest.raises(TransitionRefused, match="Say where"):
        changes.approve_change(by=cast.reviewer(), change=change, basis="verified_source")

    changes.approve_change(by=cast.reviewer(), change=change, basis="verified_source", source="NPPES")

    row = Provider.objects.get()
    assert (row.npi, row.basis, row.source) == ("1234567893", "provider_attested", "")
    assert row.confirmed_by == change.asked_by
    told = row.events.order_by("pgh_id").last().pgh_context.metadata
    assert (told["basis"], told["source"]) == ("verified_source", "NPPES")


def test_what_was_seen_of_one_address_is_not_known_of_the_next():
    site = factories.published_listing()
    made = factories.spravato(site, rems_status="certified_seen", rems_checked_on=day(5))
    seen = factories.licence(None, location=site, type="facility_accreditation", state="")
    address = {"street": "2 Elm", "street2": "", "city": "Boulder", "state": "CO", "zip": ""}

    changes.approve_change(by=cast.reviewer(), change=asked(site, F.ADDRESS, address, location=site))

    made.refresh_from_db()
    seen.refresh_from_db()
    assert (made.rems_status, made.rems_checked_on, seen.status) == ("claimed", None, "in_review")


def test_another_suite_is_the_same_address():
    site = factories.published_listing()
    made = factories.spravato(site, rems_status="certified_seen", rems_checked_on=day(5))
    address = {name: getattr(site, name) for name in ("street", "city", "state", "zip")} | {"street2": "B"}

    changes.approve_change(by=cast.reviewer(), change=asked(site, F.ADDRESS, address, location=site))

    made.refresh_from_db()
    assert made.rems_status == "certified_seen"


def test_a_new_address_goes_to_the_middle_of_its_zip():
    factories.place(
        "zip", "80202", "CO", code="80202", latitude=39.75, longitude=-104.99, county="Denver County"
    )
    factories.place("city", "Denver", "CO", latitude=39.74, longitude=-104.99, timezone="America/Denver")
    site = factories.published_listing()
    address = {"street": "1 Blake Street", "street2": "", "city": "Denver", "state": "CO", "zip": "80202"}

    changes.approve_change(by=cast.reviewer(), change=asked(site, F.ADDRESS, address, location=site))

    row = Location.objects.get()
    assert {name: getattr(row, name) for name in address} == address
    assert (row.latitude, row.longitude, row.geocode_quality) == (39.75, -104.99, "zip_centroid")
    assert (row.county, row.timezone) == ("Denver County", "America/Denver")


@pytest.mark.parametrize("over", [{"location_type": "virtual"}, {}])
def test_without_a_known_zip_or_a_door_there_is_no_pin(over):
    site = factories.location(factories.published_listing().provider, **over)
    address = {"street": "1 Elm", "street2": "", "city": "Nowhere", "state": "CO", "zip": "80999"}

    changes.approve_change(by=cast.reviewer(), change=asked(site, F.ADDRESS, address, location=site))

    row = Location.objects.get(pk=site.pk)
    assert (row.zip, row.latitude, row.geocode_quality, row.timezone) == (
        "80999",
        None,
        None,
        "America/Denver",
    )


def test_a_zip_of_another_state_is_refused():
    factories.place("zip", "82601", "WY", code="82601", latitude=42.85, longitude=-106.33)
    site = factories.published_listing()
    address = {"street": "1 Pearl", "city": "Boulder", "state": "CO", "zip": "82601"}
    with pytest.raises(ValidationError, match="ZIP code 82601 is in Wyoming, not in Colorado"):
        asked(site, F.ADDRESS, address, location=site)


def test_without_a_number_there_is_no_extension():
    site = factories.published_listing(site={"phone_extension": "12"})
    changes.approve_change(by=cast.reviewer(), change=asked(site, F.PHONE, "", location=site))

    row = Location.objects.get()
    assert (row.phone, row.phone_extension) == ("", "")


def test_a_new_route_comes_with_its_facts():
    site = factories.published_listing()
    after = {"route": "im", "setting": "in_clinic_monitored", "session_minutes": 60, "monitoring": ["bp"]}
    change = asked(site, F.ROUTE, after, location=site, subject="im/in_clinic_monitored")
    assert Service.objects.count() == 1

    changes.approve_change(by=cast.reviewer(), change=change)

    made = Service.objects.get(route="im")
    assert (made.session_minutes, made.monitoring, made.basis) == (60, ["bp"], "provider_attested")


def test_a_route_without_a_licensed_prescriber_is_not_published():
    site = factories.published_listing(licence={"state": "WY"})
    after = {"route": "im", "setting": "in_clinic_monitored"}
    change = asked(site, F.ROUTE, after, location=site, subject="im/in_clinic_monitored")

    with pytest.raises(TransitionRefused, match="No prescriber here has an active license in CO"):
        changes.approve_change(by=cast.reviewer(), change=change)
    assert (Service.objects.count(), statuses()) == (1, ["open"])


@pytest.mark.parametrize("status", ["temporarily_closed", "claimed_draft"])
def test_nor_where_patients_read_it_before_it_is_published(status):
    over = {"reopens_on": day(-9)} if status == "temporarily_closed" else {"is_in_register": True}
    site = factories.published_listing(licence={"state": "WY"}, status=status, **over)
    after = {"route": "im", "setting": "in_clinic_monitored"}
    change = asked(site, F.ROUTE, after, location=site, subject="im/in_clinic_monitored")
    with pytest.raises(TransitionRefused, match="No prescriber here has an active license in CO"):
        changes.approve_change(by=cast.reviewer(), change=change)


def test_spravato_brings_its_certification_as_claimed():
    site = factories.published_listing()
    after = {"route": "nasal_esketamine_spravato", "setting": "in_clinic_monitored"}
    person = cast.owner(site.provider)
    change = asked(site, F.ROUTE, after, location=site, subject="/".join(after.values()), by=person)
    changes.approve_change(by=cast.reviewer(), change=change)
    made = Service.objects.get(route="nasal_esketamine_spravato")
    assert made.rems_status == "claimed"


def test_a_certification_that_staff_saw_becomes_a_seen_one():
    site = factories.published_listing()
    made = factories.spravato(site, rems_status="lapsed")
    change = asked(site, F.REMS, "claimed", location=site, subject=str(made.pk))

    changes.approve_change(by=cast.reviewer(), change=change, basis="verified_source", source="the REMS list")

    made.refresh_from_db()
    assert (made.rems_status, made.rems_checked_on) == ("certified_seen", day())
    assert made.basis == "provider_attested"


def test_several_new_locations_may_wait_at_once():
    site = factories.published_listing()
    person = cast.owner(site.provider)
    for city in ("Denver", "Fort Collins"):
        asked(site, F.LOCATION, {"city": city, "state": "CO", "street": "1 Main", "zip": ""}, by=person)

    assert statuses() == ["open", "open"]
    changes.approve_change(by=cast.reviewer(), change=ChangeRequest.objects.last())
    made = Location.objects.get(city="Fort Collins")
    assert (made.slug, made.provider, made.basis) == ("fort-collins", site.provider, "provider_attested")


def test_a_location_called_claim_does_not_take_the_address_of_the_claims():
    site = factories.published_listing()
    place = {"name": "Claim", "city": "Denver", "state": "CO", "street": "1 Main", "zip": ""}
    asked(site, F.LOCATION, place, by=cast.owner(site.provider))
    changes.approve_change(by=cast.reviewer(), change=ChangeRequest.objects.get())
    assert Location.objects.get(city="Denver").slug == "claim-2"


@pytest.mark.parametrize("foreign", ["location", "service"])
def test_rows_of_another_listing_are_not_part_of_it(foreign):
    site, other = factories.published_listing(), factories.published_listing()
    location = other if foreign == "location" else site
    subject = str(other.services.get().pk) if foreign == "service" else ""
    field = F.ROUTE if foreign == "service" else F.PHONE
    after = {"route": "im", "setting": None} if foreign == "service" else "+13035550123"
    with pytest.raises(TransitionRefused, match="no longer part of the listing"):
        asked(site, field, after, location=location, subject=subject)


def test_a_listing_that_nobody_has_seen_changes_at_once():
    site = factories.location(factories.provider(status="draft"))

    change = asked(site)

    assert change.status == "approved"
    assert Provider.objects.get().display_name == "Clear Creek Ketamine"


def test_one_that_was_once_public_waits_even_as_a_draft():
    provider = factories.provider(status="suspended")
    Provider.objects.filter(pk=provider.pk).update(status="removed_by_request")
    Provider.objects.filter(pk=provider.pk).update(status="draft")
    assert asked(factories.location(provider)).status == "open"


def test_a_register_lists_it_so_it_waits():
    provider = factories.provider(status="claimed_draft", is_in_register=True)
    assert asked(factories.location(provider)).status == "open"


def test_nobody_decides_their_own():
    site = factories.published_listing()
    cast.owner(site.provider)
    change = asked(site, by=cast.reviewer())
    with pytest.raises(TransitionRefused, match="no part in this listing"):
        changes.approve_change(by=cast.reviewer(), change=change)

    Membership.objects.create(provider=site.provider, user=cast.lead_reviewer(), role="editor")
    with pytest.raises(TransitionRefused, match="no part in this listing"):
        changes.refuse_change(by=cast.lead_reviewer(), change=change, reason="No.")


def test_approval_looks_again_at_the_live_value():
    site = factories.published_listing()
    change = asked(site)
    Provider.objects.update(display_name="Moved on")

    with pytest.raises(TransitionRefused, match="The live value has changed since"):
        changes.approve_change(by=cast.reviewer(), change=change)
    assert (Provider.objects.get().display_name, statuses()) == ("Moved on", ["open"])


def test_refusing_needs_a_reason_and_changes_nothing():
    site = factories.published_listing(display_name="Clear Creek Clinic")
    change = asked(site)
    with pytest.raises(TransitionRefused, match="Give the reason"):
        changes.refuse_change(by=cast.reviewer(), change=change, reason=" ")

    row = changes.refuse_change(by=cast.reviewer(), change=change, reason="The register has the old name.")

    assert (row.status, row.reason, row.decided_by) == (
        "refused",
        "The register has the old name.",
        cast.reviewer(),
    )
    assert Provider.objects.get().display_name == "Clear Creek Clinic"


def test_what_has_ended_stays_ended():
    site = factories.published_listing()
    change = asked(site)
    changes.withdraw_change(by=change.asked_by, change=change)
    for act in (
        lambda: changes.approve_change(by=cast.reviewer(), change=change),
        lambda: changes.refuse_change(by=cast.reviewer(), change=change, reason="No."),
        lambda: changes.withdraw_change(by=change.asked_by, change=change),
    ):
        with pytest.raises(TransitionRefused, match="ended already: Taken back"):
            act()


def test_a_stranger_takes_nothing_back():
    change = asked(factories.published_listing())
    with pytest.raises(TransitionRefused, match="Only the people of this listing"):
        changes.withdraw_change(by=cast.stranger(), change=change)


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_leave_one_open():
    site = factories.published_listing()
    person = cast.owner(site.provider)

    found = at_once(*[lambda n=n: asked(site, after=f"Name {n}", by=person) for n in range(2)])

    assert [type(one) for one in found] == [ChangeRequest, ChangeRequest]
    assert sorted(statuses()) == ["open", "replaced"]


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_apply_once():
    site = factories.published_listing()
    change, people = asked(site), [cast.reviewer(), cast.lead_reviewer()]

    found = at_once(*[lambda p=p: changes.approve_change(by=p, change=change) for p in people])

    assert sorted(type(one).__name__ for one in found) == ["ChangeRequest", "TransitionRefused"]
    assert statuses() == ["approved"]


def test_so_many_new_locations_wait_and_no_more():
    site = factories.published_listing()
    place = {"city": "Boulder", "state": "CO", "zip": "", "location_type": "physical"}
    for number in range(changes.MOST_NEW_LOCATIONS):
        asked(site, F.LOCATION, {**place, "street": f"{number} Cedar Street"})
    with pytest.raises(TransitionRefused, match="20 new locations wait"):
        asked(site, F.LOCATION, {**place, "street": "99 Cedar Street"})
    asked(site, F.LOCATION, {**place, "street": "1 Cedar Street"})
    assert statuses() == ["open"] * changes.MOST_NEW_LOCATIONS
