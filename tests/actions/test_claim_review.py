"""Staff and claims: codes that are read out or printed, documents, approval, refusal, and who may not."""

import datetime
import io
import re

import pypdf
import pytest
import time_machine
from django.utils import timezone

from providers.actions import claim_review, claims, invitations, listings
from providers.models import Claim, Membership, ProofCode, Provider
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db
Refused = claims.TransitionRefused
INVITED = re.compile(r"/invitations/([^/]+)/")


def roles(provider):
    return dict(provider.memberships.values_list("user__email", "role"))


def test_approval_makes_the_claimant_owner_and_the_listing_a_claimed_draft():
    row = claiming.approved()
    listing = Provider.objects.get()
    assert (row.status, listing.status) == (C.OWNER, S.CLAIMED_DRAFT)
    assert (row.decided_by, row.decided_at is not None) == (cast.reviewer(), True)
    assert roles(listing) == {"dana@example.net": "owner"}
    assert Provider.objects.listed().get() == listing
    assert mailbox.sent()[-1].subject == f"You now run the listing {listing.display_name}"


def test_a_code_is_read_out_on_the_listed_number_and_then_entered():
    row = claiming.called()
    code = claim_review.make_phone_code(by=cast.reviewer(), claim=row)
    assert code not in str(vars(ProofCode.objects.get()))
    assert mailbox.sent() == []
    assert claims.enter_code(by=cast.claimant(), claim=row, code=code).status == C.PROOF_OK


def test_a_second_call_makes_the_first_code_useless():
    row = claiming.called()
    first = claim_review.make_phone_code(by=cast.reviewer(), claim=row)
    second = claim_review.make_phone_code(by=cast.reviewer(), claim=row)
    with pytest.raises(Refused, match="not the code"):
        claims.enter_code(by=cast.claimant(), claim=row, code=first)
    assert claims.enter_code(by=cast.claimant(), claim=row, code=second).status == C.PROOF_OK


def test_the_letter_goes_to_the_listed_address_and_its_code_lives_thirty_days():
    listing = claiming.unclaimed(
        display_name="Клиника “Ясно” – Café", site={"street": "12 Cedar Street", "street2": "Suite 4"}
    )
    row = claiming.lettered(listing)
    text = (
        pypdf.PdfReader(io.BytesIO(claim_review.make_letter(by=cast.reviewer(), claim=row)))
        .pages[0]
        .extract_text()
    )
    assert "12 Cedar Street, Suite 4\nBoulder, CO 80302" in text
    assert f"/providers/{listing.slug}/claim/" in text
    code = next(line for line in text.splitlines() if line.replace(" ", "").isdigit())
    with time_machine.travel(timezone.now() + datetime.timedelta(days=29)):
        claims.expire_old(now=timezone.now())
        assert claims.enter_code(by=cast.claimant(), claim=row, code=code).status == C.PROOF_OK


def test_a_number_that_was_corrected_meanwhile_is_not_called():
    row = claiming.called()
    row.provider.locations.update(phone="+13035550199")
    with pytest.raises(Refused, match="has changed since"):
        claim_review.make_phone_code(by=cast.reviewer(), claim=row)


def test_a_code_is_made_only_for_the_proof_that_was_chosen():
    row = claiming.mailed()
    for make in (claim_review.make_phone_code, claim_review.make_letter, claim_review.accept_document):
        with pytest.raises(Refused, match="another proof"):
            make(by=cast.reviewer(), claim=row)


def test_a_document_is_judged_by_staff():
    row = claiming.with_document()
    with pytest.raises(Refused):
        claim_review.approve(by=cast.reviewer(), claim=row)
    row = claim_review.accept_document(by=cast.reviewer(), claim=row)
    assert (row.status, row.proved_at is not None) == (C.PROOF_OK, True)


def test_a_proof_that_does_not_hold_says_why_and_may_be_tried_again():
    row = claiming.with_document()
    with pytest.raises(Refused, match="Give the reason"):
        claim_review.fail_proof(by=cast.reviewer(), claim=row, reason=" ")
    row = claim_review.fail_proof(by=cast.reviewer(), claim=row, reason="The document is another’s.")
    assert "another’s" in mailbox.sent()[-1].text
    assert (row.status, Provider.objects.get().status) == (C.PROOF_FAILED, S.IMPORTED_UNCLAIMED)
    again = claiming.started(row.provider)
    assert (again.pk, again.reason) == (row.pk, "")


def test_refusal_gives_the_reason_and_the_listing_goes_back():
    row = claiming.proved()
    with pytest.raises(Refused, match="Give the reason"):
        claim_review.refuse(by=cast.reviewer(), claim=row, reason="")
    row = claim_review.refuse(by=cast.reviewer(), claim=row, reason="You left in May.")
    assert (row.status, Provider.objects.get().status) == (C.REFUSED, S.IMPORTED_UNCLAIMED)
    assert "You left in May." in mailbox.sent()[-1].text
    assert Membership.objects.count() == 0


