"""A removal: the practice is called on the listed number, the outcome kept, then it is done or refused."""

import pytest

from providers.actions import removals
from providers.models import Claim, Provider, RemovalRequest
from providers.models.claim import ClaimStatus
from providers.models.vocabulary import ListingStatus as S

from .. import claiming
from ..actions.test_removals import by_phone
from .working import case_of, compared, do, html, in_hand, page, steps, verbs

pytestmark = pytest.mark.django_db
REACHED = {"outcome": "reached", "number": "+13035550142", "text": "The manager."}


def test_it_is_confirmed_by_call_and_then_removed(client):
    removal = by_phone()
    case = in_hand(client, case_of(removal))
    shown = page(client, case)
    assert "(303)\u00a0555-0142" in html(shown)
    assert compared(shown)["Number to call"][2] is True
    assert "dana@example.net" in html(shown)

    assert do(client, case, "remove", sure="1").status_code == 409
    do(client, case, "call", **REACHED)
    assert do(client, case, "remove").status_code == 422
    do(client, case, "remove", sure="1")

    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
    assert RemovalRequest.objects.get().contact == ""
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "done")
    assert ("call", "reached", "The manager.") in steps(case)
    assert "dana@example.net" not in html(page(client, case))


def test_they_know_nothing_of_it_so_it_is_refused(client):
    case = in_hand(client, case_of(by_phone()))
    do(client, case, "call", **{**REACHED, "outcome": "knows_nothing"})
    assert do(client, case, "remove", sure="1").status_code == 409
    assert do(client, case, "refuse").status_code == 422
    do(client, case, "refuse", reason="The practice did not ask for this.")
    assert (RemovalRequest.objects.get().status, Provider.objects.get().status) == (
        "refused",
        S.IMPORTED_UNCLAIMED,
    )


def test_between_a_removal_and_a_proved_claim_staff_decide(client):
    listing = claiming.unclaimed(site={"phone": "+13035550142"})
    claiming.proved(listing)
    row, _token = removals.ask_by_mail(
        provider=listing, name="Dana", address=claiming.ADDRESS, client="198.51.100.7"
    )
    removals.enter_code(request=row, code=claiming.code())
    case = in_hand(client, case_of(row))
    shown = page(client, case)
    assert "Decide between the two" in html(shown)
    assert verbs(shown) == ["carry-out", "refuse"]
    do(client, case, "carry-out", reason="The owner of the practice asks.", sure="1")
    assert (Provider.objects.get().status, Claim.objects.get().status) == (
        S.REMOVED_BY_REQUEST,
        ClaimStatus.REFUSED,
    )


def test_a_removal_by_mail_needs_nobody():
    row, _token = removals.ask_by_mail(
        provider=claiming.unclaimed(), name="Dana", address=claiming.ADDRESS, client="198.51.100.7"
    )
    assert not row.cases.exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, more, django_assert_num_queries):
    listing = claiming.unclaimed(site={"phone": "+13035550142"})
    removal = by_phone(listing)
    for number in range(more):
        listing.locations.create(slug=f"l{number}", city="Boulder", state="CO", **_said(listing))
    case = in_hand(client, case_of(removal))
    page(client, case)
    with django_assert_num_queries(10):
        page(client, case)


def _said(listing):
    return {"basis": listing.basis, "source": listing.source, "confirmed_on": listing.confirmed_on}
