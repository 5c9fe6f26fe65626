"""Pausing, closing, opening again, submitting and taking back: pages for owners, with what they refuse."""

import pytest
from django.urls import reverse

from providers.actions import closing, listing_review
from providers.actions.refusals import TransitionRefused
from providers.models import Provider
from providers.models.vocabulary import CredentialStatus
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox
from ..factories.facts import day

pytestmark = pytest.mark.django_db
GOODBYE = {
    "closed_on": "2026-01-05",
    "records_contact": "Dana, +1 303 555 0100",
    "refund_note": "",
    "is_sure": "on",
}


@pytest.fixture
def site():
    return factories.published_listing()


def url(name, site):
    return reverse(name, args=[site.provider.slug])


def enter(client, site, person=None):
    client.force_login(person or cast.owner(site.provider))
    return client


def now():
    return Provider.objects.order_by("pk").first()


def test_a_pause_shows_its_day_to_patients_and_tells_the_owners(client, site):
    response = enter(client, site).post(url("pause", site), {"reopens_on": day(-30).isoformat()})
    assert response["Location"] == url("listing_home", site)
    assert (now().status, now().reopens_on) == (S.TEMPORARILY_CLOSED, day(-30))
    assert "expects to open again" in client.get(site.provider.get_absolute_url()).content.decode()
    assert mailbox.sent()[0].subject == f"Temporarily closed: {site.provider.display_name}"


def test_the_day_can_be_moved_and_the_listing_opened_again(client, site):
    enter(client, site).post(url("pause", site), {"reopens_on": day(-30).isoformat()})
    client.post(url("pause", site), {"reopens_on": day(-60).isoformat()})
    assert now().reopens_on == day(-60)
    assert client.post(url("reopen", site))["Location"] == url("listing_home", site)
    assert (now().status, now().reopens_on) == (S.PUBLISHED, None)


@pytest.mark.parametrize(
    "value", ["", "soon", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "\x00", day(0).isoformat()]
)
def test_a_day_that_cannot_be_is_shown_at_its_field(client, site, value):
    response = enter(client, site).post(url("pause", site), {"reopens_on": value})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert now().status == S.PUBLISHED
    assert mailbox.sent() == []


