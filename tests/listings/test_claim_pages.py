"""The pages of a claim: who reaches them, what a wrong step says, and what an attacker gets."""

import pytest
from django.urls import reverse

from providers.actions import claim_review
from providers.listings import claim_pages
from providers.models import Claim, Message, ProofCode
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox, uploads

pytestmark = pytest.mark.django_db
MAIL = {"method": "domain_email", "domain_email-address": claiming.ADDRESS}


def page(name, row):
    return reverse(name, args=[row.provider.slug, row.pk])


@pytest.fixture
def me(client):
    client.force_login(cast.claimant())
    return client


def html(response):
    return response.content.decode()


def test_an_unclaimed_page_asks_whose_it_is_and_others_do_not(client):
    listing = claiming.unclaimed()
    shown = html(client.get(listing.get_absolute_url()))
    assert f'href="{reverse("claim", args=[listing.slug])}"' in shown
    assert f'href="{reverse("removal", args=[listing.slug])}"' in shown
    for other in (factories.published_listing().provider, claiming.unclaimed(is_demo=True)):
        assert "Is this your practice?" not in html(client.get(other.get_absolute_url()))


def test_signed_out_it_explains_sets_no_cookie_and_comes_back_here(client):
    listing = claiming.unclaimed(site={"phone": ""})
    address = reverse("claim", args=[listing.slug])
    response = client.get(address + "?next=https://evil.example.com")
    assert "ends in clearcreek-ketamine.com" in html(response)
    assert "Not possible here. The listing names no telephone number." in html(response)
    assert response.context["sign_in"] == f"/account/login/?next=%2Fproviders%2F{listing.slug}%2Fclaim%2F"
    assert 'href="https://evil' not in html(response)
    assert response.cookies == {}
    assert client.post(address, {"part": "Owner"})["Location"].startswith("/account/login/?next=/providers/")
    assert Claim.objects.count() == 0


@pytest.mark.parametrize("name", ["claim_state", "claim_code", "claim_proof", "claim_answer"])
def test_every_other_page_needs_an_account_and_is_nobody_elses(client, name):
    address = page(name, claiming.mailed())
    assert client.get(address)["Location"].startswith("/account/login/?next=")
    client.force_login(cast.stranger())
    assert client.get(address).status_code == 404
    posted = client.post(address, {"code": "12345678", **MAIL})
    assert posted.status_code == (405 if name == "claim_state" else 404)
    assert client.get(address.replace("/claim/", "/claim/9999999999999999999999")).status_code == 404


def test_a_strangers_withdrawal_is_not_found_and_a_get_not_allowed(client):
    row = claiming.mailed()
    address = page("claim_withdraw", row)
    assert client.post(address)["Location"].startswith("/account/login/")
    client.force_login(cast.stranger())
    assert (client.post(address).status_code, client.get(address).status_code) == (404, 405)
    assert Claim.objects.get().status == C.EVIDENCE_SENT


def test_the_whole_way_through_the_pages(me):
    listing = claiming.unclaimed()
    start = reverse("claim", args=[listing.slug])
    to_proof = me.post(start, {"part": "Office manager"})["Location"]
    assert claiming.DOMAIN in html(me.get(to_proof))
    to_code = me.post(to_proof, MAIL)["Location"]
    assert claiming.ADDRESS in html(me.get(to_code))
    code = claiming.code()
    to_state = me.post(to_code, {"code": f"{code[:2]}-{code[2:]} "})["Location"]
    assert "Your proof is in" in html(me.get(to_state))
    assert (Claim.objects.get().status, Claim.objects.get().part) == (C.PROOF_OK, "Office manager")
    assert me.get(start)["Location"] == to_state
    assert me.get(to_proof)["Location"] == me.get(to_code)["Location"] == to_state

    claim_review.approve(by=cast.reviewer(), claim=Claim.objects.get())
    assert "You run this listing now." in html(me.get(to_state))
    assert me.get(start)["Location"] == reverse("listing_home", args=[listing.slug])


