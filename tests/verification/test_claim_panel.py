"""A claim is judged in the workbench: proof beside listing and register, codes shown once, each step kept."""

import datetime
import io

import pypdf
import pytest
from django.utils import timezone

from providers.actions import claims
from providers.models import Check, Claim, Membership, NpiRecord, ProofCode
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import CheckMethod, CheckResult, Gate

from .. import cast, claiming
from ..factories.facts import day
from .working import case_of, compared, do, html, in_hand, page, signed_in, steps, verbs

pytestmark = pytest.mark.django_db
PHONE = {"phone": "+13035550142"}


def register(npi="1234567893", **over):
    row = {
        "entity": 2, "organization": "CLEAR CREEK KETAMINE LLC", "official_name": "ALEX SAMPLE",
        "official_title": "OWNER", "phone": "3035550142", "city": "DENVER", "state": "CO", **over,
    }  # fmt: skip
    return NpiRecord.objects.create(npi=npi, **row)


def test_a_call_shows_the_code_once_with_words_to_say(client):
    claim = claiming.called(claiming.unclaimed(site=PHONE, display_name="<b>Clear</b> Creek"))
    case = in_hand(client, case_of(claim))
    answer = do(client, case, "phone-code")
    shown = answer.context["code"]
    assert "(303)\u00a0555-0142" in html(answer)
    assert f"<code>{shown}</code>" in html(answer)
    assert "<b>Clear" not in html(answer)
    assert "no-store" in answer["Cache-Control"]
    assert shown not in html(page(client, case))
    assert claims.enter_code(by=cast.claimant(), claim=claim, code=shown).status == C.PROOF_OK


def test_once_the_code_is_read_out_the_case_waits_for_the_claimant(client):
    case = in_hand(client, case_of(claiming.called(claiming.unclaimed(site=PHONE))))
    do(client, case, "phone-code")
    said = {"outcome": "reached", "number": "+13035550142", "text": "Front desk, knows Dana."}
    do(client, case, "call", **said)
    case.refresh_from_db()
    assert (case.state, case.held_by) == ("waiting", None)
    assert ("call", "reached", "Front desk, knows Dana.") in steps(case)


def test_a_letter_comes_as_a_pdf_and_the_case_waits(client):
    case = in_hand(client, case_of(claiming.lettered()))
    answer = do(client, case, "letter")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    text = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Ketamine Provider Directory" in text
    case.refresh_from_db()
    assert (case.state, case.wakes_on) == ("waiting", timezone.localdate() + datetime.timedelta(days=30))


def test_approving_makes_the_owner_and_closes_the_case(client):
    claim = claiming.proved()
    case = in_hand(client, case_of(claim))
    assert do(client, case, "approve", reason="Known to us.").status_code == 302
    assert (Claim.objects.get().status, Membership.objects.get().user) == (C.OWNER, cast.claimant())
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "owner")
    assert ("step", "approve", "Known to us.") in steps(case)
    assert verbs(page(client, case)) == []


def test_refusing_and_failing_a_proof_need_a_reason(client):
    case = in_hand(client, case_of(claiming.proved()))
    wrong = do(client, case, "refuse", reason=" ")
    assert (wrong.status_code, Claim.objects.get().status) == (422, C.PROOF_OK)
    do(client, case, "refuse", reason="You left in May.")
    assert (Claim.objects.get().status, Claim.objects.get().reason) == (C.REFUSED, "You left in May.")


def test_a_proof_that_does_not_hold(client):
    case = in_hand(client, case_of(claiming.called(claiming.unclaimed(site=PHONE))))
    do(client, case, "fail-proof", reason="The practice knows nothing of it.")
    assert Claim.objects.get().status == C.PROOF_FAILED


def test_looked_at_and_decided_later(client):
    case = in_hand(client, case_of(claiming.proved()))
    do(client, case, "review", reason="The owner is away until Monday.")
    assert Claim.objects.get().status == C.REVIEWED
    assert verbs(page(client, case)) == ["approve", "refuse", "call"]


