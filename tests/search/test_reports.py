"""A visitor's report: what is stored, what is refused, and that nobody is recorded."""

import pytest
from django.urls import reverse

from providers.models import Report
from tests import factories

pytestmark = pytest.mark.django_db
GOOD = {"field": "phone", "message": "It rings somewhere else.", "contact": ""}


@pytest.fixture
def location():
    return factories.published_listing()


def address(location):
    return reverse("report", args=[location.provider.slug, location.slug])


def test_report_is_stored_for_the_staff(client, location):
    response = client.post(address(location), GOOD | {"contact": "me@example.org"})
    report = Report.objects.get()
    assert response["Location"] == reverse("report_thanks", args=[location.provider.slug, location.slug])
    assert (report.location, report.field, report.message) == (location, "phone", GOOD["message"])
    assert report.contact == "me@example.org"


def test_bad_report_names_the_field_and_keeps_what_was_typed(client, location):
    response = client.post(address(location), {"field": "", "message": "Wrong number, sorry", "contact": ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Wrong number, sorry" in html
    assert "id_field" in html
    assert Report.objects.count() == 0


def test_robot_in_the_trap_is_thanked_and_forgotten(client, location):
    response = client.post(address(location), GOOD | {"website": "https://spam.example.org"})
    assert response.status_code == 302
    assert Report.objects.count() == 0


def test_too_many_reports_wait_and_keep_the_words(client, location):
    for _n in range(50):
        response = client.post(address(location), GOOD)
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert GOOD["message"] in response.content.decode()
    assert 0 < Report.objects.count() < 50


def test_visitors_behind_our_proxy_are_counted_apart(client, location, settings):
    settings.TRUST_PROXY_HEADERS = True
    statuses = [
        client.post(
            address(location), GOOD, headers={"x-forwarded-for": f"10.0.0.1, 198.51.100.{n}"}
        ).status_code
        for n in range(6)
    ]
    assert statuses == [302] * 6
    again = client.post(address(location), GOOD, headers={"x-forwarded-for": "203.0.113.9, 198.51.100.1"})
    assert again.status_code == 302
    assert Report.objects.count() == 7


def test_report_needs_a_token(location):
    from django.test import Client  # noqa: PLC0415 - only this test wants the strict client

    assert Client(enforce_csrf_checks=True).post(address(location), GOOD).status_code == 403


@pytest.mark.parametrize("message", ["", "   ", "x" * 2001, "a\x00b\x00c\x00d"])
def test_odd_messages_are_refused_without_a_fault(client, location, message):
    response = client.post(address(location), GOOD | {"message": message})
    assert response.status_code in (400, 422)
    assert Report.objects.count() == 0


def test_stranger_location_is_not_found(client, location):
    response = client.get(reverse("report", args=["no-such", location.slug]))
    assert response.status_code == 404
