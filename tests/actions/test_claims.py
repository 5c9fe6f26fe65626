"""A claim as the claimant takes it: who may start, where codes go, and every way of guessing one."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone
from pghistory.models import Context

from providers.actions import claim_review, claims, listings
from providers.actions.throttle import TooMany
from providers.models import Claim, Message, ProofCode, Provider
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox, uploads

pytestmark = pytest.mark.django_db
Refused = claims.TransitionRefused


def status_of(provider):
    return Provider.objects.get(pk=provider.pk).status


def test_the_whole_way_by_mail():
    listing = claiming.unclaimed()
    row = claiming.started(listing)
    assert (row.status, status_of(listing)) == (C.STARTED, S.IMPORTED_UNCLAIMED)

    row = claims.send_code(by=cast.claimant(), claim=row, address="  Office@WWW.clearcreek-ketamine.com ")
    assert (row.status, status_of(listing)) == (C.EVIDENCE_SENT, S.CLAIM_PENDING)
    assert mailbox.sent()[0].to == "Office@www.clearcreek-ketamine.com"

    row = claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())
    assert (row.status, status_of(listing)) == (C.PROOF_OK, S.CLAIM_PENDING)
    assert row.proved_at is not None
    assert claiming.told()[-1] == (cast.claimant().email, "claim_state")


def test_the_code_is_in_the_mail_and_nowhere_in_the_database_but_as_a_keyed_hash(settings):
    row = claiming.mailed()
    code = claiming.code().replace(" ", "")
    made = ProofCode.objects.get()
    assert code not in str(vars(made)) + str(vars(row))
    assert len(made.digest) == 64

    settings.SECRET_KEY = "another key"
    with pytest.raises(Refused, match="not the code"):
        claims.enter_code(by=cast.claimant(), claim=row, code=code)


def test_once_the_mail_is_sent_the_code_is_nowhere_in_the_database():
    row = claiming.mailed()
    code = claiming.code()
    mailbox.deliver()
    message = Message.objects.get()
    assert code in mail.outbox[0].body
    assert (message.text, message.html, message.sent_at is not None) == ("", "", True)
    assert claims.enter_code(by=cast.claimant(), claim=row, code=code).status == C.PROOF_OK


@pytest.mark.parametrize(
    "address",
    [
        "me@gmail.com",
        "office@clearcreek-ketamine.com.evil.com",
        "office@evil-clearcreek-ketamine.com",
        "office@clearcreek-ketamine.co",
        "office@clearcreek-ketarnine.com",
        "office@сlearcreek-ketamine.com",
        "office@com",
        "office",
        "",
        "@clearcreek-ketamine.com",
        "office@evil.com,x@clearcreek-ketamine.com",
        "office@clearcreek-ketamine.com\nBcc: all@evil.com",
        "office\r\nBcc: all@evil.com\r\n@clearcreek-ketamine.com",
        '"a b"@evil.com@clearcreek-ketamine.com',
        '"all@evil.com,"@clearcreek-ketamine.com',
        "office@[192.0.2.1]",
        "a" * 300 + "@clearcreek-ketamine.com",
        "office@clearcreek-ketamine.com\x00",
    ],
)
def test_a_code_goes_to_the_listed_domain_and_nowhere_else(address):
    row = claiming.started()
    with pytest.raises(Refused):
        claims.send_code(by=cast.claimant(), claim=row, address=address)
    assert (Message.objects.count(), ProofCode.objects.count()) == (0, 0)
    assert Claim.objects.get().status == C.STARTED


@pytest.mark.parametrize(
    ("website", "address"),
    [
        ("https://a.co.uk", "office@b.co.uk"),
        ("https://a.github.io", "office@b.github.io"),
        ("https://a.github.io", "office@a.github.io"),
        ("https://a.github.io", "office@github.io"),
        ("https://clinic.gmail.com", "me@gmail.com"),
    ],
)
def test_siblings_under_a_public_suffix_prove_nothing(website, address):
    row = claiming.started(claiming.unclaimed(website=website))
    with pytest.raises(Refused):
        claims.send_code(by=cast.claimant(), claim=row, address=address)
    assert Message.objects.count() == 0


def test_a_subdomain_and_another_alphabet_of_the_listed_domain_will_do():
    row = claiming.started(claiming.unclaimed(website="https://www.münchen-klinik.de"))
    row = claims.send_code(by=cast.claimant(), claim=row, address="info@post.münchen-klinik.de")
    assert row.sent_to == "info@post.xn--mnchen-klinik-wob.de"


def test_five_wrong_tries_end_it_and_the_right_code_then_comes_too_late():
    row = claiming.mailed()
    for left in (4, 3, 2, 1):
        with pytest.raises(Refused, match="not the code"):
            claims.enter_code(by=cast.claimant(), claim=row, code=claiming.another_code())
        assert ProofCode.objects.get().tries_left == left
    with pytest.raises(Refused, match="last of five"):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.another_code())
    with pytest.raises(Refused, match="Proof failed"):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())
    assert (Claim.objects.get().status, status_of(row.provider)) == (C.PROOF_FAILED, S.IMPORTED_UNCLAIMED)


def test_an_expired_code_is_refused():
    row = claiming.mailed()
    with (
        time_machine.travel(timezone.now() + datetime.timedelta(hours=24, minutes=1)),
        pytest.raises(Refused, match="expired"),
    ):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())


def test_a_code_is_used_once_and_only_the_newest_counts():
    row = claiming.mailed()
    first = claiming.code()
    claims.send_code(by=cast.claimant(), claim=row, address=claiming.ADDRESS)
    with pytest.raises(Refused, match="not the code"):
        claims.enter_code(by=cast.claimant(), claim=row, code=first)

    claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())
    with pytest.raises(Refused, match="the status is"):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())


def test_the_code_of_another_claim_proves_nothing():
    listing = claiming.unclaimed()
    other = claiming.mailed(listing, by=cast.stranger())
    theirs = claiming.code()
    row = claiming.mailed(listing, address="front@clearcreek-ketamine.com")
    with pytest.raises(Refused, match="not the code"):
        claims.enter_code(by=cast.claimant(), claim=row, code=theirs)
    with pytest.raises(Refused, match="somebody else’s"):
        claims.enter_code(by=cast.claimant(), claim=other, code=theirs)


def test_a_website_that_was_corrected_meanwhile_takes_the_proof_away():
    row = claiming.mailed()
    Provider.objects.update(website="https://new-owner.example.com")
    with pytest.raises(Refused, match="no longer in the listing"):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())


@pytest.mark.parametrize("code", ["", "x" * 10_000, "١٢٣٤٥٦٧٨", "1234\x005678", "12345678'--"])
def test_odd_codes_are_wrong_codes(code):
    row = claiming.mailed()
    with pytest.raises(Refused, match="not the code"):
        claims.enter_code(by=cast.claimant(), claim=row, code=code)


def test_codes_are_rationed():
    row = claiming.started()
    for number in range(5):
        claims.send_code(by=cast.claimant(), claim=row, address=f"office{number}@{claiming.DOMAIN}")
    with pytest.raises(TooMany):
        claims.send_code(by=cast.claimant(), claim=row, address=claiming.ADDRESS)
    assert len(mailbox.sent()) == 5


def test_one_mailbox_is_not_filled():
    row = claiming.mailed()
    for spelling in ("OFFICE", "Office"):
        claims.send_code(by=cast.claimant(), claim=row, address=f"{spelling}@{claiming.DOMAIN}")
    with pytest.raises(TooMany):
        claims.send_code(by=cast.claimant(), claim=row, address=claiming.ADDRESS)


def test_claims_of_one_account_are_rationed():
    for _n in range(10):
        claiming.started(claiming.unclaimed())
    with pytest.raises(TooMany):
        claiming.started(claiming.unclaimed())


def test_starting_twice_is_the_same_claim_and_a_failed_one_begins_again():
    listing = claiming.unclaimed()
    row = claiming.started(listing)
    assert claiming.started(listing).pk == row.pk

    claims.expire_old(now=timezone.now() + datetime.timedelta(days=8))
    assert Claim.objects.get().status == C.EXPIRED
    again = claiming.started(listing)
    assert (again.pk, again.status) == (row.pk, C.STARTED)
    assert Claim.objects.count() == 1


def test_a_claim_that_was_taken_back_stays_so():
    row = claiming.mailed()
    claims.withdraw(by=cast.claimant(), claim=row)
    assert status_of(row.provider) == S.IMPORTED_UNCLAIMED
    assert claiming.started(row.provider).pk != row.pk
    assert sorted(Claim.objects.values_list("status", flat=True)) == [C.STARTED, C.WITHDRAWN]
    with pytest.raises(Refused):
        claims.withdraw(by=cast.claimant(), claim=row)


def test_nobody_takes_back_somebody_elses_claim():
    row = claiming.mailed()
    with pytest.raises(Refused, match="somebody else’s"):
        claims.withdraw(by=cast.stranger(), claim=row)


def test_the_listing_waits_until_the_last_open_claim_has_ended():
    listing = claiming.unclaimed()
    one, other = claiming.mailed(listing), claiming.called(listing, by=cast.stranger())
    claims.withdraw(by=cast.claimant(), claim=one)
    assert status_of(listing) == S.CLAIM_PENDING
    claims.withdraw(by=cast.stranger(), claim=other)
    assert status_of(listing) == S.IMPORTED_UNCLAIMED


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"status": S.SUSPENDED}, "cannot be claimed now"),
        ({"status": S.REMOVED_BY_REQUEST}, "cannot be claimed now"),
        ({"status": S.DRAFT}, "cannot be claimed now"),
        ({"status": S.CLOSED}, "listed as closed"),
        ({"status": S.MERGED}, "joined with another"),
        ({"is_demo": True}, "made up"),
    ],
)
def test_listings_that_nobody_can_claim(over, sentence):
    with pytest.raises(Refused, match=sentence):
        claiming.started(factories.provider(**over))


def test_a_listing_that_is_suspended_or_closed_meanwhile_stops_the_claim():
    row = claiming.mailed()
    listings.suspend(by=cast.reviewer(), provider=row.provider, reason="Board action.")
    with pytest.raises(Refused, match="cannot be claimed now"):
        claims.enter_code(by=cast.claimant(), claim=row, code=claiming.code())
    assert ProofCode.objects.get().tries_left == 5


def test_who_owns_it_already_has_nothing_to_claim_but_an_editor_may():
    listing = factories.published_listing(website=claiming.WEBSITE).provider
    with pytest.raises(Refused, match="already"):
        claiming.started(listing, by=cast.owner(listing))
    assert claiming.started(listing, by=cast.editor_of(listing)).status == C.STARTED


def test_a_claim_of_an_owned_listing_tells_the_owner_and_waits_seven_days():
    row = claiming.owned_and_claimed()
    assert (row.status, status_of(row.provider)) == (C.CONFLICT, S.PUBLISHED)
    assert timezone.now() + datetime.timedelta(days=6, hours=23) < row.hold_until
    told = mailbox.sent()[-1]
    assert (told.to, told.template) == (cast.owner(row.provider).email, "claim_on_yours")
    assert "Dana Office (dana@example.net)" in told.text
    assert f"/claim/{row.pk}/answer/" in told.text


def test_taking_a_disputed_claim_back_tells_the_owner_that_it_is_over():
    row = claiming.owned_and_claimed()
    claims.withdraw(by=cast.claimant(), claim=row)
    assert mailbox.sent()[-1].subject.startswith("The claim of your listing")


def test_a_call_and_a_letter_go_to_what_the_listing_names():
    listing = claiming.unclaimed(site={"street": "12 Cedar Street", "phone": "+13035550142"})
    row = claiming.started(listing)
    with pytest.raises(Refused, match="does not name this"):
        claims.ask_for_call(by=cast.claimant(), claim=row, phone="+13035550199")
    row = claims.ask_for_call(by=cast.claimant(), claim=row)
    assert (row.sent_to, ProofCode.objects.count()) == ("+13035550142", 0)

    with pytest.raises(Refused, match="does not name this"):
        claims.ask_for_letter(by=cast.claimant(), claim=row, address="1 Other Street, Denver, CO 80202")
    row = claims.ask_for_letter(by=cast.claimant(), claim=row)
    assert row.sent_to == "12 Cedar Street, Boulder, CO 80302"


@pytest.mark.parametrize(
    ("over", "take", "why"),
    [
        ({"site": {"phone": ""}}, claims.ask_for_call, "no telephone number"),
        ({"site": {"street": ""}}, claims.ask_for_letter, "no full postal address"),
        ({"site": {"zip": ""}}, claims.ask_for_letter, "no full postal address"),
        ({"site": {"location_type": "virtual"}}, claims.ask_for_letter, "no full postal address"),
    ],
)
def test_a_proof_that_the_listing_does_not_make_possible_is_refused(over, take, why):
    row = claiming.started(claiming.unclaimed(**over))
    with pytest.raises(Refused, match=why):
        take(by=cast.claimant(), claim=row)


def test_the_official_needs_a_good_npi_a_name_and_a_good_document():
    row = claiming.started()
    good = {"official_name": "Alex Sample", "npi": "1234567893"}
    for over in ({"npi": "1234567890"}, {"official_name": "  "}):
        with pytest.raises(Refused):
            claims.show_official(
                by=cast.claimant(), claim=row, **{**good, **over}, upload=uploads.upload(uploads.pdf())
            )
    with pytest.raises(ValidationError):
        claims.show_official(
            by=cast.claimant(), claim=row, **good, upload=uploads.upload(b"<script>alert(1)</script>")
        )
    assert (Claim.objects.get().status, row.documents.count()) == (C.STARTED, 0)

    row = claiming.with_document(row.provider)
    assert (row.status, row.open_until, row.documents.count()) == (C.EVIDENCE_SENT, None, 1)


def test_the_listings_own_npi_counts_and_not_one_that_is_typed():
    row = claiming.with_document(claiming.unclaimed(npi="1679576722"))
    assert row.npi == "1679576722"


@pytest.mark.parametrize(
    ("make", "days", "left"),
    [
        (claiming.started, 8, C.EXPIRED),
        (claiming.started, 6, C.STARTED),
        (claiming.mailed, 2, C.EXPIRED),
        (claiming.called, 13, C.EVIDENCE_SENT),
        (claiming.called, 15, C.EXPIRED),
        (claiming.lettered, 15, C.EXPIRED),
        (claiming.with_document, 100, C.EVIDENCE_SENT),
        (claiming.proved, 100, C.PROOF_OK),
    ],
)
def test_claims_that_nobody_proves_run_out(make, days, left):
    row = make()
    claims.expire_old(now=timezone.now() + datetime.timedelta(days=days))
    assert Claim.objects.get().status == left
    if left == C.EXPIRED:
        assert status_of(row.provider) == S.IMPORTED_UNCLAIMED
        assert claiming.told()[-1] == (cast.claimant().email, "claim_state")


def test_running_out_is_told_once():
    claiming.mailed()
    late = timezone.now() + datetime.timedelta(days=2)
    assert [claims.expire_old(now=late), claims.expire_old(now=late)] == [1, 0]
    assert len(mailbox.sent()) == 2


def test_the_history_says_who_did_what():
    row = claiming.proved()
    events = [
        Context.objects.get(pk=event.pgh_context_id).metadata["event"]
        for event in row.events.order_by("pgh_id")
        if event.pgh_context_id
    ]
    assert events == ["choose_proof", "prove"]


def test_names_with_markup_are_text_in_every_mail():
    person = cast.claimant()
    person.name = "<img src=x onerror=alert(1)>\r\nBcc: all@evil.com"
    person.save(update_fields=["name"])
    listing = factories.published_listing(display_name="<b>Bold</b> & Co", website=claiming.WEBSITE).provider
    cast.owner(listing)
    claiming.proved(listing)
    for message in mailbox.sent():
        assert "<img" not in message.html
        assert "<b>Bold" not in message.html
        assert "\n" not in message.subject


def test_a_code_of_the_proof_before_ends_when_a_document_is_shown():
    row = claiming.called()
    code = claim_review.make_phone_code(by=cast.reviewer(), claim=row)
    claiming.with_document(row.provider)
    with pytest.raises(Refused, match="expired"):
        claims.enter_code(by=cast.claimant(), claim=row, code=code)
    assert Claim.objects.get().status == C.EVIDENCE_SENT
