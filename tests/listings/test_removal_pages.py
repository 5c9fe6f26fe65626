"""Asking for removal without an account: the form, the page to come back to, and who cannot."""

import pytest
from django.urls import reverse

from providers.actions import listings
from providers.models import Message, Provider, RemovalRequest
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories

pytestmark = pytest.mark.django_db
MAIL = {"name": "Dana Office", "how": "domain_email", "address": claiming.ADDRESS}
CALL = {"name": "Dana Office", "how": "phone", "contact": "dana@example.net"}


@pytest.fixture
def listing():
    return claiming.unclaimed(site={"phone": "+13035550142"})


def form_of(listing):
    return reverse("removal", args=[listing.slug])


def html(response):
    return response.content.decode()


def test_the_whole_way_by_mail(client, listing):
    back = client.post(form_of(listing), MAIL)["Location"]
    assert back in Message.objects.get().text
    assert client.post(back, {"code": claiming.another_code()}).status_code == 422
    assert client.post(back, {"code": claiming.code()})["Location"] == back
    assert "The listing is gone from every page" in html(client.get(back))
    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
    assert client.get(listing.get_absolute_url()).status_code == 404
    assert client.get(form_of(listing)).status_code == 404


def test_by_call_it_waits(client, listing):
    back = client.post(form_of(listing), CALL)["Location"]
    assert "(303)\u00a0555-0142" in html(client.get(back))
    assert client.post(back, {"code": "12345678"}).status_code == 422
    assert Provider.objects.get().status == S.IMPORTED_UNCLAIMED


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": ""}, "name"),
        ({"how": ""}, "how"),
        ({"how": "letter"}, "how"),
        ({"how": "nppes_official"}, "how"),
        ({"address": ""}, "address"),
        ({"address": "me@gmail.com"}, "address"),
        ({"address": "x@evil.com\r\nBcc: y@evil.com"}, "address"),
        ({"how": "phone"}, "contact"),
        ({"how": "phone", "contact": "nobody"}, "contact"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "Dana\r\nBcc: x@evil.com"}, "name"),
        ({"reason": "x" * 2001}, "reason"),
    ],
)
def test_bad_input_is_said_at_its_field(client, listing, over, field):
    response = client.post(form_of(listing), MAIL | over)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert (Message.objects.count(), RemovalRequest.objects.count()) == (0, 0)


def test_a_robot_in_the_trap_changes_nothing(client, listing):
    assert client.post(form_of(listing), MAIL | {"website": "https://spam.example.org"}).status_code == 302
    assert RemovalRequest.objects.count() == 0


def test_five_a_day_and_then_429(client, listing):
    answers = [client.post(form_of(listing), CALL).status_code for _n in range(6)]
    assert answers == [302] * 5 + [429]


def test_somebody_elses_link_is_not_found(client, listing):
    back = client.post(form_of(listing), CALL)["Location"]
    other = claiming.unclaimed()
    assert client.get(back.replace(listing.slug, other.slug)).status_code == 404
    for token in ("1", "x" * 5000, RemovalRequest.objects.get().token_digest):
        assert client.get(reverse("removal_state", args=[listing.slug, token])).status_code == 404


def test_the_page_of_a_request_is_kept_nowhere(client, listing):
    response = client.get(client.post(form_of(listing), CALL)["Location"])
    assert "no-store" in response["Cache-Control"]
    assert 'name="robots" content="noindex"' in html(response)


def test_a_run_a_made_up_and_an_unreachable_listing_have_no_form(client):
    run = factories.published_listing(website=claiming.WEBSITE).provider
    cast.owner(run)
    silent = claiming.unclaimed(website="", site={"phone": ""})
    for listing, words in (
        (run, "Somebody runs this listing"),
        (claiming.unclaimed(is_demo=True), "made up"),
        (silent, "neither a website of its own nor a telephone number"),
    ):
        response = client.get(form_of(listing))
        assert words in html(response)
        assert "<form method" not in html(response)
        assert client.post(form_of(listing), MAIL).status_code == 200
    assert RemovalRequest.objects.count() == 0


def test_only_the_ways_that_are_possible_are_offered(client):
    silent = claiming.unclaimed(website="https://clinic.wixsite.com")
    form = client.get(form_of(silent)).context["form"]
    assert [code for code, _label in form.fields["how"].choices] == ["phone"]
    assert "address" not in form.fields
    assert form["how"].value() == "phone"


def test_markup_in_a_name_is_text_in_page_and_mail(client, listing):
    evil = "<img src=x onerror=alert(1)>"
    assert "<img src=x" not in html(client.post(form_of(listing), MAIL | {"name": evil, "address": ""}))
    client.post(form_of(listing), MAIL | {"name": evil})
    assert "<img src=x" not in Message.objects.get().html


def test_a_former_address_leads_to_the_listing_and_the_link_of_the_mail_still_opens(client, listing):
    back = client.post(form_of(listing), MAIL)["Location"]
    listings.rename(by=None, provider=listing, slug="new-name")
    assert client.get(form_of(listing))["Location"] == reverse("provider", args=["new-name"])
    assert "new-name" not in back
    assert client.get(back).status_code == 200
    client.post(back, {"code": claiming.code()})
    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