@pytest.mark.parametrize("verb", ["approve", "owner", "letter", "review", "approve-replacing"])
def test_a_step_that_is_not_due_is_not_taken(client, verb):
    case = in_hand(client, case_of(claiming.called(claiming.unclaimed(site=PHONE))))
    assert do(client, case, verb, reason="x", sure="1").status_code in (404, 409)
    assert Claim.objects.get().status == C.EVIDENCE_SENT
    assert ProofCode.objects.count() == 0
    assert "step" not in [kind for kind, _code, _text in steps(case)]


def test_no_field_of_a_claim_is_edited(client):
    claim = claiming.proved()
    case = in_hand(client, case_of(claim))
    do(client, case, "review", status="owner", claimant=cast.stranger().pk, sent_to="x@evil.com")
    saved = Claim.objects.get()
    assert (saved.status, saved.claimant, saved.sent_to) == (C.REVIEWED, cast.claimant(), claiming.ADDRESS)


def test_an_owned_listing_waits_and_then_replacing_takes_a_second_look(client):
    claim = claiming.owned_and_claimed()
    case = in_hand(client, case_of(claim))
    assert "still has time to answer" in html(page(client, case))
    assert do(client, case, "approve").status_code == 409
    claiming.over(claim)
    assert do(client, case, "approve-replacing", reason="They sold it.").status_code == 422
    do(client, case, "approve-replacing", reason="They sold it.", sure="1")
    assert list(claim.provider.memberships.values_list("user__email", flat=True)) == ["dana@example.net"]


def test_somebody_came_to_own_it_since_so_they_are_told_first(client):
    claim = claiming.proved()
    cast.owner(claim.provider)
    case = in_hand(client, case_of(claim))
    assert verbs(page(client, case))[:2] == ["open-dispute", "refuse"]
    do(client, case, "open-dispute")
    assert Claim.objects.get().status == C.CONFLICT


def test_a_document_and_the_register_side_by_side(client):
    register()
    listing = claiming.unclaimed(site=PHONE, display_name="Clear Creek Ketamine")
    other = claiming.mailed(listing, by=cast.stranger())
    claim = claiming.with_document(listing)
    case = in_hand(client, case_of(claim))
    answer = page(client, case)
    rows = compared(answer)
    assert rows["Authorized official"] == ("Alex Sample", "ALEX SAMPLE", True)
    assert rows["Claimant and official"] == ("Dana Office", "ALEX SAMPLE", False)
    assert rows["Listing’s name and register"][2] is True
    assert rows["Listed telephone and register"][2] is True
    assert rows["Account’s address and listed website"][2] is False
    assert str(claim.documents.get().public_id) in html(answer)
    assert other.claimant.email in html(answer)
    do(client, case, "accept-document")
    assert Claim.objects.get(pk=claim.pk).status == C.PROOF_OK


def test_the_address_of_the_code_is_compared_with_the_website(client):
    claim = claiming.proved()
    claiming.unclaimed(website=f"https://{claiming.DOMAIN}/denver")
    answer = page(client, in_hand(client, case_of(claim)))
    assert compared(answer)["Address that got the code"][2] is True
    assert answer.context["at_domain"] == 1
    assert "one mailbox there speaks for many" in html(answer)


def test_what_gates_saw_is_shown_with_its_age(client):
    claim = claiming.proved()
    differs = [{"field": "domain", "claim": "example.net", "source": claiming.DOMAIN}]
    Check.objects.create(
        claim=claim, gate=Gate.CLAIM_DOMAIN, source="our listing", source_date=day(100),
        checked_at=timezone.now(), method=CheckMethod.CALCULATION, result=CheckResult.DIFFERS,
        found={"differs": differs},
    )  # fmt: skip
    text = html(page(client, in_hand(client, case_of(claim))))
    assert "100 days ago" in text
    assert "older than 90 days" in text
    assert "Web domain: entered is “example.net”" in text


def test_ones_own_claim_is_nobodys_own_case(client):
    claim = claiming.proved(by=cast.reviewer())
    case = case_of(claim)
    signed_in(client)
    assert do(client, case, "approve").status_code == 409
    assert Membership.objects.count() == 0


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, more, django_assert_num_queries):
    register()
    listing = claiming.unclaimed(site=PHONE, npi="1234567893")
    for person in [cast.stranger(), cast.invited()][:more]:
        claiming.mailed(listing, by=person)
    case = in_hand(client, case_of(claiming.proved(listing)))
    page(client, case)
    with django_assert_num_queries(11):
        page(client, case)
