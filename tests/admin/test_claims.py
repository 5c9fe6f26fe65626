"""The admin looks claims, removals and sensitive edits up; nothing there decides or changes any of them."""

import pytest
from django.urls import reverse

from providers.actions import changes
from providers.models import ChangeRequest, Claim, ProofCode, Provider, RemovalRequest
from providers.models.claim import ClaimStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, sign_in
from ..actions.test_removals import by_phone

pytestmark = pytest.mark.django_db
EVERY_STEP = ("approve", "refuse", "make_phone_code", "confirm_by_call", "fail_proof", "review")


@pytest.fixture
def staff(client):
    sign_in.with_second_factor(client, cast.reviewer())
    return client


def page_of(row):
    return reverse(f"admin:providers_{row._meta.model_name}_change", args=[row.pk])


def change():
    listing = factories.published_listing(display_name="Old Name").provider
    return changes.request_change(
        by=cast.owner(listing), provider=listing, field="display_name", after="<b>New</b> Name"
    )


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("make", [claiming.proved, claiming.called, by_phone, change])
@pytest.mark.parametrize("who", [cast.reviewer, cast.lead_reviewer, cast.superuser])
def test_nothing_is_decided_here_by_anybody(client, make, who):
    row = make()
    sign_in.with_second_factor(client, who())
    shown = client.get(page_of(row))
    assert not shown.context["has_change_permission"]
    assert 'name="decision"' not in html(shown)
    for decision in EVERY_STEP:
        said = {"decision": decision, "words": "x", "status": "owner", "_save": "1"}
        assert client.post(page_of(row), said).status_code == 403
    assert type(row).objects.get(pk=row.pk).status == row.status
    assert (ProofCode.objects.count(), Provider.objects.filter(status=S.REMOVED_BY_REQUEST).count()) in (
        (0, 0),
        (1, 0),
    )


@pytest.mark.parametrize("make", [claiming.proved, by_phone, change])
def test_it_says_where_it_is_decided(staff, make):
    row = make()
    assert reverse("staff_case", args=[row.cases.get().pk]) in html(staff.get(page_of(row)))


def test_both_values_of_an_edit_and_nothing_in_them_is_markup(staff):
    text = html(staff.get(page_of(change())))
    assert "Old Name" in text
    assert "&lt;b&gt;New&lt;/b&gt; Name" in text


@pytest.mark.parametrize("action", ["publish", "send_back"])
@pytest.mark.parametrize("who", [cast.reviewer, cast.superuser])
def test_no_listing_is_published_from_the_list(client, who, action):
    row = factories.published_listing(status=S.PENDING_REVIEW).provider
    sign_in.with_second_factor(client, who())
    address = reverse("admin:providers_provider_changelist")
    client.post(address, {"action": action, "_selected_action": [row.pk], "reason": "x"}, follow=True)
    assert Provider.objects.get().status == S.PENDING_REVIEW


def test_codes_are_listed_without_what_would_prove_them(staff):
    claiming.mailed()
    made = ProofCode.objects.get()
    for address in (reverse("admin:providers_proofcode_changelist"), page_of(made)):
        assert claiming.ADDRESS in html(staff.get(address))
        assert made.digest not in html(staff.get(address))
    assert staff.post(page_of(made), {"tries_left": 5}).status_code == 403


@pytest.mark.parametrize("who", [cast.checker, cast.reader])
@pytest.mark.parametrize("make", [claiming.proved, by_phone, change])
def test_other_staff_do_not_see_them(client, who, make):
    row = make()
    sign_in.with_second_factor(client, who())
    assert client.get(page_of(row)).status_code == 403
    assert client.get(reverse(f"admin:providers_{row._meta.model_name}_changelist")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(staff, rows, django_assert_num_queries):
    for _n in range(rows):
        claiming.mailed()
    with django_assert_num_queries(7):
        staff.get(reverse("admin:providers_claim_changelist"))


def test_a_settled_removal_shows_no_contact(staff):
    row = by_phone()
    assert "dana@example.net" in html(staff.get(page_of(row)))
    assert RemovalRequest.objects.get().contact == "dana@example.net"


def test_statuses_stay_what_they_were(staff):
    claim, edit = claiming.proved(), change()
    staff.post(page_of(claim), {"status": C.OWNER})
    staff.post(page_of(edit), {"status": "approved"})
    assert (Claim.objects.get(pk=claim.pk).status, ChangeRequest.objects.get().status) == (C.PROOF_OK, "open")