def test_reviewed_first_and_approved_later():
    row = claim_review.review(by=cast.reviewer(), claim=claiming.proved())
    assert row.status == C.REVIEWED
    assert claim_review.approve(by=cast.lead_reviewer(), claim=row).status == C.OWNER


STEPS = [
    lambda by, row: claim_review.review(by=by, claim=row),
    lambda by, row: claim_review.approve(by=by, claim=row),
    lambda by, row: claim_review.refuse(by=by, claim=row, reason="No."),
]


@pytest.mark.parametrize("step", STEPS)
def test_nobody_decides_their_own_claim(step):
    row = claiming.proved(by=cast.reviewer())
    with pytest.raises(Refused, match="Somebody else must decide"):
        step(cast.reviewer(), row)


@pytest.mark.parametrize("step", STEPS)
def test_who_runs_the_listing_does_not_decide_on_it(step):
    row = claiming.over(claiming.owned_and_claimed())
    Membership.objects.create(provider=row.provider, user=cast.reviewer(), role="editor")
    with pytest.raises(Refused, match="You run this listing yourself"):
        step(cast.reviewer(), row)


@pytest.mark.parametrize("step", STEPS)
def test_only_staff_with_the_right_decide(step):
    row = claiming.proved()
    for person in (cast.stranger(), cast.claimant(), cast.checker()):
        with pytest.raises(Refused):
            step(person, row)
    assert Claim.objects.get().status == C.PROOF_OK


def test_staff_do_not_make_themselves_a_code():
    row = claiming.called(by=cast.reviewer())
    with pytest.raises(Refused, match="Somebody else must decide"):
        claim_review.make_phone_code(by=cast.reviewer(), claim=row)


@pytest.mark.parametrize("step", STEPS[:2])
def test_an_owned_listing_is_not_handed_over_before_seven_days(step):
    row = claiming.owned_and_claimed()
    with pytest.raises(Refused, match="has until"):
        step(cast.reviewer(), row)


def test_after_seven_days_the_claimant_comes_beside_the_owner():
    row = claiming.over(claiming.owned_and_claimed())
    owner = cast.owner(row.provider)
    claim_review.approve(by=cast.reviewer(), claim=row)
    assert roles(row.provider) == {owner.email: "owner", "dana@example.net": "owner"}
    assert Provider.objects.get().status == S.PUBLISHED
    assert "has one more owner" in mailbox.sent()[-1].subject


def test_or_takes_the_place_of_all_who_ran_it():
    row = claiming.over(claiming.owned_and_claimed())
    owner = cast.owner(row.provider)
    cast.editor_of(row.provider)
    claim_review.approve(by=cast.reviewer(), claim=row, replaces=True)
    assert roles(row.provider) == {"dana@example.net": "owner"}
    assert (mailbox.sent()[-1].to, "You no longer run" in mailbox.sent()[-1].subject) == (owner.email, True)


def test_an_editor_who_claims_becomes_an_owner():
    listing = factories.published_listing(website=claiming.WEBSITE).provider
    editor = cast.editor_of(listing)
    row = claiming.over(claiming.proved(listing, by=editor))
    claim_review.approve(by=cast.reviewer(), claim=row)
    assert roles(listing)[editor.email] == "owner"


def test_the_owners_answer_is_there_for_the_staff():
    row = claiming.owned_and_claimed()
    claim_review.object_to(by=cast.owner(row.provider), claim=row, words="Dana left in May.")
    assert Claim.objects.get().objection == "Dana left in May."
    for person in (cast.editor_of(row.provider), cast.stranger(), cast.claimant()):
        with pytest.raises(Refused, match="Only an owner"):
            claim_review.object_to(by=person, claim=row, words="Mine.")


def test_approving_one_of_several_claims_puts_the_others_in_dispute_with_the_new_owner():
    listing = claiming.unclaimed()
    first, second = claiming.proved(listing), claiming.proved(listing, by=cast.stranger())
    waiting = claiming.mailed(listing, by=cast.other_owner())
    claim_review.approve(by=cast.reviewer(), claim=first)

    second.refresh_from_db()
    assert (second.status, second.hold_until is not None) == (C.CONFLICT, True)
    assert (cast.claimant().email, "claim_on_yours") in claiming.told()
    with pytest.raises(Refused, match="has until"):
        claim_review.approve(by=cast.reviewer(), claim=second)
    row = claims.enter_code(by=cast.other_owner(), claim=waiting, code=claiming.code())
    assert row.status == C.CONFLICT


def test_an_owner_who_came_another_way_is_told_before_anything_is_handed_over():
    row = claiming.proved()
    cast.owner(row.provider)
    with pytest.raises(Refused, match="tell them first"):
        claim_review.approve(by=cast.reviewer(), claim=row)
    row = claim_review.open_dispute(by=cast.reviewer(), claim=row)
    assert (row.status, claiming.told()[-1][1]) == (C.CONFLICT, "claim_on_yours")


