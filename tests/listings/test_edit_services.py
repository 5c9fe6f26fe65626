"""Ways of giving ketamine: what is live at once, what waits for staff, the rules that speak at a field."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from providers.actions import changes, editing_services
from providers.models import ChangeRequest, SearchCard, Service
from providers.models.change_request import ChangeStatus
from providers.models.vocabulary import (
    Basis,
    Condition,
    DrugBasis,
    ListingStatus,
    RemsStatus,
    Route,
    Setting,
)
from tests import cast, factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def url_of(location, name="edit_services", *more):
    return reverse(name, args=[location.provider.slug, location.slug, *more])


def care(service, **over):
    """The form of one way as it is drawn, with these answers."""
    return {
        "version": editing_services.version(service),
        "setting": service.setting or "",
        "sessions_first_course": service.sessions_first_course or "",
        "interval_days": service.interval_days or "",
        **over,
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


def test_facts_are_live_at_once_with_todays_date(client, location, service, owner):
    answers = care(
        service,
        drug_basis=DrugBasis.OFF_LABEL,
        conditions=[Condition.TRD, Condition.PTSD],
        min_age="18",
        sessions_first_course="8",
    )
    response = client.post(url_of(location, "edit_service", service.pk), answers)
    assert response.status_code == 302
    service.refresh_from_db()
    assert (service.conditions, service.sessions_first_course) == ([Condition.TRD, Condition.PTSD], 8)
    assert (service.basis, service.source, service.confirmed_on) == (
        Basis.PROVIDER_ATTESTED,
        "",
        timezone.localdate(),
    )
    assert service.confirmed_by == owner
    public = text_of(client.get(location.provider.get_absolute_url()))
    assert "Treatment-resistant depression, PTSD" in public
    assert SearchCard.objects.get(location=location).card["routes"][0]["course_low"] == 8 * 450 + 200


def test_saving_what_is_there_changes_nothing(client, location, service, owner):
    before = Service.objects.values().get()
    assert client.post(url_of(location, "edit_service", service.pk), care(service)).status_code == 302
    assert Service.objects.values().get() == before


def test_new_way_waits_while_the_old_page_stays(client, location, service, owner):
    answers = {"route": Route.IM, "setting": Setting.CLINIC_MONITORED, "sessions_first_course": "4"}
    response = client.post(url_of(location, "add_service"), answers)
    assert response["Location"].startswith(url_of(location))
    assert Service.objects.filter(location=location).count() == 1
    assert "In review since" in text_of(client.get(url_of(location)))
    change = ChangeRequest.objects.get()
    changes.approve_change(by=cast.superuser(), change=change)
    new = Service.objects.get(location=location, route=Route.IM)
    assert (new.setting, new.sessions_first_course) == (Setting.CLINIC_MONITORED, 4)


def test_new_way_of_a_listing_that_was_never_public_is_there_at_once(client):
    place = factories.location(factories.provider(status=ListingStatus.DRAFT))
    client.force_login(cast.owner(place.provider))
    answers = {"route": Route.SPRAVATO, "setting": Setting.CLINIC_MONITORED, "is_certified": "on"}
    client.post(url_of(place, "add_service"), answers)
    assert Service.objects.get(location=place).rems_status == RemsStatus.CLAIMED


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            {"route": Route.SPRAVATO, "setting": Setting.HOME_LIVE, "is_certified": "on"},
            "choose that setting",
        ),
        ({"route": Route.SPRAVATO, "setting": Setting.CLINIC_MONITORED}, "only at a certified address"),
        (
            {"route": Route.LOZENGE, "setting": Setting.HOME_PEER},
            "needs the states in which you treat people",
        ),
        ({"route": Route.IV, "setting": Setting.CLINIC_MONITORED}, "is here already"),
        (
            {
                "route": Route.NASAL_COMPOUNDED,
                "setting": Setting.CLINIC_SELF,
                "drug_basis": DrugBasis.OFF_LABEL,
            },
            "It is never Spravato.",
        ),
        (
            {"route": Route.IM, "setting": Setting.CLINIC_MONITORED, "drug_basis": DrugBasis.FDA_APPROVED},
            "Only Spravato is FDA-approved",
        ),
        ({"route": "swallow", "setting": Setting.CLINIC_MONITORED}, "Select a valid choice."),
        ({"route": Route.IM, "setting": ""}, "This field is required."),
    ],
)
def test_rules_speak_at_the_field(client, location, service, owner, answers, says):
    response = client.post(url_of(location, "add_service"), answers)
    assert response.status_code == 422
    assert says in text_of(response)
    assert (Service.objects.filter(location=location).count(), ChangeRequest.objects.count()) == (1, 0)


def test_home_is_open_to_who_names_the_states(client, location, owner):
    factories.telehealth(location, "CO")
    response = client.post(
        url_of(location, "add_service"), {"route": Route.LOZENGE, "setting": Setting.HOME_LIVE}
    )
    assert response.status_code == 302
    assert ChangeRequest.objects.get().subject == f"{Route.LOZENGE}/{Setting.HOME_LIVE}"


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"min_age": "40", "max_age": "18"}, "The lowest age comes before the highest."),
        ({"sessions_first_course": "0"}, "greater than or equal to 1"),
        ({"sessions_first_course": "9" * 30}, "less than or equal to 100"),
        ({"session_minutes": "an hour"}, "Enter a whole number."),
        ({"conditions": ["trd", "boredom"]}, "Select a valid choice."),
        ({"drug_basis": DrugBasis.FDA_APPROVED}, "Select a valid choice."),
        ({"setting": ""}, "This field is required."),
    ],
)
def test_bad_facts_are_named_and_nothing_changes(client, location, service, owner, over, says):
    before = Service.objects.values().get()
    response = client.post(url_of(location, "edit_service", service.pk), care(service, **over))
    assert response.status_code == 422
    assert says in text_of(response)
    assert Service.objects.values().get() == before


def test_spravato_is_approved_for_depression_only(client, location, owner):
    spravato = factories.spravato(location)
    url = url_of(location, "edit_service", spravato.pk)
    answers = care(
        spravato, is_certified="yes", drug_basis=DrugBasis.FDA_APPROVED, conditions=["trd", "ptsd"]
    )
    response = client.post(url, answers)
    assert response.status_code == 422
    assert "only for treatment-resistant depression" in text_of(response)
    assert client.post(url, {**answers, "conditions": ["trd"]}).status_code == 302


def test_page_of_another_route_never_offers_fda_approval(client, location, service, owner):
    assert (
        DrugBasis.FDA_APPROVED.value
        not in client.get(url_of(location, "edit_service", service.pk)).content.decode()
    )


def test_certification_waits_and_the_clinic_cannot_say_that_it_was_seen(client, location, owner):
    spravato = factories.spravato(location, rems_status=RemsStatus.LAPSED)
    url = url_of(location, "edit_service", spravato.pk)
    client.post(
        url, care(spravato, is_certified="yes", rems_status="certified_seen", rems_checked_on="2026-01-01")
    )
    spravato.refresh_from_db()
    assert spravato.rems_status == RemsStatus.LAPSED
    change = ChangeRequest.objects.get()
    assert (change.after, change.status) == (RemsStatus.CLAIMED, ChangeStatus.OPEN)
    assert "In review since" in text_of(client.get(url))
    client.post(url, care(spravato, is_certified="no", sessions_first_course="8"))
    assert ChangeRequest.objects.get().status == ChangeStatus.OPEN


def test_setting_is_stated_at_once_and_changed_only_by_review(client, location, service, owner):
    open_one = factories.service(location, route=Route.SC, setting=None)
    url = url_of(location, "edit_service", open_one.pk)
    client.post(url, care(open_one, setting=Setting.CLINIC_SELF))
    open_one.refresh_from_db()
    assert open_one.setting == Setting.CLINIC_SELF
    assert ChangeRequest.objects.count() == 0
    client.post(url, care(open_one, setting=Setting.CLINIC_MONITORED))
    open_one.refresh_from_db()
    assert open_one.setting == Setting.CLINIC_SELF
    assert ChangeRequest.objects.get().after == {"route": "sc", "setting": "in_clinic_monitored"}


def test_second_save_is_a_conflict_that_merges(client, location, service, owner):
    url = url_of(location, "edit_service", service.pk)
    mine = care(service, interval_days="7") | {
        "initial-sessions_first_course": "6",
        "initial-interval_days": "3",
    }
    client.post(url, care(service, sessions_first_course="8", drug_basis=DrugBasis.OFF_LABEL))
    response = client.post(url, mine | {"initial-drug_basis": ""})
    html = response.content.decode()
    assert response.status_code == 409
    assert re.search(r'name="sessions_first_course"[^>]*value="8"', html) or 'value="8"' in html
    assert '<option value="off_label_approved_product" selected>' in html
    assert Service.objects.get(pk=service.pk).interval_days == 3


def test_removed_way_is_gone_with_its_prices_and_what_waits(client, location, service, owner):
    spravato = factories.spravato(location, rems_status=RemsStatus.LAPSED)
    factories.price(spravato)
    edit = url_of(location, "edit_service", spravato.pk)
    client.post(edit, care(spravato, is_certified="yes"))
    remove = url_of(location, "remove_service", spravato.pk)
    assert client.get(remove).status_code == 405
    assert client.post(remove).status_code == 302
    assert list(Service.objects.filter(location=location)) == [service]
    assert ChangeRequest.objects.get().status == ChangeStatus.WITHDRAWN
    assert client.post(remove).status_code == 404


def test_missing_prescriber_is_said_with_the_way_to_put_it_right(client, location, owner):
    location.roles.all().delete()
    response = client.get(url_of(location))
    assert "Name at least one prescriber whose license is active." in text_of(response)
    assert reverse("edit_people", args=[location.provider.slug, location.slug]) in response.content.decode()


@pytest.mark.parametrize("name", ["edit_services", "add_service", "edit_service", "remove_service"])
def test_strangers_find_nothing(client, location, service, name):
    more = [service.pk] if name in ("edit_service", "remove_service") else []
    url = url_of(location, name, *more)
    assert client.post(url).status_code in (302, 405)
    client.force_login(cast.other_owner())
    assert client.post(url).status_code in (404, 405)
    assert client.get(url).status_code in (404, 405)
    assert Service.objects.filter(pk=service.pk).exists()


def test_service_of_another_listing_is_not_found(client, location, owner):
    other = factories.published_listing().services.get()
    for name in ("edit_service", "remove_service"):
        assert client.post(url_of(location, name, other.pk), care(other)).status_code == 404
    assert Service.objects.filter(pk=other.pk).exists()
