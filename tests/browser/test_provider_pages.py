"""Every page of those who run listings: axe, thumbs, nothing hangs over; and two people who edit one fact."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from providers.actions import attest_links, credential_entry, invitations, removals
from providers.listings import urls
from providers.listings.sections import SECTIONS
from providers.models import Location, Message, Provider, User
from providers.models.membership import MemberRole
from providers.models.vocabulary import CredentialType, ListingStatus
from tests import cast, claiming, factories, uploads
from tests.listings.test_rights import patterns

from .aside import aside
from .looking import looked_over
from .visitor import PHONE

TOKEN = re.compile(r"/invitations/([^/\s]+)/")
# By the name of its address; tests/browser/test_editing.py and others look over the rest.
PAGES = (
    *("your_listings", "listing_home", "members", "invitation", "give_up", "pause", "close", "submit"),
    *("still_true", "still_true_link", "still_true_thanks", "provider_help"),
    *("claim_state", "claim_answer", "claim_code", "claim_proof", "removal_state", "add_practice"),
    *("add_location", "close_location", "edit_people", "edit_person", "add_person", "add_known_person"),
    *("edit_credential", "choose_credential", "add_credential"),
    *("choose_place_credential", "add_place_credential"),
)
SENT_EMPTY = ("claim_code", "close", "add_person", "add_credential", "members")
LOOKED_OVER_ELSEWHERE = {
    *(section.url_name for section in SECTIONS),
    *("add_service", "edit_service", "edit_price", "copy"),
    *("listing_history", "listing_counts", "tables"),
    *("account_home", "account_name", "account_download", "account_delete", "claim", "removal"),
}
ONLY_TAKE_OR_GIVE = {
    *("claim_withdraw", "invite", "leave", "hand_over", "remove_member", "change_role"),
    *("withdraw_invitation", "reopen", "take_back", "take_back_change", "undo_change", "reopen_location"),
    *("remove_service", "remove_person", "separate_person", "add_document", "remove_document", "document"),
    *("reply_credential", "appeal_credential", "sign_credential", "withdraw_credential"),
    *("import_table", "export_table", "account_deleted"),
}


@dataclass(frozen=True)
class Practice:
    """slug: of its listing. pages: the path of each page by its name."""

    slug: str
    owner: str
    editor: str
    pages: dict[str, str]


def build() -> Practice:
    """A published listing of two places, and claims and a removal at each point of their way."""
    place = factories.published_listing(display_name="Gold Hill Ketamine", website=claiming.WEBSITE)
    listing = place.provider
    owner = cast.verified(cast.owner(listing))
    here = {**of_listing(listing, owner), **of_place(place, owner), **of_claims(listing, owner)}
    return Practice(
        listing.slug,
        session_of(owner),
        session_of(cast.editor_of(listing)),
        {name: reverse(name, args=args) for name, args in here.items()},
    )


def of_listing(listing: Provider, owner: User) -> dict[str, list[object]]:
    draft = factories.location(factories.provider(status=ListingStatus.DRAFT)).provider
    draft.memberships.create(user=owner, role=MemberRole.OWNER)
    invitations.invite(by=owner, provider=listing, email="new@example.org", role=MemberRole.EDITOR)
    found = TOKEN.search(Message.objects.filter(template="invitation").latest("pk").text)
    assert found is not None
    plain = ("listing_home", "members", "give_up", "pause", "close", "still_true", "add_location")
    return {
        **{name: [listing.slug] for name in plain},
        **{name: [] for name in ("your_listings", "still_true_thanks", "provider_help", "add_practice")},
        "submit": [draft.slug],
        "invitation": [found[1]],
        "still_true_link": [attest_links.make(provider=listing, person=owner)],
    }


def of_place(place: Location, owner: User) -> dict[str, list[object]]:
    second = factories.location(place.provider, at=factories.FORT_COLLINS)
    factories.role(second)
    factories.reindex(place, second)
    person = place.roles.get().practitioner
    entered = credential_entry.enter(
        by=owner,
        provider=place.provider,
        holder=person,
        type=CredentialType.ACLS,
        facts={"issuer": "American Heart Association", "expires_on": factories.facts.day(-300)},
        upload=uploads.upload(uploads.pdf()),
    )
    here = [place.provider.slug, place.slug]
    plain = ("close_location", "edit_people", "add_person", "add_known_person", "choose_place_credential")
    return {
        **dict.fromkeys(plain, here),
        "edit_person": [*here, person.pk],
        "choose_credential": [*here, person.pk],
        "add_credential": [*here, person.pk, CredentialType.STATE_LICENCE],
        "add_place_credential": [*here, CredentialType.REMS_CERTIFICATION],
        "edit_credential": [here[0], entered.pk],
    }


def of_claims(listing: Provider, owner: User) -> dict[str, list[object]]:
    rows = {
        "claim_proof": claiming.started(by=owner),
        "claim_code": claiming.mailed(by=owner),
        "claim_state": claiming.proved(by=owner),
        "claim_answer": claiming.proved(listing, cast.claimant()),
    }
    unwanted = claiming.unclaimed()
    asked = {"provider": unwanted, "name": "Dana Office", "address": claiming.ADDRESS, "client": "127.0.0.9"}
    _request, token = removals.ask_by_mail(**asked)
    return {
        **{name: [claim.provider.slug, claim.pk] for name, claim in rows.items()},
        "removal_state": [unwanted.slug, token],
    }


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture(scope="module")
def practice(site, browser) -> Practice:
    return aside(build)


@pytest.fixture
def member(arrive, site, practice):
    """Brings somebody who runs the listing, in a browser of their own."""

    def come(path, session=practice.owner, **context):
        person = arrive(size=PHONE, has_touch=True, reduced_motion="reduce", **context)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site.url}
        person.context.add_cookies([cookie])
        person.go(path)
        return person

    return come


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(member, practice, name):
    assert looked_over(member(practice.pages[name]).page) == {}


@pytest.mark.parametrize("name", SENT_EMPTY)
def test_axe_finds_nothing_in_what_is_refused(member, practice, name):
    person = member(practice.pages[name])
    person.expected.add(422)
    person.page.locator("main form[novalidate] button.button").first.click()
    person.page.locator("#error-summary").wait_for()
    assert looked_over(person.page) == {}


def test_no_page_is_forgotten():
    names = {pattern.name for _route, pattern in patterns(urls.urlpatterns)}
    assert names == {*PAGES, *LOOKED_OVER_ELSEWHERE, *ONLY_TAKE_OR_GIVE}


def test_two_people_change_one_fact_and_neither_is_overwritten_in_silence(member, practice):
    path = f"/your-listings/{practice.slug}/edit/location/"
    first, second = member(path), member(path, practice.editor)
    days = "Days until a first visit"
    first.page.get_by_label(days).fill("3")
    first.page.get_by_label("Suite, floor").fill("Suite 2")
    first.page.get_by_label("E-mail for patients").fill("desk@gold-hill.example")
    save(first)
    second.page.get_by_label(days).fill("8")
    second.page.get_by_label("Do you take new patients?").select_option("Accepting new patients")
    second.expected.add(409)
    second.page.get_by_role("button", name="Save", exact=True).click()

    conflict = second.page.get_by_role("alert")
    expect(conflict).to_contain_text("Somebody else saved this part while you were typing")
    expect(conflict).to_contain_text(f"{days}: you changed it, and saved now is “3”")
    expect(second.page.get_by_label(days)).to_have_value("8")
    expect(second.page.get_by_label("E-mail for patients")).to_have_value("desk@gold-hill.example")
    assert looked_over(second.page) == {}

    second.page.get_by_label(days).fill("5")
    save(second)
    first.go(path)
    expect(first.page.get_by_label(days)).to_have_value("5")
    expect(first.page.get_by_label("E-mail for patients")).to_have_value("desk@gold-hill.example")
    expect(first.page.get_by_label("Do you take new patients?")).to_have_value("newpt")


def save(person):
    person.page.get_by_role("button", name="Save", exact=True).click()
    person.page.get_by_text("Saved at").wait_for()
