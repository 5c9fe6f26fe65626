"""The signed-in home and the home of a listing: who sees what, in which order, at what cost."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.actions import changes, invitations
from providers.models import Claim, Membership, Report
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories
from ..factories.facts import day

pytestmark = pytest.mark.django_db
HOME = "/your-listings/"


def signed_in(client, person):
    client.force_login(person)
    return client


def own(person, **over):
    provider = factories.published_listing(**over).provider
    Membership.objects.create(provider=provider, user=person, role=MemberRole.OWNER)
    return provider


def texts(response):
    return [item.text for item in response.context["items"]]


def test_signed_out_goes_to_sign_in_and_comes_back(client):
    response = client.get(HOME)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={HOME}"


def test_somebody_without_a_listing_is_told_how_to_get_one(client):
    page = signed_in(client, cast.stranger()).get(HOME)
    assert page.status_code == 200
    assert "You run no listing yet" in page.content.decode()
    assert page["Cache-Control"].count("no-store") == 1


def test_only_ones_own_listings_are_there(client):
    mine = own(cast.stranger(), display_name="Mine")
    factories.published_listing(display_name="Not mine")
    cast.other_owner()
    page = signed_in(client, cast.stranger()).get(HOME)
    assert [row.listing for row in page.context["rows"]] == [mine]
    assert "Not mine" not in page.content.decode()


def test_what_is_pressing_comes_first(client):
    person = cast.stranger()
    asked = factories.question()
    overdue = own(person, display_name="A", last_confirmed_on=day(95), licence={"expires_on": day(-400)})
    soon = own(person, display_name="B", last_confirmed_on=day(80), licence={"expires_on": day(-30)})
    own(person, display_name="C", status=S.DRAFT, licence={"expires_on": day(-400)})
    factories.answer(overdue, asked)
    factories.answer(soon, asked)
    Report.objects.create(location=soon.locations.get(), field="phone", message="I am ill and it rings out.")
    page = signed_in(client, person).get(HOME)
    ranks = [item.rank for item in page.context["items"]]
    assert ranks == sorted(ranks)
    assert texts(page)[:2] == [
        f"Your word that all of it is true was good until {date(day(5))}.",
        f"A visitor reported on {date(timezone.now().date())} that this may be wrong: Phone number.",
    ]
    assert "It is not submitted yet, so patients do not see your version." in texts(page)
    assert any(f"State license (CO) expires on {date(day(-30))}." in text for text in texts(page))
    assert texts(page)[-1].startswith("One of the 1 questions")
    assert "I am ill" not in page.content.decode()


def date(value):
    return f"{value.day} {value:%b} {value.year}"


def test_an_old_price_a_change_in_review_and_a_rival_claim_are_named(client):
    person = cast.stranger()
    provider = own(person)
    provider.locations.get().services.get().prices.update(confirmed_on=day(366))
    changes.request_change(by=person, provider=provider, field="display_name", after="New")
    claim = Claim.objects.create(provider=provider, claimant=cast.invited())
    Claim.objects.filter(pk=claim.pk).update(status="evidence_sent", method="phone")
    Claim.objects.filter(pk=claim.pk).update(
        status="conflict", proved_at=timezone.now(), hold_until=timezone.now() + datetime.timedelta(days=7)
    )
    found = texts(signed_in(client, person).get(f"{HOME}{provider.slug}/"))
    assert found[0].startswith("Somebody else says that this listing is theirs.")
    answer = reverse("claim_answer", args=[provider.slug, claim.pk])
    assert answer in client.get(HOME).content.decode()
    assert answer not in signed_in(client, cast.editor_of(provider)).get(HOME).content.decode()
    assert "2 prices are older than a year." in found
    assert any(text.startswith("One change waits for our staff since") for text in found)


def test_claims_and_invitations_of_ones_own_are_named(client):
    claimed, offered = factories.unclaimed_listing().provider, factories.published_listing().provider
    Claim.objects.create(provider=claimed, claimant=cast.invited())
    invitations.invite(
        by=cast.owner(offered), provider=offered, email=cast.invited().email, role=MemberRole.EDITOR
    )
    html = signed_in(client, cast.invited()).get(HOME).content.decode()
    assert f"Your claim on <strong>{claimed.display_name}</strong>: Started." in html
    assert f"help run <strong>{offered.display_name}</strong>" in html
    other = signed_in(client, cast.stranger()).get(HOME).content.decode()
    assert offered.display_name not in other


def test_an_editor_is_not_sent_to_pages_for_owners(client):
    provider = factories.published_listing(status=S.CLAIMED_DRAFT, is_in_register=True).provider
    page = signed_in(client, cast.editor_of(provider)).get(f"{HOME}{provider.slug}/")
    item = next(item for item in page.context["items"] if "not submitted" in item.text)
    assert item.link == ""
    assert reverse("give_up", args=[provider.slug]) not in page.content.decode()


@pytest.mark.parametrize("status", list(S))
def test_every_state_has_its_words(client, status):
    provider = own(cast.stranger(), status=status)
    page = signed_in(client, cast.stranger()).get(HOME)
    row = page.context["rows"][0]
    assert row.state.word
    assert row.state.sentence
    gone = status in (S.MERGED, S.REMOVED_BY_REQUEST)
    assert client.get(f"{HOME}{provider.slug}/").status_code == (404 if gone else 200)


@pytest.mark.parametrize(
    ("ago", "word"),
    [(0, "Published"), (90, "Published"), (91, "Published, getting old"), (181, "Published, out of the")],
)
def test_the_state_follows_the_day(client, ago, word):
    own(cast.stranger(), last_confirmed_on=day(ago))
    row = signed_in(client, cast.stranger()).get(HOME).context["rows"][0]
    assert row.state.word.startswith(word)


def test_completeness_is_what_search_has_and_is_counted_for_a_draft(client):
    person = cast.stranger()
    published = own(person)
    draft = own(person, status=S.DRAFT)
    rows = signed_in(client, person).get(HOME).context["rows"]
    found = {row.listing: row.completeness for row in rows}
    assert found[published] == published.locations.get().searchrow.completeness
    assert found[draft] == found[published]


def queries(client, path=HOME):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_thirty_listings_cost_what_one_does(client):
    person = cast.stranger()
    signed_in(client, person)
    own(person, last_confirmed_on=day(80), licence={"expires_on": day(-30)})
    own(person, status=S.DRAFT)
    for row in Membership.objects.all():
        row.provider.locations.get().services.get().prices.update(confirmed_on=day(400))
    one = queries(client)
    for number in range(28):
        own(person, last_confirmed_on=day(80 + number), status=S.DRAFT if number % 2 else S.PUBLISHED)
    assert queries(client) == one
    assert one <= 45


def test_a_stranger_finds_no_listing_and_an_anonymous_one_signs_in(client):
    provider = factories.published_listing().provider
    path = f"{HOME}{provider.slug}/"
    assert client.get(path).status_code == 302
    for person in (cast.stranger(), cast.other_owner()):
        assert signed_in(client, person).get(path).status_code == 404
    assert signed_in(client, cast.editor_of(provider)).get(path).status_code == 200
    assert client.post(path).status_code == 405


def test_a_name_with_markup_is_only_text(client):
    provider = own(cast.stranger(), display_name="<script>alert(1)</script>", last_confirmed_on=day(95))
    for path in (HOME, f"{HOME}{provider.slug}/", f"{HOME}{provider.slug}/still-true/"):
        html = signed_in(client, cast.stranger()).get(path).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_a_pause_that_is_over_is_pressing(client):
    provider = own(cast.stranger(), status=S.TEMPORARILY_CLOSED, reopens_on=day(-3), last_confirmed_on=day())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=4)):
        client.force_login(cast.stranger())
        found = texts(client.get(f"{HOME}{provider.slug}/"))
    assert found[0].startswith("It was expected to open again on")
