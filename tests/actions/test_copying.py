"""One location's care goes to others of its chain: what is replaced, what waits, and nothing by halves."""

import datetime
from decimal import Decimal

import pytest

from providers.actions import copying
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import ChangeRequest, Coverage, Price, SearchCard, Service
from providers.models.vocabulary import (
    Basis,
    CoveragePosition,
    DrugBasis,
    PlanFamily,
    PriceComponent,
    Route,
    Setting,
)
from tests import cast, factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    """IV at 450 dollars a session, 200 for the first visit, Medicaid in network."""
    return factories.published_listing()


@pytest.fixture
def target(source):
    """A sister with IV at 400 dollars and TRICARE."""
    place = factories.location(source.provider, at=factories.FORT_COLLINS)
    offered = factories.service(place, room="open", sessions_first_course=4)
    factories.price(offered, PriceComponent.SESSION_BUNDLE, 400)
    factories.coverage(place, plan_family=PlanFamily.TRICARE, position=CoveragePosition.NOT_BILLED)
    factories.reindex(place)
    return place


def run(source, *targets, parts=copying.PARTS, **over):
    version = copying.version(source, targets)
    return copying.copy(
        by=cast.owner(source.provider),
        source=source,
        targets=list(targets),
        parts=parts,
        **{"version": version, **over},
    )


def test_target_says_what_the_source_says(source, target):
    (copied,) = run(source, target)
    service = target.services.get()
    assert service.sessions_first_course == 6
    held = service.prices.filter(valid_to=None).values_list("component", "amount_min")
    assert dict(held) == {"session_bundle": Decimal(450), "consultation": Decimal(200)}
    old = service.prices.get(amount_min=400)
    assert old.valid_to == factories.facts.day(1)
    assert list(target.coverages.values_list("plan_family", "position")) == [
        (PlanFamily.MEDICAID, CoveragePosition.IN_NETWORK)
    ]
    assert {row.basis for row in (service, *service.prices.all())} == {Basis.PROVIDER_ATTESTED}
    assert {(change.part, change.kind) for change in copied.changes} == {
        ("services", "replaced"),
        ("prices", "replaced"),
        ("prices", "added"),
        ("insurance", "added"),
        ("insurance", "ended"),
    }
    assert SearchCard.objects.get(location=target).card["routes"][0]["course_low"] == 2900


def test_what_the_source_does_not_state_stays(source, target):
    run(source, target)
    assert target.services.get().room == "open"


def test_second_copy_changes_nothing(source, target):
    run(source, target)
    before = list(Price.objects.order_by("pk").values()), list(Coverage.objects.order_by("pk").values())
    (copied,) = run(source, target)
    assert copied.changes == []
    assert (
        list(Price.objects.order_by("pk").values()),
        list(Coverage.objects.order_by("pk").values()),
    ) == before


def test_only_the_chosen_parts_are_copied(source, target):
    run(source, target, parts=["prices"])
    assert target.services.get().sessions_first_course == 4
    assert target.coverages.get().plan_family == PlanFamily.TRICARE


def test_new_way_waits_and_spravato_is_left_out(source, target):
    factories.service(source, route=Route.IM)
    factories.spravato(source)
    (copied,) = run(source, target)
    kinds = {
        change.of.route: change.kind for change in copied.changes if change.kind in ("asked", "left_out")
    }
    assert kinds == {Route.IM: "asked", Route.SPRAVATO: "left_out"}
    assert target.services.count() == 1
    assert ChangeRequest.objects.get().location == target


def test_one_refusal_stops_all(source, target):
    factories.telehealth(source)
    factories.telehealth(target)
    third = factories.location(source.provider, at=factories.DENVER, name="Downtown")
    factories.service(source, route=Route.LOZENGE, setting=Setting.HOME_LIVE)
    with pytest.raises(TransitionRefused) as refused:
        run(source, target, third)
    assert "Downtown" in str(refused.value.messages)
    assert "needs the states" in str(refused.value.messages)


def test_refused_copy_leaves_no_trace(client, source, target):
    third = factories.location(source.provider, at=factories.DENVER)
    factories.service(source, route=Route.LOZENGE, setting=Setting.HOME_LIVE)
    before = list(Service.objects.order_by("pk").values()), list(Price.objects.order_by("pk").values())
    with pytest.raises(TransitionRefused):
        run(source, target, third)
    assert (
        list(Service.objects.order_by("pk").values()),
        list(Price.objects.order_by("pk").values()),
    ) == before
    assert ChangeRequest.objects.count() == 0


def test_announced_price_is_announced_there_too(source, target):
    offered = source.services.get()
    later = factories.facts.day(-60)
    offered.prices.filter(component="session_bundle").update(valid_to=later - datetime.timedelta(days=1))
    factories.price(offered, PriceComponent.SESSION_BUNDLE, 500, valid_from=later)
    run(source, target, parts=["prices"])
    held = target.services.get().prices.filter(
        component="session_bundle", valid_to__gte=factories.facts.day()
    )
    assert [row.amount_min for row in held] == [Decimal(450)]
    assert target.services.get().prices.get(valid_from=later).amount_min == Decimal(500)


def test_stranger_location_is_refused(source, target):
    other = factories.published_listing()
    for bad in ([other], [target, other], [source], [], [target, target]):
        with pytest.raises(TransitionRefused):
            run(source, *bad)
    assert not other.services.get().prices.exclude(confirmed_on=factories.facts.day(10)).exists()


def test_change_since_the_look_is_stale(source, target):
    with pytest.raises(Stale):
        run(source, target, version="0" * 32)


@pytest.mark.parametrize(
    ("here", "there", "sentence"),
    [
        ({"min_age": 18}, {"max_age": 16}, "The lowest age comes before the highest"),
        ({"max_age": 16}, {"min_age": 18}, "The lowest age comes before the highest"),
    ],
)
def test_what_does_not_go_together_there_is_refused_in_words(source, target, here, there, sentence):
    Service.objects.filter(location=source).update(**here)
    Service.objects.filter(location=target).update(**there)
    with pytest.raises(TransitionRefused, match=sentence):
        run(source, target)


def test_no_copy_calls_spravato_approved_for_something_else(source, target):
    factories.spravato(source, conditions=["ptsd"])
    factories.spravato(target, conditions=["trd"], drug_basis=DrugBasis.FDA_APPROVED)
    with pytest.raises(TransitionRefused, match="The FDA has approved Spravato only for"):
        run(source, target)