@pytest.mark.parametrize(
    ("over", "field", "sentence"),
    [
        ({"domain_email-address": ""}, "domain_email-address", "This field is required."),
        ({"domain_email-address": "me@gmail.com"}, "domain_email-address", "it proves nothing"),
        ({"domain_email-address": "me@evil.com"}, "domain_email-address", "Give an address that ends in"),
        ({"domain_email-address": "a@b.com\r\nBcc: c@d.com"}, "domain_email-address", "Enter a valid email"),
        (
            {"domain_email-address": "a\x00@clearcreek-ketamine.com"},
            "domain_email-address",
            "Null characters",
        ),
        ({"domain_email-address": "a" * 500_000 + "@x.com"}, "domain_email-address", "at most 254"),
    ],
)
def test_a_wrong_address_is_said_at_its_field_and_kept(me, over, field, sentence):
    row = claiming.started()
    response = me.post(page("claim_proof", row), MAIL | over)
    assert response.status_code == 422
    assert sentence in str(response.context["chosen"].errors)
    assert f'href="#id_{field}"' in html(response)
    assert (Message.objects.count(), ProofCode.objects.count()) == (0, 0)


def test_markup_in_what_was_typed_stays_text(me):
    row = claiming.started()
    evil = '"><script>alert(1)</script>@evil.com'
    assert "<script>alert" not in html(
        me.post(page("claim_proof", row), MAIL | {"domain_email-address": evil})
    )


@pytest.mark.parametrize("method", ["", "owner", "domain_email\x00", "nppes_official'--"])
def test_a_method_that_there_is_not_changes_nothing(me, method):
    row = claiming.started()
    assert me.post(page("claim_proof", row), MAIL | {"method": method}).status_code == 422
    assert Claim.objects.get().status == C.STARTED


def test_fields_that_are_not_in_the_form_change_nothing(me):
    listing = claiming.unclaimed()
    extra = {
        "part": "Owner",
        "status": "owner",
        "claimant": cast.stranger().pk,
        "decided_by": 1,
        "method": "phone",
    }
    me.post(reverse("claim", args=[listing.slug]), extra)
    row = Claim.objects.get()
    assert (row.status, row.claimant, row.method, row.decided_by) == (C.STARTED, cast.claimant(), None, None)


def test_proofs_that_are_impossible_say_why_and_take_no_form(me):
    row = claiming.started(
        claiming.unclaimed(website="https://clinic.github.io", site={"phone": "", "street": ""})
    )
    shown = html(me.get(page("claim_proof", row)))
    assert "which many share" in shown
    assert "names no telephone number" in shown
    assert "no full postal address" in shown
    for method in ("domain_email", "phone", "letter"):
        answer = me.post(
            page("claim_proof", row), {"method": method, "domain_email-address": "a@clinic.github.io"}
        )
        assert answer.status_code == 422
    assert Claim.objects.get().status == C.STARTED


def test_a_chain_chooses_which_number_we_call(me):
    listing = claiming.unclaimed(site={"phone": "+13035550142"})
    factories.location(listing, phone="+13035550143")
    row = claiming.started(listing)
    response = me.post(page("claim_proof", row), {"method": "phone", "phone-target": "+13035550199"})
    assert response.status_code == 422
    me.post(page("claim_proof", row), {"method": "phone", "phone-target": "+13035550143"})
    assert Claim.objects.get().sent_to == "+13035550143"
    assert "(303)\u00a0555-0143" in html(me.get(page("claim_state", row)))


def test_the_official_by_the_page(me):
    row = claiming.started()
    given = {"method": "nppes_official", "nppes_official-official_name": "Alex Sample"}
    bad = me.post(
        page("claim_proof", row),
        given | {"nppes_official-npi": "123", "nppes_official-document": uploads.upload(b"MZ\x90", "x.pdf")},
    )
    assert (bad.status_code, Claim.objects.get().status) == (422, C.STARTED)
    assert "check all ten digits" in html(bad)
    refused = me.post(
        page("claim_proof", row),
        given
        | {"nppes_official-npi": "1234567893", "nppes_official-document": uploads.upload(b"MZ\x90", "x.pdf")},
    )
    assert (refused.status_code, Claim.objects.get().status) == (422, C.STARTED)
    me.post(
        page("claim_proof", row),
        given
        | {"nppes_official-npi": "1234567893", "nppes_official-document": uploads.upload(uploads.pdf())},
    )
    assert "Our staff compare your document" in html(me.get(page("claim_state", row)))


@pytest.mark.parametrize("code", ["", "1234", "abcdefgh", "1" * 5000, "١٢٣٤٥٦٧٨", "1234\x005678"])
def test_what_cannot_be_a_code_costs_no_try(me, code):
    row = claiming.mailed()
    response = me.post(page("claim_code", row), {"code": code})
    assert response.status_code == 422
    assert 'href="#id_code"' in html(response)
    assert ProofCode.objects.get().tries_left == 5


