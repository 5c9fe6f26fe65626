"""Safety route by route, and the promises of the practice: one save, live at once."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.actions import editing_safety
from providers.models import Policy, Service
from providers.models.vocabulary import Basis, Emergency, Monitor, Room, Setting
from tests import cast, factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def url_of(location):
    return reverse("edit_safety", args=[location.provider.slug, location.slug])


def sent(location, answers=None, **promises):
    """answers: by service; promises: of the whole practice."""
    ways = {
        f"way{service.pk}-{name}": value
        for service, facts in (answers or {}).items()
        for name, value in facts.items()
    }
    return {
        "version": editing_safety.version(location),
        **ways,
        **{f"all-{name}": value for name, value in promises.items()},
    }


@pytest.fixture
def location():
    return factories.published_listing()


@pytest.fixture
def service(location):
    return location.services.get()


@pytest.fixture
def owner(client, location):
    person = cast.owner(location.provider)
    client.force_login(person)
    return person


def test_facts_and_promises_are_live_at_once(client, location, service, owner):
    facts = {"monitoring": [Monitor.BP], "observation_minutes": "60", "room": Room.PRIVATE}
    response = client.post(
        url_of(location),
        sent(location, {service: facts}, risks_disclosed_in_writing="yes", complaint_route="The state board"),
    )
    assert response.status_code == 302
    service.refresh_from_db()
    policy = Policy.objects.get()
    assert (service.monitoring, service.observation_minutes, service.room) == ([Monitor.BP], 60, Room.PRIVATE)
    assert (policy.risks_disclosed_in_writing, policy.off_label_notice) == (True, None)
    for row in (service, policy):
        assert (row.basis, row.confirmed_on, row.confirmed_by) == (
            Basis.PROVIDER_ATTESTED,
            timezone.localdate(),
            owner,
        )
    public = text_of(client.get(location.provider.get_absolute_url()))
    assert "60 minutes" in public
    assert "The state board" in public


def test_route_that_was_not_touched_keeps_its_evidence(client, location, service, owner):
    other = factories.service(location, route="im", confirmed_on=factories.facts.day(50))
    client.post(url_of(location), sent(location, {service: {"room": Room.OPEN}}))
    other.refresh_from_db()
    assert other.confirmed_on == factories.facts.day(50)


def test_none_is_an_answer_and_nothing_ticked_is_not(client, location, service, owner):
    client.post(url_of(location), sent(location, {service: {"emergency": ["none_of_these"]}}))
    service.refresh_from_db()
    assert (service.emergency, service.monitoring) == ([], None)
    assert 'value="none_of_these"' in client.get(url_of(location)).content.decode()
    assert re.search(r'value="none_of_these"[^>]*checked', client.get(url_of(location)).content.decode())


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"observation_minutes": "60"}, "watched for at least 120 minutes"),
        ({"monitoring": [Monitor.NONE_STATED]}, "has blood pressure and oxygen measured"),
    ],
)
def test_spravato_rules_speak_at_the_field(client, location, owner, facts, says):
    spravato = factories.spravato(location)
    response = client.post(url_of(location), sent(location, {spravato: facts}))
    assert response.status_code == 422
    assert says in text_of(response)
    assert f'href="#id_way{spravato.pk}-{next(iter(facts))}"' in response.content.decode()
    spravato.refresh_from_db()
    assert spravato.observation_minutes == 120


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"monitoring": [Monitor.BP, Monitor.NONE_STATED]}, "Choose either"),
        ({"emergency": [Emergency.OXYGEN, "none_of_these"]}, "Choose either"),
        ({"observation_minutes": "-5"}, "greater than or equal to 0"),
        ({"max_patients_per_observer": "0"}, "greater than or equal to 1"),
        ({"room": "cupboard"}, "Select a valid choice."),
    ],
)
def test_bad_facts_are_named(client, location, service, owner, facts, says):
    response = client.post(url_of(location), sent(location, {service: facts}))
    assert response.status_code == 422
    assert says in text_of(response)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://example.org", "https://x" + "y" * 300])
def test_bad_address_is_refused(client, location, owner, address):
    response = client.post(url_of(location), sent(location, data_practices_url=address))
    assert response.status_code == 422
    assert Policy.objects.count() == 0


def test_words_are_shown_as_words(client, location, owner):
    client.post(url_of(location), sent(location, complaint_route="<script>alert(1)</script>"))
    assert b"<script>alert" not in client.get(location.provider.get_absolute_url()).content
    assert b"<script>alert" not in client.get(url_of(location)).content


def test_facts_of_another_location_cannot_be_sent_along(client, location, service, owner):
    other = factories.published_listing().services.get()
    client.post(
        url_of(location),
        sent(location, {other: {"room": Room.OPEN}, service: {"setting": Setting.HOME_PEER}}),
    )
    other.refresh_from_db()
    service.refresh_from_db()
    assert (other.room, service.setting) == (None, Setting.CLINIC_MONITORED)


def test_second_save_is_a_conflict(client, location, service, owner):
    mine = sent(location, {service: {"room": Room.OPEN}})
    client.post(url_of(location), sent(location, {service: {"room": Room.PRIVATE}}))
    response = client.post(url_of(location), mine)
    assert response.status_code == 409
    assert "Now saved: Private room" in text_of(response)
    service.refresh_from_db()
    assert service.room == Room.PRIVATE


def test_edits_of_services_are_no_conflict(client, location, service, owner):
    mine = sent(location, {service: {"room": Room.OPEN}})
    Service.objects.filter(pk=service.pk).update(sessions_first_course=9)
    assert client.post(url_of(location), mine).status_code == 302


def test_who_may_come_in(client, location):
    assert client.get(url_of(location)).status_code == 302
    client.force_login(cast.other_owner())
    assert client.post(url_of(location), sent(location, complaint_route="x")).status_code == 404
    client.force_login(cast.editor_of(location.provider))
    assert client.get(url_of(location)).status_code == 200
    assert Policy.objects.count() == 0


def test_page_costs_the_same_for_one_route_and_for_three(client, location, owner):
    client.get(url_of(location))
    with CaptureQueriesContext(connection) as few:
        client.get(url_of(location))
    for route in ("im", "sc"):
        factories.service(location, route=route)
    with CaptureQueriesContext(connection) as many:
        client.get(url_of(location))
    assert len(many) == len(few)