def test_closing_for_good_leaves_a_page_that_says_where_records_are(client, site):
    response = enter(client, site).post(url("close", site), GOODBYE | {"refund_note": "Until June."})
    assert response["Location"] == url("listing_home", site)
    tombstone = client.get(site.provider.get_absolute_url()).content.decode()
    for said in ("5 Jan 2026", "Dana, +1 303 555 0100", "Until June."):
        assert said in tombstone
    assert "Closed for good" in mailbox.sent()[0].subject


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closed_on": day(-1).isoformat()}, "still to come"),
        ({"closed_on": ""}, "id_closed_on"),
        ({"records_contact": "  "}, "id_records_contact"),
        ({"records_contact": "x" * 501}, "id_records_contact"),
        ({"refund_note": "x" * 501}, "id_refund_note"),
        ({"refund_note": "a\x00b"}, "id_refund_note"),
        ({"is_sure": ""}, "id_is_sure"),
    ],
)
def test_closing_refuses_and_keeps_what_was_typed(client, site, wrong, field):
    response = enter(client, site).post(url("close", site), GOODBYE | {"refund_note": "Ask Dana."} | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert field in html
    assert "refund_note" in wrong or "Ask Dana." in html
    assert now().status == S.PUBLISHED


def test_a_closed_listing_is_brought_back(client, site):
    enter(client, site).post(url("close", site), GOODBYE)
    assert "Its last day was 5 Jan 2026" in client.get(url("close", site)).content.decode()
    client.post(url("reopen", site))
    assert (now().status, now().closed_on) == (S.PUBLISHED, None)


def test_what_is_not_fit_to_be_found_is_not_opened_again(client, site):
    enter(client, site).post(url("close", site), GOODBYE)
    site.roles.get().practitioner.credentials.update(expires_on=day(1))
    response = client.post(url("reopen", site))
    assert response.status_code == 409
    assert "Name at least one prescriber whose license is active." in response.content.decode()
    assert now().status == S.CLOSED


@pytest.mark.parametrize("status", [S.SUSPENDED, S.CLAIMED_DRAFT, S.PENDING_REVIEW, S.DRAFT])
def test_only_an_open_listing_is_closed_and_suspension_is_not_escaped(client, status):
    site = factories.published_listing(status=status, is_in_register=True)
    enter(client, site)
    assert client.post(url("close", site), GOODBYE).status_code == 422
    assert client.post(url("pause", site), {"reopens_on": day(-9).isoformat()}).status_code == 422
    assert client.post(url("reopen", site)).status_code == 409
    assert now().status == status


@pytest.mark.parametrize("name", ["pause", "close", "reopen", "submit", "take_back"])
def test_only_owners_come_here(client, site, name):
    path = url(name, site)
    assert client.post(path)["Location"].startswith(reverse("account_login"))
    people = [cast.stranger(), cast.other_owner(), cast.editor_of(site.provider)]
    seen = [enter(client, site, person).post(path, GOODBYE).status_code for person in people]
    assert seen == [404, 404, 403]
    verb_only = name in ("reopen", "take_back")
    assert enter(client, site).get(path).status_code == (405 if verb_only else 200)
    assert now().status == S.PUBLISHED


def draft(**over):
    return factories.published_listing(status=S.DRAFT, last_confirmed_on=day(), **over)


def test_a_whole_draft_is_submitted_and_taken_back(client):
    site = draft()
    enter(client, site).post(url("submit", site))
    assert now().status == S.PENDING_REVIEW
    assert "You need do nothing" in client.get(url("submit", site)).content.decode()
    client.post(url("take_back", site))
    assert now().status == S.DRAFT


def test_what_is_left_to_do_is_listed_with_where_to_do_it(client):
    provider = factories.provider(status=S.DRAFT)
    site = factories.location(provider)
    page = enter(client, site).get(url("submit", site)).content.decode()
    assert "2 things are left" in page
    assert url("still_true", site) in page
    assert reverse("edit_services", args=[provider.slug, site.slug]) in page
    response = client.post(url("submit", site))
    assert response.status_code == 409
    assert now().status == S.DRAFT


def test_a_license_that_waits_for_our_staff_does_not_hold_up_the_clinic(client):
    site = draft(licence={"status": CredentialStatus.CLAIMED})
    page = enter(client, site).get(url("submit", site)).content.decode()
    assert "Our staff see to" in page
    assert "Name at least one prescriber whose license is active." in page
    client.post(url("submit", site))
    assert now().status == S.PENDING_REVIEW


@pytest.mark.parametrize(
    "licence",
    [
        {"status": CredentialStatus.DENIED},
        {"status": CredentialStatus.CLAIMED, "expires_on": day(1)},
        {"state": "WY"},
    ],
)
def test_a_license_that_cannot_become_good_does(client, licence):
    site = draft(licence=licence)
    assert enter(client, site).post(url("submit", site)).status_code == 409
    assert now().status == S.DRAFT


def test_staff_publish_or_send_back_and_the_owners_hear_of_it():
    site = draft()
    owner = cast.owner(site.provider)
    listing_review.submit(by=owner, provider=site.provider)
    listing_review.send_back(by=cast.reviewer(), provider=site.provider, reason="The name is a slogan.")
    assert now().status == S.CLAIMED_DRAFT
    assert "The name is a slogan." in mailbox.sent()[-1].text
    listing_review.submit(by=owner, provider=site.provider)
    listing_review.publish(by=cast.reviewer(), provider=site.provider)
    assert now().status == S.PUBLISHED
    assert mailbox.sent()[-1].subject.startswith("Patients can now find your listing")


def test_nobody_publishes_their_own_listing():
    site = draft()
    owner = cast.owner(site.provider)
    listing_review.submit(by=owner, provider=site.provider)
    with pytest.raises(TransitionRefused, match="no part in this listing"):
        listing_review.publish(by=owner, provider=site.provider)
    assert now().status == S.PENDING_REVIEW


def test_a_pause_of_years_is_a_closing(site):
    with pytest.raises(TransitionRefused, match="more than a year"):
        closing.pause(by=cast.owner(site.provider), provider=site.provider, reopens_on=day(-400))