def test_five_wrong_codes_lead_to_a_page_that_says_so(me):
    row = claiming.mailed()
    wrong = {"code": claiming.another_code()}
    answers = [me.post(page("claim_code", row), wrong) for _n in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 302]
    shown = html(me.get(answers[-1]["Location"]))
    assert "The code was wrong five times." in shown
    assert "Start again" in shown


def test_too_many_codes_are_429_with_what_was_typed(me):
    row = claiming.started()
    for _n in range(3):
        me.post(page("claim_proof", row), MAIL)
    response = me.post(page("claim_proof", row), MAIL)
    assert response.status_code == 429
    assert "Too many today" in html(response)
    assert claiming.ADDRESS in html(response)


def test_withdrawing_twice_is_409(me):
    row = claiming.mailed()
    assert me.post(page("claim_withdraw", row)).status_code == 302
    assert "Withdrawn" in html(me.get(page("claim_state", row)))
    assert me.post(page("claim_withdraw", row)).status_code == 409


@pytest.mark.parametrize(
    ("over", "status"),
    [
        ({"status": S.SUSPENDED}, 404),
        ({"status": S.DRAFT}, 404),
        ({"status": S.REMOVED_BY_REQUEST}, 404),
        ({"status": S.MERGED}, 302),
        ({"status": S.CLOSED}, 200),
        ({"is_demo": True}, 200),
    ],
)
def test_listings_that_cannot_be_claimed_have_no_form(me, over, status):
    listing = factories.location(factories.provider(**over)).provider
    response = me.get(reverse("claim", args=[listing.slug]))
    assert response.status_code == status
    assert 'name="part"' not in html(response)


def test_a_former_address_leads_to_the_listing(me):
    listing = claiming.unclaimed()
    listing.former_slugs.create(slug="old-name")
    assert me.get(reverse("claim", args=["old-name"]))["Location"] == listing.get_absolute_url()
    assert me.get(reverse("claim", args=["no-name"])).status_code == 404
    row = claiming.mailed(listing)
    assert me.get(reverse("claim_state", args=["old-name", row.pk])).context["claim"] == row


def test_an_owner_answers_an_editor_may_not_and_the_claimant_does_not_see_it(client):
    row = claiming.owned_and_claimed()
    address = page("claim_answer", row)
    client.force_login(cast.editor_of(row.provider))
    assert client.get(address).status_code == 403
    client.force_login(cast.claimant())
    assert client.get(address).status_code == 404

    client.force_login(cast.owner(row.provider))
    assert "dana@example.net" in html(client.get(address))
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "<b>Dana</b> left in May."}).status_code == 302
    shown = html(client.get(address))
    assert "We have your answer" in shown
    assert "<b>Dana" not in shown

    claim_review.refuse(by=cast.reviewer(), claim=row, reason="No.")
    assert client.post(address, {"words": "Too late, perhaps"}).status_code == 409


def test_a_claim_that_is_not_disputed_has_nothing_to_answer(client):
    listing = factories.published_listing(website=claiming.WEBSITE).provider
    cast.owner(listing)
    row = claiming.mailed(listing)
    client.force_login(cast.owner(listing))
    assert client.get(page("claim_answer", row)).status_code == 404


def test_an_owned_listing_says_what_its_owner_is_told(me):
    listing = factories.published_listing(website=claiming.WEBSITE).provider
    cast.owner(listing)
    assert "we tell them your name" in html(me.get(reverse("claim", args=[listing.slug])))


def test_a_form_without_a_token_is_refused():
    from django.test import Client  # noqa: PLC0415 - only this test wants the strict client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.claimant())
    assert strict.post(reverse("claim", args=[claiming.unclaimed().slug]), {"part": "x"}).status_code == 403


def test_pages_with_a_persons_own_things_are_not_kept_by_caches(me):
    assert "no-store" in me.get(page("claim_state", claiming.mailed()))["Cache-Control"]
    assert mailbox.sent()


def test_files_that_are_refused_count_too(me, monkeypatch):
    monkeypatch.setattr(claim_pages, "UPLOADS_A_DAY", 2)
    address = page("claim_proof", claiming.started())
    statuses = []
    for _n in range(3):
        bad = uploads.upload(b"%PDF-1.7 nothing")
        official = {"nppes_official-official_name": "Alex", "nppes_official-npi": "1234567893"}
        typed = {"method": "nppes_official", "nppes_official-document": bad, **official}
        statuses.append(me.post(address, typed).status_code)
    assert statuses == [422, 422, 429]
