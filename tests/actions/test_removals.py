"""Taking an unclaimed listing out: only the practice can, it stays out, and who asked is forgotten."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from providers.actions import claims, removals
from providers.actions.refusals import TransitionRefused as Refused
from providers.actions.throttle import TooMany
from providers.models import Location, Message, ProofCode, Provider, RemovalRequest, SearchRow
from providers.models.claim import ClaimStatus
from providers.models.removal import RemovalStatus as R
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox
from ..together import at_once, kinds
from . import registers

pytestmark = pytest.mark.django_db
WHO = {"name": "Dana Office", "part": "Office manager", "client": "198.51.100.7"}


def by_mail(listing=None, address=claiming.ADDRESS, **over):
    listing = listing or claiming.unclaimed()
    return removals.ask_by_mail(provider=listing, address=address, **{**WHO, **over})[0]


def by_phone(listing=None, **over):
    listing = listing or claiming.unclaimed(site={"phone": "+13035550142"})
    given = {"phone": "", "contact": "dana@example.net", **WHO, **over}
    return removals.ask_by_phone(provider=listing, **given)[0]


def test_the_code_from_the_listed_domain_removes_it_at_once_and_erases_who_asked():
    row = by_mail()
    assert (row.status, mailbox.sent()[0].to) == (R.ASKED, claiming.ADDRESS)
    row = removals.enter_code(request=row, code=claiming.code())

    assert (row.status, Provider.objects.get().status) == (R.DONE, S.REMOVED_BY_REQUEST)
    assert (row.contact, row.sent_to) == ("", claiming.DOMAIN)
    assert (SearchRow.objects.count(), ProofCode.objects.count()) == (0, 0)
    kept = str(list(row.events.values())) + str(vars(row))
    assert claiming.ADDRESS not in kept
    assert mailbox.sent()[-1].subject.endswith("is no longer in the directory")


def test_no_import_brings_it_back():
    registers.boulder()
    registers.store(registers.stated(website=claiming.WEBSITE))
    row = by_mail(Provider.objects.get())
    removals.enter_code(request=row, code=claiming.code())

    for _n in range(2):
        registers.store(registers.stated(website=claiming.WEBSITE, phone="+13035550199"))

    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
    assert (Location.objects.listed().count(), SearchRow.objects.count()) == (0, 0)


def test_staff_call_the_listed_number_and_it_is_removed():
    row = by_phone()
    assert (row.sent_to, mailbox.sent()) == ("+13035550142", [])
    row = removals.confirm_by_call(by=cast.reviewer(), request=row)
    assert (row.status, row.settled_by, row.contact) == (R.DONE, cast.reviewer(), "")
    assert mailbox.sent()[-1].to == "dana@example.net"


def test_only_staff_with_the_right_confirm():
    row = by_phone()
    for person in (cast.stranger(), cast.checker()):
        with pytest.raises(Refused, match="may not"):
            removals.confirm_by_call(by=person, request=row)
    with pytest.raises(Refused, match="proved by mail"):
        removals.confirm_by_call(by=cast.reviewer(), request=by_mail())


@pytest.mark.parametrize("address", ["me@gmail.com", "x@clearcreek-ketamine.com.evil.com", "x\nBcc: y@z.com"])
def test_no_code_goes_elsewhere(address):
    with pytest.raises(Refused):
        by_mail(address=address)
    assert (Message.objects.count(), RemovalRequest.objects.count()) == (0, 0)


def test_a_number_that_the_listing_does_not_name_is_not_called():
    with pytest.raises(Refused, match="does not name"):
        by_phone(phone="+13035550199")


@pytest.mark.parametrize("contact", ["", "nobody", "a@b.com\r\nBcc: x@evil.com", "a\x00@b.com"])
def test_the_contact_must_be_an_address(contact):
    with pytest.raises(Refused):
        by_phone(contact=contact)


@pytest.mark.parametrize("over", [{"name": ""}, {"name": "x" * 201}, {"part": "x" * 201}])
def test_bad_words_are_refused_before_any_mail(over):
    with pytest.raises(ValidationError):
        by_mail(**over)
    assert Message.objects.count() == 0


def test_five_wrong_codes_end_the_request():
    row = by_mail()
    for _n in range(5):
        with pytest.raises(Refused):
            removals.enter_code(request=row, code=claiming.another_code())
    row.refresh_from_db()
    assert (row.status, row.contact, Provider.objects.get().status) == (R.EXPIRED, "", S.IMPORTED_UNCLAIMED)


def test_the_code_of_a_claim_removes_nothing():
    listing = claiming.unclaimed()
    row = by_mail(listing)
    claiming.mailed(listing)
    with pytest.raises(Refused, match="not the code"):
        removals.enter_code(request=row, code=claiming.code())


@pytest.mark.parametrize("status", [S.PUBLISHED, S.CLAIMED_DRAFT, S.SUSPENDED, S.DRAFT, S.CLOSED])
def test_what_somebody_runs_is_removed_by_them_alone(status):
    with pytest.raises(Refused, match="Somebody runs"):
        by_mail(factories.provider(status=status, website=claiming.WEBSITE))


def test_who_proved_a_claim_keeps_the_listing_until_staff_decide():
    listing = claiming.unclaimed()
    claim = claiming.proved(listing)
    row = removals.enter_code(request=by_mail(listing), code=claiming.code())
    assert (row.status, Provider.objects.get().status) == (R.PROVED, S.CLAIM_PENDING)

    removals.carry_out(by=cast.reviewer(), request=row)
    claim.refresh_from_db()
    assert (claim.status, Provider.objects.get().status) == (ClaimStatus.REFUSED, S.REMOVED_BY_REQUEST)


def test_a_claim_that_is_not_proved_does_not_stand_in_the_way():
    listing = claiming.unclaimed()
    claim = claiming.called(listing)
    removals.enter_code(request=by_mail(listing), code=claiming.code())
    claim.refresh_from_db()
    assert (claim.status, Provider.objects.get().status) == (ClaimStatus.EXPIRED, S.REMOVED_BY_REQUEST)


def test_refusal_says_why_and_forgets():
    row = by_phone()
    with pytest.raises(Refused, match="Give the reason"):
        removals.refuse(by=cast.reviewer(), request=row, reason=" ")
    row = removals.refuse(by=cast.reviewer(), request=row, reason="Nobody there knows of it.")
    assert (row.status, row.contact) == (R.REFUSED, "")
    assert "Nobody there knows of it." in mailbox.sent()[-1].text


def test_what_nobody_proves_runs_out():
    mailed, called = by_mail(), by_phone()
    now = timezone.now()
    assert removals.expire_old(now=now + datetime.timedelta(hours=25)) == 1
    assert removals.expire_old(now=now + datetime.timedelta(days=15)) == 1
    for row in (mailed, called):
        row.refresh_from_db()
        assert (row.status, row.contact) == (R.EXPIRED, "")


def test_one_visitor_asks_five_times_a_day():
    for _n in range(5):
        by_phone()
    with pytest.raises(TooMany):
        by_phone()


def test_all_requests_for_one_listing_are_settled_together():
    listing = claiming.unclaimed(site={"phone": "+13035550142"})
    other, row = by_phone(listing), by_mail(listing)
    removals.enter_code(request=row, code=claiming.code())
    other.refresh_from_db()
    assert (other.status, other.contact) == (R.EXPIRED, "")
    assert all("no longer" in message.subject for message in mailbox.sent()[-2:])


@pytest.mark.django_db(transaction=True)
def test_one_code_entered_twice_at_once_removes_once():
    row = by_mail()
    code = claiming.code()
    found = at_once(*[lambda: removals.enter_code(request=row, code=code)] * 2)
    assert kinds(found) == ["RemovalRequest", "TransitionRefused"]
    assert [m.template for m in mailbox.sent()] == ["removal_code", "removal_state"]


@pytest.mark.django_db(transaction=True)
def test_removal_and_the_proof_of_a_claim_at_once_do_not_deadlock():
    listing = claiming.unclaimed()
    claim = claiming.mailed(listing)
    claim_code = claiming.code()
    row = by_mail(listing)
    code, person = claiming.code(), cast.claimant()
    at_once(
        lambda: removals.enter_code(request=row, code=code),
        lambda: claims.enter_code(by=person, claim=claim, code=claim_code),
    )
    row.refresh_from_db()
    claim.refresh_from_db()
    assert (row.status, claim.status) in {(R.DONE, "expired"), (R.PROVED, "proof_ok")}


def test_nobodys_letter_box_fills_up_with_outcomes():
    for number in range(5):
        by_phone(claiming.unclaimed(site={"phone": "+13035550142"}), client=f"198.51.100.{number}")
    with pytest.raises(TooMany):
        by_phone(claiming.unclaimed(site={"phone": "+13035550142"}), contact="DANA@example.net", client="x")
