"""What three visitors report as wrong is grey for everybody, with words and an icon, until confirmed."""

import json
import re

import pytest
from django.urls import reverse

from providers.actions import report_steps, search_index
from tests import cast, factories, reporting

pytestmark = pytest.mark.django_db
WORDS = "Reported as wrong by three or more visitors; we are checking. Ask the clinic."
PARTS = {
    "phone": "provider-head", "other": "provider-head", "closed": "provider-head", "people": "people",
    "route": "services", "price": "price-1", "safety": "service-1", "insurance": "insurance",
    "address": "where", "accepting": "where", "hours": "where",
}  # fmt: skip


@pytest.fixture
def site():
    place = factories.published_listing()
    factories.opening_hours(place)
    factories.place("city", "Boulder", "CO", latitude=place.latitude, longitude=place.longitude)
    return place


def page(client, site):
    return client.get(site.provider.get_absolute_url()).content.decode()


def row(client):
    return client.get(reverse("search"), {"near": "Boulder, CO"}).content.decode()


@pytest.mark.parametrize(("field", "part"), PARTS.items())
def test_the_field_concerned_is_marked_where_it_stands(client, site, field, part):
    assert "disputed" not in page(client, site)
    reporting.by_three(site, field)
    html = page(client, site)
    assert html.count(WORDS) == 1
    before = html[: html.index(WORDS)]
    assert re.findall(r'(?:<h[1-4] id="|<header class=")([\w-]+)"', before)[-1].startswith(part)
    assert re.search(r'class="disputed"><svg[^>]*><use href="[^"]*#warning"></use></svg>\s*Reported', html)


def test_what_stands_in_short_says_so_too(client, site):
    reporting.by_three(site, "price")
    assert page(client, site).count("reported as wrong, see below") == 2


def test_two_say_nothing_and_settling_ends_it_with_a_public_outcome(client, site):
    reports = reporting.by_three(site, "price")
    report_steps.triage(by=cast.operator(), report=reports[0])
    reporting.settled(reports[0], also=reports[1:])
    html = page(client, site)
    assert WORDS not in html
    assert "A visitor’s report about “Prices” was settled on" in html
    assert "corrected." in html
    assert reporting.NUMBER_IS_DEAD not in html


def test_a_flag_shows(client, site):
    report = reporting.triaged(site, "price")
    report_steps.leave_unresolved(by=cast.reviewer(), report=report, reason="Two answers.")
    reporting.settled(report, "flagged")
    assert "we could not find out what is right" in page(client, site)
    assert "Visitors report as wrong: Prices. Ask the clinic." in row(client)


def test_the_row_in_the_results_names_the_fields(client, site):
    assert "disputed" not in row(client)
    reporting.by_three(site, "price")
    reporting.by_three(site, "insurance")
    html = row(client)
    assert "Visitors report as wrong: Insurance, Prices. Ask the clinic." in html
    assert 'class="row-price is-disputed"' in html
    assert 'class="row-cover is-disputed"' in html
    assert not search_index.drift()


def test_the_sheet_marks_the_answers_that_rest_on_it(client, site):
    number = factories.question(number=24).number
    reporting.by_three(site, "price")
    factories.priced_service(site, route="im")
    html = client.get(reverse("question_sheet"), {"at": site.pk, "q": number}).content.decode()
    assert "Reported as wrong. Ask the clinic." in html


def test_machines_get_no_fact_that_is_disputed(client, site):
    assert "telephone" in linked(page(client, site))
    for number, field in enumerate(("phone", "hours", "accepting", "route")):
        reporting.by_three(site, field, first=1 + 3 * number)
    said = set(linked(page(client, site)))
    assert not said & {"telephone", "openingHoursSpecification", "isAcceptingNewPatients", "availableService"}


def linked(html):
    return json.loads(re.search(r'ld\+json">(.*?)</script>', html).group(1))
