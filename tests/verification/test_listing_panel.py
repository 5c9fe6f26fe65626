"""A new listing: seen as patients would, what is left to do, what it may repeat, published or sent back."""

import pytest
from django.urls import reverse

from providers.actions import cases, listings
from providers.models import Membership, NpiRecord, Provider
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox
from ..factories.facts import day
from .working import case_of, compared, do, html, in_hand, page, signed_in, steps, verbs

pytestmark = pytest.mark.django_db


def submitted(**over):
    site = factories.published_listing(status=S.PENDING_REVIEW, last_confirmed_on=day(), **over)
    cast.owner(site.provider)
    cases.follow(site.provider)
    return site.provider


@pytest.fixture
def waiting():
    return submitted()


def status_of(provider):
    return Provider.objects.get(pk=provider.pk).status


def test_publishing_makes_it_public_and_tells_the_owner(client, waiting):
    case = in_hand(client, case_of(waiting))
    assert "Nothing: it can be published." in html(page(client, case))
    do(client, case, "publish")
    assert status_of(waiting) == S.PUBLISHED
    assert [mail.to for mail in mailbox.sent()] == [cast.owner(waiting).email]
    case.refresh_from_db()
    assert (case.state, case.outcome, ("step", "publish", "") in steps(case)) == ("closed", "published", True)


def test_sending_back_needs_a_reason_that_the_owner_reads(client, waiting):
    case = in_hand(client, case_of(waiting))
    assert do(client, case, "send-back").status_code == 422
    assert status_of(waiting) == S.PENDING_REVIEW
    do(client, case, "send-back", reason="The name is a slogan.")
    assert status_of(waiting) == S.CLAIMED_DRAFT
    assert "The name is a slogan." in mailbox.sent()[-1].text


def test_what_is_not_fit_is_named_and_cannot_be_published(client):
    bare = factories.provider(status=S.PENDING_REVIEW, display_name="Bare Clinic")
    cases.follow(bare)
    case = in_hand(client, case_of(bare))
    shown = page(client, case)
    assert "Name at least one location." in html(shown)
    assert "publish" not in verbs(shown)
    assert do(client, case, "publish").status_code == 409
    assert status_of(bare) == S.PENDING_REVIEW


def test_nobody_decides_on_their_own_listing(client, waiting):
    case = case_of(waiting)
    signed_in(client)
    Membership.objects.create(provider=waiting, user=cast.reviewer(), role=MemberRole.EDITOR)
    assert do(client, case, "publish").status_code == 409
    assert status_of(waiting) == S.PENDING_REVIEW


def test_a_listing_that_was_taken_back_meanwhile_is_not_sent_back(client, waiting):
    case = in_hand(client, case_of(waiting))
    listings.return_to_draft(by=cast.lead_reviewer(), provider=waiting, reason="x")
    assert do(client, case, "send-back", reason="x").status_code == 409
    assert status_of(waiting) == S.CLAIMED_DRAFT


def test_what_it_may_repeat_and_what_the_register_says(client):
    NpiRecord.objects.create(npi="1234567893", entity=2, organization="CEDAR GROVE KETAMINE", zip="803020000")
    other = factories.published_listing(display_name="Cedar Grove Clinic", site={"phone": "+13035550142"})
    waiting = submitted(
        display_name="Cedar Grove Ketamine", npi="1234567893", site={"phone": "+13035550142", "zip": "80302"}
    )
    shown = page(client, in_hand(client, case_of(waiting)))
    assert [(one["name"], one["why"]) for one in shown.context["alike"]] == [
        (other.provider.display_name, "a similar name nearby, the same telephone")
    ]
    assert compared(shown)["Name"][2] is True
    assert compared(shown)["Address, by its ZIP code"][2] is True


def test_it_is_seen_as_patients_would(client, waiting):
    signed_in(client, cast.operator())
    address = reverse("staff_preview", args=[waiting.slug])
    text = html(client.get(address))
    assert "the listing as patients would see it" in text
    assert waiting.display_name in text
    assert "noindex" in text
    assert client.get(waiting.get_absolute_url()).status_code == 404


def test_a_chain_is_seen_place_by_place_and_a_listing_without_one_not_at_all(client, waiting):
    signed_in(client)
    second = factories.location(waiting, slug="second", name="Second House")
    address = reverse("staff_preview", args=[waiting.slug])
    assert "Second House" in html(client.get(address, {"place": second.slug}))
    assert client.get(address, {"place": "no-such-place"}).status_code == 404
    bare = factories.provider()
    assert client.get(reverse("staff_preview", args=[bare.slug])).status_code == 404
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, more, django_assert_num_queries):
    NpiRecord.objects.create(npi="1234567893", entity=2, organization="X")
    waiting = submitted(npi="1234567893")
    for number in range(more):
        factories.location(waiting, slug=f"l{number}")
        factories.published_listing(display_name=waiting.display_name)
    case = in_hand(client, case_of(waiting))
    page(client, case)
    with django_assert_num_queries(12):
        page(client, case)
