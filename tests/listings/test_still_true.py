"""“All still true”, signed in and by link: what the page lists, what a button does, what a dead link says."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.actions import attest_links
from providers.models import Attestation, Price, Provider
from providers.models.attestation import AttestedBy
from providers.models.vocabulary import Basis
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories
from ..factories.facts import day

pytestmark = pytest.mark.django_db
HIDDEN = 'name="version" value="'


@pytest.fixture
def site():
    return factories.published_listing(last_confirmed_on=day(80), about="We are four people.")


def page_of(site):
    return reverse("still_true", args=[site.provider.slug])


def link_of(site, person=None):
    token = attest_links.make(provider=site.provider, person=person or cast.owner(site.provider))
    return reverse("still_true_link", args=[token])


def version_in(response):
    return response.content.decode().split(HIDDEN)[1].split('"')[0]


def yes(client, path):
    return client.post(path, {"version": version_in(client.get(path))})


def confirmed_on():
    return Provider.objects.order_by("pk").first().last_confirmed_on


def test_every_kind_of_fact_is_listed_with_its_age(client, site):
    factories.opening_hours(site, confirmed_on=day(40))
    factories.access_fact(site)
    factories.language(site)
    factories.telehealth(site, "UT")
    factories.policy(site.provider, refund_policy="Half is paid back.")
    factories.answer(site.provider, factories.question(text="Who stays?"), text="A nurse.")
    client.force_login(cast.owner(site.provider))
    html = client.get(page_of(site)).content.decode()
    for said in (
        "We are four people.", site.street, "555-01", "9 a.m.", "Spanish", "Utah", "Half is paid back.",
        "Who stays?", "A nurse.", "$450", "$200", "IV infusion", "Medicaid", "State license",
        site.roles.get().practitioner.name, "stated by the clinic, 10 days ago",
        "stated by the clinic, 40 days ago",
    ):  # fmt: skip
        assert said in html, said
    assert reverse("edit_prices", args=[site.provider.slug, site.slug]) in html


def test_one_button_confirms_it(client, site):
    client.force_login(cast.owner(site.provider))
    response = yes(client, page_of(site))
    assert response["Location"] == reverse("listing_home", args=[site.provider.slug])
    assert confirmed_on() == day()
    assert Attestation.objects.get().way == AttestedBy.PAGE
    assert "you confirmed the listing today" in client.get(response["Location"]).content.decode()


def test_it_says_that_a_registers_words_become_the_clinics(client, site):
    site.coverages.update(basis=Basis.PUBLIC_IMPORT, source="SAMHSA's 2022 directory", confirmed_on=day(900))
    client.force_login(cast.owner(site.provider))
    html = client.get(page_of(site)).content.decode()
    assert "Facts that came from SAMHSA&#x27;s 2022 directory become your own word" in html


def test_what_changed_after_it_was_read_is_shown_again(client, site):
    client.force_login(cast.owner(site.provider))
    version = version_in(client.get(page_of(site)))
    Price.objects.update(amount_max=875)
    response = client.post(page_of(site), {"version": version})
    html = response.content.decode()
    assert response.status_code == 409
    assert "875" in html
    assert "changed after you opened it" in html
    assert confirmed_on() == day(80)
    assert version_in(response) != version


@pytest.mark.parametrize("version", ["", "x", "\x00", "a" * 9999])
def test_a_made_up_version_confirms_nothing(client, site, version):
    client.force_login(cast.owner(site.provider))
    assert client.post(page_of(site), {"version": version}).status_code == 409
    assert confirmed_on() == day(80)


def test_editors_may_strangers_find_nothing(client, site):
    assert client.get(page_of(site)).status_code == 302
    for person in (cast.stranger(), cast.other_owner()):
        client.force_login(person)
        assert client.get(page_of(site)).status_code == 404
        assert client.post(page_of(site)).status_code == 404
    client.force_login(cast.editor_of(site.provider))
    assert yes(client, page_of(site)).status_code == 302


def test_a_suspended_listing_shows_its_facts_and_no_button(client):
    site = factories.published_listing(status=S.SUSPENDED)
    client.force_login(cast.owner(site.provider))
    page = client.get(page_of(site))
    assert "cannot be confirmed now" in page.content.decode()
    assert client.post(page_of(site), {"version": version_for(site)}).status_code == 409


def version_for(site):
    from providers.actions import attested_facts  # noqa: PLC0415 - the page gives none

    return attested_facts.version(site.provider, day())


def test_by_link_nobody_signs_in_and_the_button_does_it_once(client, site):
    path = link_of(site)
    page = client.get(path)
    assert page.status_code == 200
    assert "We are four people." in page.content.decode()
    response = client.post(path, {"version": version_in(page), "next": "https://evil.example.org"})
    assert response["Location"] == reverse("still_true_thanks")
    assert (confirmed_on(), Attestation.objects.get().way) == (day(), AttestedBy.LINK)

    again = client.post(path, {"version": version_in(page)})
    assert again.status_code == 410
    assert "has been confirmed since this link was sent" in again.content.decode()
    assert client.get(path).status_code == 410
    assert Attestation.objects.count() == 1


def test_mail_scanners_that_open_the_link_change_nothing(client, site):
    path = link_of(site)
    for _n in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert client.put(path).status_code == 405
    assert (confirmed_on(), Attestation.objects.count()) == (day(80), 0)


def test_the_button_of_a_link_needs_the_pages_own_token(site):
    assert Client(enforce_csrf_checks=True).post(link_of(site)).status_code == 403


def test_a_link_signs_nobody_in(client, site):
    path = link_of(site)
    yes(client, path)
    assert client.get(page_of(site)).status_code == 302
    assert client.get(reverse("your_listings")).status_code == 302


def test_changes_need_a_login(client, site):
    html = client.get(link_of(site)).content.decode()
    edit = reverse("edit_prices", args=[site.provider.slug, site.slug])
    assert edit in html
    assert client.get(edit)["Location"].startswith(reverse("account_login"))


def test_a_link_is_not_kept_by_caches_nor_found_by_robots(client, site):
    page = client.get(link_of(site))
    assert "no-store" in page["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"


def test_an_old_link_leads_to_sign_in(client, site):
    path = link_of(site)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        page = client.get(path)
        posted = client.post(path, {"version": "x"})
    assert (page.status_code, posted.status_code) == (410, 410)
    assert "was good for fourteen days" in page.content.decode()
    assert page_of(site) in page.content.decode()
    assert confirmed_on() == day(80)


@pytest.mark.parametrize("spoil", ["x", "%00", "é", "/"])
def test_a_tampered_link_opens_nothing(client, site, spoil):
    path = link_of(site)
    page = client.get(f"{path.rstrip('/')[:-3]}{spoil}/")
    assert page.status_code in (400, 404)
    assert site.provider.display_name not in page.content.decode()


def test_the_link_of_another_listing_confirms_only_that_one(client, site):
    other = factories.published_listing(last_confirmed_on=day(80))
    yes(client, link_of(other))
    assert confirmed_on() == day(80)
    other.provider.refresh_from_db()
    assert other.provider.last_confirmed_on == day()


def test_a_closed_listing_needs_no_confirmation(client, site):
    path = link_of(site)
    Provider.objects.update(status=S.CLOSED, closed_on=day())
    page = client.get(path)
    assert page.status_code == 410
    assert "nothing to confirm" in page.content.decode()


def test_the_page_costs_the_same_for_one_location_and_five(client, site):
    client.force_login(cast.owner(site.provider))
    with CaptureQueriesContext(connection) as one:
        client.get(page_of(site))
    for number in range(4):
        place = factories.location(site.provider, slug=f"more-{number}")
        factories.priced_service(place)
        factories.licence(factories.role(place).practitioner)
        factories.opening_hours(place)
    with CaptureQueriesContext(connection) as five:
        client.get(page_of(site))
    assert len(five) == len(one)
    assert len(one) <= 75
