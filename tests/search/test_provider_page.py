"""What a provider's page says, and what it never says."""

import datetime
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from providers.models import FormerSlug
from providers.models.vocabulary import Basis, CredentialStatus, CredentialType, ListingStatus
from tests import factories

pytestmark = pytest.mark.django_db


def page(client, location, status=200):
    response = client.get(reverse("provider", args=[location.provider.slug]))
    assert response.status_code == status
    return response.content.decode()


def text_of(html):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def structured(html):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found[1]) if found else None


def test_evidence_line_names_register_day_and_next_check(client):
    location = factories.published_listing(
        licence={"checked_on": timezone.localdate() - datetime.timedelta(days=10)}
    )
    checked = timezone.localdate() - datetime.timedelta(days=10)
    due = checked + datetime.timedelta(days=90)
    text = text_of(page(client, location))
    assert (
        f"State license, Colorado · active, checked at the state board's register on {checked:%-d %b %Y}"
        in text
    )
    assert f"next check by {due:%-d %b %Y}" in text


def test_expired_license_says_so_on_its_own_day(client, time_machine):
    location = factories.published_listing(licence={"expires_on": timezone.localdate()})
    assert "expired" not in text_of(page(client, location)).lower()
    time_machine.move_to(timezone.now() + datetime.timedelta(days=1))
    assert "Expired" in text_of(page(client, location))


def test_first_course_shows_its_arithmetic(client):
    location = factories.published_listing(session=590, service={"sessions_first_course": 15})
    text = text_of(page(client, location))
    assert "15 × $590" in text
    assert "$8,850" in text
    assert "First course $9,050" in text


def test_missing_part_is_named_and_no_total_is_given(client):
    location = factories.published_listing(session=None)
    factories.price(location.services.get(), "session_bundle", 450)
    text = text_of(page(client, location))
    assert "cannot be computed. Not stated: first visit and evaluation." in text
    assert "$2,700" not in text


def test_unknown_is_not_stated_never_no(client):
    location = factories.published_listing(service={"room": None, "monitoring": None})
    text = text_of(page(client, location))
    unstated = re.findall(r"Not stated: ([^.]*?)  ", text.replace("stated by", "  stated by"))
    assert any("What is measured" in names and "Room" in names for names in unstated)
    assert "Room No" not in text


def test_import_shows_its_source_and_no_json_ld(client):
    location = factories.published_listing(
        status=ListingStatus.IMPORTED_UNCLAIMED,
        last_confirmed_on=None,
        basis=Basis.PUBLIC_IMPORT,
        source="SAMHSA's 2022 directory",
    )
    html = page(client, location)
    assert "Not confirmed by the clinic; from SAMHSA&#x27;s 2022 directory" in html
    assert structured(html) is None


def test_json_ld_holds_attested_facts(client):
    location = factories.published_listing(website="https://clear-creek.example.org")
    data = structured(page(client, location))
    assert data["@type"] == "MedicalClinic"
    assert data["address"]["addressLocality"] == "Boulder"
    assert data["sameAs"] == "https://clear-creek.example.org"
    assert "aggregateRating" not in data


def test_name_cannot_leave_the_script(client):
    location = factories.published_listing(display_name="</script><script>alert(1)</script>")
    html = page(client, location)
    assert "<script>alert" not in html
    assert structured(html)["name"] == "</script><script>alert(1)</script>"


def test_stale_listing_says_so(client):
    location = factories.published_listing(
        last_confirmed_on=timezone.localdate() - datetime.timedelta(days=181)
    )
    assert "has not confirmed this listing for more than 180 days" in text_of(page(client, location))


def test_closed_listing_is_a_tombstone(client):
    location = factories.published_listing(
        status=ListingStatus.CLOSED,
        closed_on=datetime.date(2026, 3, 12),
        records_contact="Records: PO Box 1",
    )
    text = text_of(page(client, location))
    assert "Its last day was 12 Mar 2026." in text
    assert "Records: PO Box 1" in text
    assert "First course" not in text


def test_former_address_redirects_for_ever(client):
    location = factories.published_listing()
    FormerSlug.objects.create(slug="old-name", provider=location.provider)
    response = client.get(reverse("provider", args=["old-name"]))
    assert response.status_code == 301
    assert response["Location"] == location.provider.get_absolute_url()


def test_merged_listing_redirects_to_the_one_it_went_into(client):
    target = factories.published_listing()
    merged = factories.provider(status=ListingStatus.MERGED, merged_into=target.provider)
    response = client.get(reverse("provider", args=[merged.slug]))
    assert response["Location"] == target.provider.get_absolute_url()


@pytest.mark.parametrize(
    "status",
    [
        ListingStatus.DRAFT,
        ListingStatus.PENDING_REVIEW,
        ListingStatus.SUSPENDED,
        ListingStatus.REMOVED_BY_REQUEST,
    ],
)
def test_withheld_listing_is_not_found(client, status):
    location = factories.location(factories.provider(status=status))
    html = page(client, location, status=404)
    assert location.provider.display_name not in html
    assert 'name="near"' in html


def test_each_location_of_a_chain_has_its_own_page(client):
    first = factories.published_listing()
    second = factories.location(first.provider, at=factories.DENVER, slug="denver")
    factories.price(factories.service(second), "session_bundle", 700)
    html = client.get(reverse("provider_location", args=[first.provider.slug, "denver"])).content.decode()
    assert "$700" in html
    assert "$450" not in html
    assert reverse("provider_location", args=[first.provider.slug, first.slug]) in html


def test_dea_registration_never_shows_a_number(client):
    location = factories.published_listing()
    person = location.roles.get().practitioner
    factories.licence(
        person, type=CredentialType.DEA_REGISTRATION, status=CredentialStatus.CLAIMED, expires_on=None
    )
    text = text_of(page(client, location))
    assert "DEA registration" in text
    assert not re.search(r"\b[A-Z][A-Z9][0-9]{7}\b", text)


def test_own_answer_comes_before_what_facts_say(client):
    location = factories.published_listing(service={"room": "private"})
    question = factories.question(number=16)
    assert "Private room" in page(client, location)
    factories.answer(location.provider, question, text="Two rooms, each for one patient.")
    assert "Two rooms, each for one patient." in page(client, location)


def test_page_costs_the_same_for_little_and_for_much(client, django_assert_num_queries):
    poor, rich = factories.published_listing(), factories.published_listing()
    factories.question(number=1)
    factories.priced_service(rich, route="im")
    for city in (factories.DENVER, factories.CASPER):
        factories.licence(factories.role(rich).practitioner)
        factories.location(rich.provider, at=city)
    for location in (poor, rich):
        with django_assert_num_queries(9):
            page(client, location)


def test_anonymous_visitor_gets_no_cookie(client):
    page(client, factories.published_listing())
    assert not client.cookies