def test_a_listing_that_was_suspended_and_restored_is_still_approved_by_its_steps():
    row = claiming.proved()
    listings.suspend(by=cast.reviewer(), provider=row.provider, reason="Board action.")
    with pytest.raises(Refused, match="cannot be claimed now"):
        claim_review.approve(by=cast.reviewer(), claim=row)
    listings.restore(by=cast.lead_reviewer(), provider=row.provider, reason="Lifted.")
    claim_review.approve(by=cast.reviewer(), claim=row)
    assert Provider.objects.get().status == S.CLAIMED_DRAFT


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_make_one_owner_and_one_mail():
    row = claiming.proved()
    one, other = cast.reviewer(), cast.lead_reviewer()
    found = at_once(
        lambda: claim_review.approve(by=one, claim=row), lambda: claim_review.approve(by=other, claim=row)
    )
    assert kinds(found) == ["Claim", "TransitionRefused"]
    assert Membership.objects.count() == 1
    assert [subject for subject in (m.subject for m in mailbox.sent()) if "now run" in subject].__len__() == 1


@pytest.mark.django_db(transaction=True)
def test_approval_of_two_claims_at_once_leaves_one_owner_and_one_dispute():
    listing = claiming.unclaimed()
    rows = [claiming.proved(listing), claiming.proved(listing, by=cast.stranger())]
    staff = cast.reviewer()
    at_once(*[lambda row=row: claim_review.approve(by=staff, claim=row) for row in rows])
    assert sorted(Claim.objects.values_list("status", flat=True)) == [C.CONFLICT, C.OWNER]
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_approval_and_taking_back_at_once_do_not_both_happen():
    row = claiming.proved()
    staff, person = cast.reviewer(), cast.claimant()
    found = at_once(
        lambda: claim_review.approve(by=staff, claim=row), lambda: claims.withdraw(by=person, claim=row)
    )
    assert "TransitionRefused" in kinds(found)
    assert Membership.objects.exists() == (Claim.objects.get().status == C.OWNER)


@pytest.mark.django_db(transaction=True)
def test_one_code_entered_twice_at_once_proves_once():
    row = claiming.mailed()
    person, code = cast.claimant(), claiming.code()
    found = at_once(*[lambda: claims.enter_code(by=person, claim=row, code=code)] * 2)
    assert kinds(found) == ["Claim", "TransitionRefused"]


@pytest.mark.django_db(transaction=True)
def test_eight_guesses_at_once_have_five_tries():
    row = claiming.mailed()
    person, wrong = cast.claimant(), claiming.another_code()
    found = at_once(*[lambda: claims.enter_code(by=person, claim=row, code=wrong)] * 8)
    assert kinds(found) == ["TransitionRefused"] * 8
    assert (ProofCode.objects.get().tries_left, Claim.objects.get().status) == (0, C.PROOF_FAILED)


@pytest.mark.django_db(transaction=True)
def test_starting_twice_at_once_is_one_claim():
    listing, person = claiming.unclaimed(), cast.claimant()
    at_once(*[lambda: claims.start(by=person, provider=listing, part="Owner")] * 4)
    assert Claim.objects.count() == 1


def test_who_was_replaced_does_not_come_back_by_an_invitation_of_their_own():
    row = claiming.over(claiming.owned_and_claimed())
    invitations.invite(
        by=cast.owner(row.provider), provider=row.provider, email=cast.invited().email, role="owner"
    )
    token = INVITED.search(mailbox.sent()[-1].text)[1]
    claim_review.approve(by=cast.reviewer(), claim=row, replaces=True)
    with pytest.raises(Refused, match="taken back"):
        invitations.accept(by=cast.invited(), token=token)
    assert roles(row.provider) == {"dana@example.net": "owner"}


def test_a_new_owner_has_seven_days_for_every_other_claim_that_waits():
    first = claiming.over(claiming.owned_and_claimed())
    second = claiming.over(claiming.proved(first.provider, by=cast.stranger()))
    claim_review.approve(by=cast.reviewer(), claim=first, replaces=True)
    with pytest.raises(Refused, match="has until"):
        claim_review.approve(by=cast.reviewer(), claim=second, replaces=True)
    assert (cast.claimant().email, "claim_on_yours") in claiming.told()
    assert roles(first.provider) == {"dana@example.net": "owner"}


@pytest.mark.parametrize("status", [S.CLOSED, S.SUSPENDED])
def test_an_owner_does_not_keep_a_listing_by_shutting_it(status):
    row = claiming.over(claiming.owned_and_claimed())
    if status == S.CLOSED:
        listings.close(by=cast.owner(row.provider), provider=row.provider, closed_on=timezone.localdate())
    else:
        listings.suspend(by=cast.reviewer(), provider=row.provider, reason="Two say that it is theirs.")
    claim_review.approve(by=cast.reviewer(), claim=row, replaces=True)
    assert roles(row.provider) == {"dana@example.net": "owner"}
    assert Provider.objects.get().status == status
