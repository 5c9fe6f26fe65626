"""The actions behind the care editors: two at once, what they never write, and search that keeps step."""

from decimal import Decimal

import pytest

from providers.actions import (
    editing_insurance,
    editing_prices,
    editing_safety,
    editing_services,
    search_index,
)
from providers.actions.price_plan import Part
from providers.actions.refusals import TransitionRefused
from providers.models import Policy, Price, Service
from providers.models.vocabulary import PriceComponent, PriceUnit, Route, Setting
from tests import cast, factories

from ..together import at_once, kinds

pytestmark = pytest.mark.django_db
NO_PROMISES = dict.fromkeys(editing_safety.PROMISES, "") | {
    "risks_disclosed_in_writing": None,
    "off_label_notice": None,
}
NO_PAYING = dict.fromkeys(editing_insurance.PAYING) | {"refund_policy": ""}


def booster(amount=300):
    return Part(None, PriceComponent.BOOSTER, Decimal(amount), Decimal(amount), PriceUnit.SESSION)


def care(**over):
    return {**dict.fromkeys(editing_services.CARE), **over}


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_once_are_one_save_and_one_conflict():
    service = factories.published_listing().services.get()
    person, version = cast.owner(service.location.provider), editing_prices.version(service)

    def save(amount):
        return editing_prices.save(by=person, service=service, version=version, parts=[booster(amount)])

    assert kinds(at_once(lambda: save(300), lambda: save(350))) == ["Plan", "Stale"]
    assert service.prices.filter(component=PriceComponent.BOOSTER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_first_promises_and_first_paying_at_once_are_one_row():
    location = factories.published_listing()
    person = cast.owner(location.provider)
    safety, insurance = editing_safety.version(location), editing_insurance.version(location)
    found = at_once(
        lambda: editing_safety.save(
            by=person,
            location=location,
            version=safety,
            services={},
            promises={**NO_PROMISES, "complaint_route": "The state board"},
        ),
        lambda: editing_insurance.save(
            by=person, location=location, version=insurance, lines=[], paying={**NO_PAYING, "self_pay": True}
        ),
    )
    assert found == [None, None]
    policy = Policy.objects.get()
    assert (policy.complaint_route, policy.self_pay) == ("The state board", True)


def test_facts_that_are_no_care_are_not_written():
    service = factories.published_listing().services.get()
    editing_services.save(
        by=cast.owner(service.location.provider),
        service=service,
        version=editing_services.version(service),
        facts=care(
            sessions_first_course=8, route=Route.IM, rems_status="certified_seen", basis="verified_source"
        ),
    )
    service.refresh_from_db()
    assert (service.sessions_first_course, service.route, service.rems_status) == (8, Route.IV, None)
    assert service.basis == "provider_attested"


def test_removed_way_takes_no_prices_and_no_facts():
    service = factories.published_listing().services.get()
    person, version = cast.owner(service.location.provider), editing_prices.version(service)
    Service.objects.get(pk=service.pk).delete()
    with pytest.raises(TransitionRefused):
        editing_prices.save(by=person, service=service, version=version, parts=[booster()])
    with pytest.raises(TransitionRefused):
        editing_services.save(by=person, service=service, version="", facts=care())
    assert Price.objects.count() == 0


def test_search_says_what_the_page_says_after_every_edit():
    location = factories.published_listing()
    service, person = location.services.get(), cast.owner(location.provider)
    editing_prices.save(
        by=person, service=service, version=editing_prices.version(service), parts=[booster()]
    )
    editing_services.save(
        by=person,
        service=service,
        version=editing_services.version(service),
        facts=care(sessions_first_course=4, conditions=["ptsd"]),
    )
    facts = dict.fromkeys(editing_safety.SAFETY)
    editing_safety.save(
        by=person,
        location=location,
        version=editing_safety.version(location),
        services={service.pk: {**facts, "monitoring": ["bp"]}},
        promises=NO_PROMISES,
    )
    editing_services.add(by=person, location=location, route=Route.IM, setting=Setting.CLINIC_MONITORED)
    editing_services.remove(by=person, service=service)
    assert not search_index.drift()
