"""What a listing's facts become in the rows that search reads, and that nothing drifts unseen."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from providers.actions import search_index
from providers.models import SearchCard, SearchReach, SearchRow
from providers.models.search_row import Facets, Offer, Traits
from providers.models.vocabulary import (
    CoveragePosition,
    LocationType,
    PlanFamily,
    PriceComponent,
    PriceUnit,
    Profession,
    Route,
    Setting,
)
from tests import factories

pytestmark = pytest.mark.django_db


def has(lane, value, number):
    return bool(number & lane.bits[value])


def test_row_holds_the_position_as_a_unit_vector():
    row = SearchRow.objects.get(location=factories.published_listing(at=factories.BOULDER))
    assert (row.latband, row.lng, row.state, row.county) == (1000, -105.2705, "CO", "Boulder County")
    assert row.x**2 + row.y**2 + row.z**2 == pytest.approx(1)
    assert row.z == pytest.approx(0.64299, abs=1e-5)  # sine of 40.015 degrees


def test_one_offer_per_route_with_its_low_prices_rounded_up():
    place = factories.location(factories.provider())
    offered = factories.service(place, conditions=["ptsd"], age_groups=["adult"])
    factories.price(offered, PriceComponent.SESSION_BUNDLE, "449.50", 600)
    factories.price(offered, PriceComponent.CONSULTATION, 200, 250)
    factories.spravato(place)
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert has(Facets.condition, "ptsd", row.iv)
    assert not has(Facets.condition, "ptsd", row.spravato)
    assert has(Facets.age, "adult", row.iv)
    assert has(Facets.setting, Setting.CLINIC_MONITORED, row.spravato)
    assert row.iv >> Offer.session_shift & Offer.session_unknown == 450
    assert row.iv >> Offer.course_shift & Offer.course_unknown == 2897  # six times 449.50, and 200
    assert row.spravato >> Offer.session_shift & Offer.session_unknown == Offer.session_unknown
    assert (row.course_price, row.im, row.no_route) == (2897, None, None)


def test_facility_insurance_holds_for_each_route_that_does_not_refuse_it():
    place = factories.location(factories.provider())
    factories.service(place)
    factories.spravato(place)
    factories.coverage(place, plan_family=PlanFamily.MEDICAID)
    factories.coverage(
        place, plan_family=PlanFamily.MEDICAID, route=Route.IV, position=CoveragePosition.NOT_BILLED
    )
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert not has(Facets.insurance, "medicaid", row.iv)
    assert has(Facets.insurance, "medicaid", row.spravato)
    assert has(Facets.insurance, "medicaid", row.facets)


def test_what_is_said_without_a_route_is_kept_apart():
    place = factories.location(factories.provider())
    factories.coverage(place, plan_family=PlanFamily.TRICARE)
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert has(Facets.insurance, "tricare", row.no_route)
    assert has(Facets.insurance, "tricare", row.facets)
    assert row.other_route is None


def test_years_are_read_as_age_groups():
    place = factories.location(factories.provider())
    factories.service(place, min_age=18, max_age=64)
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    found = {group for group in Facets.age.codes if has(Facets.age, group, row.iv)}
    assert found == {"young_adult", "adult"}


def test_verified_until_is_of_a_prescriber_licensed_where_patients_are_seen():
    today = timezone.localdate()
    place = factories.location(factories.provider())
    for state, days_left in (("CO", 60), ("WY", 90)):
        person = factories.role(place).practitioner
        factories.licence(person, state=state, expires_on=today + datetime.timedelta(days=days_left))
    nurse = factories.role(place, factories.practitioner(profession=Profession.RN), does=["monitors"])
    factories.licence(nurse.practitioner, state="CO", expires_on=today + datetime.timedelta(days=95))
    factories.reindex(place)
    assert SearchRow.objects.get(location=place).verified_until == today + datetime.timedelta(days=60)


def test_virtual_location_is_found_by_the_states_it_reaches():
    place = factories.location(factories.provider(), location_type=LocationType.VIRTUAL)
    person = factories.role(place).practitioner
    factories.licence(person, state="WY")
    for state in ("CO", "WY"):
        factories.telehealth(place, state)
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert (row.latband, row.state, row.county) == (None, "", "")
    reach = {one.state: one.verified_until for one in SearchReach.objects.filter(location=place)}
    assert reach == {"CO": None, "WY": row.verified_until}
    assert has(Facets.yes_no, "telehealth", row.facets)


def test_traits_hold_only_what_is_there():
    place = factories.location(factories.provider())
    factories.access_fact(place, "step_free")
    factories.access_fact(place, "parking", is_available=False)
    factories.language(place, "es")
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert row.traits == Traits.access.bits["step_free"] | Traits.language.bits["es"]


def test_card_says_what_a_result_shows():
    place = factories.published_listing(site={"street": "12 Pearl Street"}, display_name="Creek Ketamine")
    card = SearchCard.objects.get(location=place).card
    assert card["routes"] == [
        {
            "route": "iv",
            "setting": "in_clinic_monitored",
            "missing": [],
            "session_low": 450,
            "session_high": 450,
            "course_low": 2900,
            "course_high": 2900,
        }
    ]
    assert card["insurance"] == [{"plan_family": "medicaid", "position": "in_network"}]
    assert [(one["profession"], one["prescribes"], one["status"]) for one in card["who"]] == [
        ("MD", True, "active")
    ]
    assert (card["name"], card["street"], card["is_only_location"]) == (
        *("Creek Ketamine", "12 Pearl Street"),
        True,
    )


def test_card_of_an_import_names_its_source():
    card = SearchCard.objects.get(location=factories.unclaimed_listing()).card
    assert (card["unconfirmed"], card["source"], card["confirmed_on"]) == (
        *(True, "SAMHSA's 2022 directory"),
        None,
    )


def test_sister_locations_are_named_as_such():
    first = factories.published_listing()
    second = factories.location(first.provider, at=factories.DENVER)
    factories.reindex(second)
    assert not SearchCard.objects.get(location=first).card["is_only_location"]


@pytest.mark.parametrize("status", ["draft", "closed", "removed_by_request", "suspended"])
def test_a_listing_that_is_not_shown_has_no_entry(status):
    place = factories.location(factories.provider(status=status))
    factories.telehealth(place)
    factories.reindex(place)
    assert not SearchRow.objects.exists()
    assert not SearchCard.objects.exists()
    assert not SearchReach.objects.exists()


def test_a_paused_clinic_never_accepts():
    place = factories.location(factories.provider(status="temporarily_closed"), new_patients="newpt")
    factories.reindex(place)
    assert not has(Facets.yes_no, "accepting", SearchRow.objects.get(location=place).facets)


def test_closing_takes_the_entry_away():
    place = factories.published_listing()
    place.closed_on = timezone.localdate()
    place.save()
    search_index.reindex([place.pk])
    assert not SearchRow.objects.filter(location=place).exists()


def test_check_finds_each_kind_of_drift(capsys):
    kept, lost, changed = (factories.published_listing() for _ in range(3))
    hidden = factories.location(factories.provider(status="draft"))
    call_command("rebuild_search", check=True)
    SearchRow.objects.filter(location=lost).delete()
    changed.languages.create(tag="es", basis="public_import")
    SearchRow.objects.filter(location=kept).update(location=hidden)
    SearchCard.objects.filter(location=kept).update(location=hidden)
    drift = search_index.drift()
    assert (drift.missing, drift.surplus, drift.different) == (
        *(sorted([kept.pk, lost.pk]), [hidden.pk]),
        [changed.pk],
    )
    with pytest.raises(CommandError):
        call_command("rebuild_search", check=True)
    assert f"different: location {changed.pk}" in capsys.readouterr().err


def test_rebuild_repairs_drift():
    place = factories.published_listing()
    SearchRow.objects.update(facets=0)
    SearchCard.objects.update(card={})
    call_command("rebuild_search")
    assert not search_index.drift()
    assert SearchCard.objects.get(location=place).card["city"] == "Boulder"


def test_reindex_reads_in_a_fixed_number_of_queries(django_assert_num_queries):
    places = [factories.published_listing() for _ in range(3)]
    with django_assert_num_queries(20):
        search_index.reindex([places[0].pk])
    with django_assert_num_queries(20):
        search_index.reindex([place.pk for place in places])


def test_a_monthly_price_stays_out_of_the_session_price():
    place = factories.location(factories.provider())
    offered = factories.service(place, route=Route.LOZENGE, setting=Setting.HOME_PEER)
    factories.price(offered, PriceComponent.MEMBERSHIP, 150, per=PriceUnit.MONTH)
    factories.reindex(place)
    row = SearchRow.objects.get(location=place)
    assert row.lozenge >> Offer.session_shift & Offer.session_unknown == Offer.session_unknown
