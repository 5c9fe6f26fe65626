"""Staff take a claim's steps in the admin, through the actions; codes are shown once and never stored."""

import io

import pypdf
import pytest
from django.urls import reverse

from providers.actions import claims, removals
from providers.models import Claim, Membership, ProofCode, Provider, RemovalRequest
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    sign_in.with_second_factor(client, cast.reviewer())
    return client


def page_of(row):
    return reverse(f"admin:providers_{row._meta.model_name}_change", args=[row.pk])


def decide(client, row, decision, reason="", **over):
    return client.post(
        page_of(row), {"decision": decision, "words": reason, **in_part(row), **over}, follow=True
    )


def in_part(row):
    codes = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}
    return {f"codes-{name}": value for name, value in codes.items()} if isinstance(row, Claim) else {}


def html(response):
    return response.content.decode()


def test_a_call_shows_the_code_once_with_words_to_say(staff):
    row = claiming.called(
        claiming.unclaimed(site={"phone": "+13035550142"}, display_name="<b>Clear</b> Creek")
    )
    answer = decide(staff, row, "make_phone_code")
    shown = answer.context["code"]
    assert "(303)\u00a0555-0142" in html(answer)
    assert f"<code>{shown}</code>" in html(answer)
    assert "<b>Clear" not in html(answer)
    assert "no-store" in answer["Cache-Control"]
    assert claims.enter_code(by=cast.claimant(), claim=row, code=shown).status == C.PROOF_OK
    assert shown not in html(staff.get(page_of(row)))


def test_a_letter_comes_as_a_pdf(staff):
    row = claiming.lettered()
    answer = decide(staff, row, "make_letter")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert (
        "Ketamine Provider Directory" in pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    )


def test_approving_makes_the_owner(staff):
    row = claiming.proved()
    answer = decide(staff, row, "approve")
    assert answer.status_code == 200
    assert (Claim.objects.get().status, Membership.objects.get().user) == (C.OWNER, cast.claimant())
    assert 'name="decision"' not in html(staff.get(page_of(row)))


def test_refusing_needs_a_reason(staff):
    row = claiming.proved()
    assert "Give the reason." in html(decide(staff, row, "refuse", " "))
    assert Claim.objects.get().status == C.PROOF_OK
    decide(staff, row, "refuse", "You left in May.")
    assert (Claim.objects.get().status, Claim.objects.get().reason) == (C.REFUSED, "You left in May.")


@pytest.mark.parametrize("decision", ["approve", "owner", "", "make_letter", "review"])
def test_a_step_that_is_not_due_is_not_taken(staff, decision):
    row = claiming.called()
    decide(staff, row, decision)
    assert Claim.objects.get().status == C.EVIDENCE_SENT
    assert ProofCode.objects.count() == 0


def test_no_field_of_a_claim_is_edited(staff):
    row = claiming.proved()
    decide(staff, row, "review", status="owner", claimant=cast.stranger().pk, sent_to="x@evil.com")
    saved = Claim.objects.get()
    assert (saved.status, saved.claimant, saved.sent_to) == (C.REVIEWED, cast.claimant(), claiming.ADDRESS)


def test_ones_own_claim_is_only_shown(staff):
    row = claiming.proved(by=cast.reviewer())
    assert 'name="decision"' not in html(staff.get(page_of(row)))
    assert decide(staff, row, "approve").status_code == 403
    assert Membership.objects.count() == 0


def test_an_owned_listing_waits_and_the_page_says_until_when(staff):
    row = claiming.owned_and_claimed()
    assert "has until" in html(decide(staff, row, "approve"))
    assert Claim.objects.get().status == C.CONFLICT
    decide(staff, claiming.over(row), "approve_replacing")
    assert list(row.provider.memberships.values_list("user__email", flat=True)) == ["dana@example.net"]


def test_the_page_shows_the_owners_words_the_document_and_the_other_claims(staff):
    listing = claiming.unclaimed()
    other = claiming.mailed(listing, by=cast.stranger())
    row = claiming.with_document(listing)
    shown = html(staff.get(page_of(row)))
    assert reverse("document", args=[row.documents.get().public_id]) in shown
    assert "npiregistry.cms.hhs.gov/provider-view/1234567893" in shown
    assert page_of(other) in shown
    assert f"Other listings at {claiming.DOMAIN}: 0" in shown


def test_codes_are_listed_without_what_would_prove_them(staff):
    claiming.mailed()
    made = ProofCode.objects.get()
    for address in (reverse("admin:providers_proofcode_changelist"), page_of(made)):
        assert claiming.ADDRESS in html(staff.get(address))
        assert made.digest not in html(staff.get(address))
    assert staff.post(page_of(made), {"tries_left": 5}).status_code == 403


@pytest.mark.parametrize("who", [cast.checker, cast.reader])
def test_other_staff_do_not_see_claims(client, who):
    row = claiming.proved()
    sign_in.with_second_factor(client, who())
    assert client.get(page_of(row)).status_code == 403
    assert client.get(reverse("admin:providers_claim_changelist")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_for_one_row_and_for_three(staff, rows, django_assert_num_queries):
    for _n in range(rows):
        claiming.mailed()
    with django_assert_num_queries(7):
        staff.get(reverse("admin:providers_claim_changelist"))


def test_a_removal_is_confirmed_by_call_or_refused_with_a_reason(staff):
    listing = claiming.unclaimed(site={"phone": "+13035550142"})
    who = {"name": "Dana", "contact": "dana@example.net", "client": "198.51.100.7", "phone": ""}
    row, _token = removals.ask_by_phone(provider=listing, **who)
    assert "(303)\u00a0555-0142" in html(staff.get(page_of(row)))
    assert "Give the reason." in html(decide(staff, row, "refuse"))

    decide(staff, row, "confirm_by_call")
    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
    assert RemovalRequest.objects.get().contact == ""
    assert "dana@example.net" not in html(staff.get(page_of(row)))


def test_a_removal_by_mail_is_not_confirmed_by_staff(staff):
    row, _token = removals.ask_by_mail(
        provider=claiming.unclaimed(), name="Dana", address=claiming.ADDRESS, client="198.51.100.7"
    )
    decide(staff, row, "confirm_by_call")
    assert Provider.objects.get().status == S.IMPORTED_UNCLAIMED
