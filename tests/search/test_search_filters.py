"""Every filter finds what has it and not what has not; what speaks of one service meets on one route."""

import pytest

from providers.models.vocabulary import CoveragePosition, PlanFamily, Profession, Route, Setting
from tests import factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def boulder():
    return factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705)


def found(client, query):
    """The locations on the page, in order, and what the page counts."""
    response = client.get(f"/search/?near=Boulder,+CO&within=25&{query}")
    assert response.status_code == 200, response.context["errors"]
    assert response.context["total"] == len(response.context["rows"])
    return [row.pk for row in response.context["rows"]]


def plain(**over):
    """A clinic of which nothing is said but that it is there."""
    return factories.location(factories.provider(**over.pop("provider", {})), new_patients=None, **over)


def with_service(**over):
    place = plain()
    factories.service(place, **over)
    return place


def with_price(session, consultation=None):
    place = plain()
    offered = factories.service(place)
    factories.price(offered, "session_bundle", session)
    if consultation is not None:
        factories.price(offered, "consultation", consultation)
    return place


def with_person(profession=Profession.MD, **licence):
    place = plain()
    role = factories.role(place, factories.practitioner(profession=profession))
    factories.licence(role.practitioner, **licence)
    return place


def reaching(state):
    place = plain()
    factories.telehealth(place, state)
    return place


def speaking(tag):
    place = plain()
    factories.language(place, tag)
    return place


def with_access(**features):
    place = plain()
    for feature, is_available in features.items():
        factories.access_fact(place, feature, is_available=is_available)
    return place


def insured(**over):
    place = with_service()
    factories.coverage(place, **over)
    return place


CASES = {
    "route=im": (lambda: with_service(route=Route.IM), lambda: with_service(route=Route.IV)),
    "setting=home_peer_only": (
        lambda: with_service(route=Route.LOZENGE, setting=Setting.HOME_PEER),
        lambda: with_service(route=Route.LOZENGE, setting=None),
    ),
    "condition=ptsd": (
        lambda: with_service(conditions=["trd", "ptsd"]),
        lambda: with_service(conditions=["trd"]),
    ),
    "insurance=medicaid": (
        lambda: insured(plan_family=PlanFamily.MEDICAID, position=CoveragePosition.SUPERBILL),
        lambda: insured(plan_family=PlanFamily.MEDICAID, position=CoveragePosition.NOT_BILLED),
    ),
    "age=senior": (lambda: with_service(min_age=18), lambda: with_service(min_age=18, max_age=64)),
    "credential=CRNA": (lambda: with_person(Profession.CRNA), lambda: with_person(Profession.MD)),
    "language=es": (lambda: speaking("es"), lambda: speaking("vi")),
    "access=step_free": (lambda: with_access(step_free=True), lambda: with_access(step_free=False)),
    "max_session_price=450": (lambda: with_price(450), lambda: with_price("450.01")),
    "max_course_price=2900": (lambda: with_price(450, 200), lambda: with_price(450)),
    "verified=1": (lambda: with_person(expires_on=day(0)), lambda: with_person(expires_on=day(1))),
    "accepting=1": (
        lambda: factories.location(factories.provider(), new_patients="newpt"),
        lambda: factories.location(factories.provider(), new_patients="existptonly"),
    ),
    "telehealth=1": (lambda: reaching("CO"), plain),
    "confirmed=1": (
        lambda: plain(provider={"last_confirmed_on": day(90)}),
        lambda: plain(provider={"last_confirmed_on": day(91)}),
    ),
    "q=cotton": (
        lambda: plain(provider={"display_name": "Cottonwood Ketamine"}),
        lambda: plain(provider={"display_name": "Ketamine of Linen"}),
    ),
}


@pytest.mark.parametrize("query", CASES)
def test_filter_finds_what_has_it_and_not_what_has_not(client, query):
    make_one_with, make_one_without = CASES[query]
    one_with, one_without = make_one_with(), make_one_without()
    factories.reindex(one_with, one_without)
    assert found(client, query) == [one_with.pk]
    assert sorted(found(client, "")) == [one_with.pk, one_without.pk]


@pytest.mark.parametrize(
    "query",
    [
        "route=iv&condition=ptsd",
        "condition=ptsd&setting=home_peer_only",
        "condition=ptsd&insurance=tricare",
        "condition=ptsd&age=senior",
        "condition=ptsd&max_session_price=300",
        "route=im&insurance=tricare",
    ],
)
def test_filters_of_a_service_meet_on_one_route(client, query):
    """IM for PTSD here, and at home by lozenge for seniors for little money there: none is both."""
    place = plain()
    factories.service(place, route=Route.IM, conditions=["ptsd"], age_groups=["adult"])
    cheap = factories.service(
        place, route=Route.LOZENGE, setting=Setting.HOME_PEER, conditions=["trd"], age_groups=["senior"]
    )
    factories.price(cheap, "session_bundle", 200)
    factories.service(place, route=Route.IV, conditions=["trd"])
    factories.coverage(place, plan_family=PlanFamily.TRICARE, route=Route.IV)
    factories.reindex(place)
    assert found(client, query) == []


def test_choices_of_one_group_are_alternatives_but_access_wants_all(client):
    iv, im = with_service(route=Route.IV), with_service(route=Route.IM)
    both = with_access(step_free=True, quiet_room=True)
    one = with_access(step_free=True)
    factories.reindex(iv, im, both, one)
    assert sorted(found(client, "route=iv&route=im")) == [iv.pk, im.pk]
    assert found(client, "access=step_free&access=quiet_room") == [both.pk]


def test_spravato_is_not_compounded_nasal_spray(client):
    place = plain()
    factories.spravato(place)
    factories.reindex(place)
    assert found(client, "route=nasal_esketamine_spravato") == [place.pk]
    assert found(client, "route=nasal_compounded_ketamine") == []


def test_stale_listings_are_hidden_counted_and_shown_on_request(client):
    fresh = plain(provider={"last_confirmed_on": day(180)})
    stale = plain(provider={"last_confirmed_on": day(181)})
    imported = factories.unclaimed_listing()
    factories.reindex(fresh, stale)
    assert found(client, "") == [fresh.pk, imported.pk]
    page = client.get("/search/?near=Boulder,+CO").context
    assert page["hidden_stale"]["count"] == 1
    shown = client.get("/search/" + page["hidden_stale"]["url"]).context
    assert {row.pk for row in shown["rows"]} == {fresh.pk, stale.pk, imported.pk}
    assert shown["hidden_stale"] is None


def test_a_paused_clinic_is_shown_as_such_and_is_not_accepting(client):
    paused = plain(provider={"status": "temporarily_closed"})
    paused.new_patients = "newpt"
    paused.save()
    factories.reindex(paused)
    page = client.get("/search/?near=Boulder,+CO").context
    assert "Closed until about" in page["rows"][0].accepting_line
    assert found(client, "accepting=1") == []


def test_a_listing_with_two_locations_here_appears_once_for_each(client):
    first = factories.published_listing()
    second = factories.location(first.provider, latitude=40.02)
    factories.reindex(second)
    assert sorted(found(client, "")) == [first.pk, second.pk]


def test_virtual_locations_have_no_place_in_the_order_of_distance(client):
    virtual = plain(location_type="virtual")
    factories.telehealth(virtual, "CO")
    factories.reindex(virtual)
    page = client.get("/search/?near=Boulder,+CO").context
    assert page["rows"] == []
    assert [row.pk for row in page["telehealth"]["rows"]] == [virtual.pk]
