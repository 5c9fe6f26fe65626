"""A listing is taken out of sight by one person and brought back by another, from a case or its own page."""

import pytest
from django.urls import reverse

from providers.actions import changes, listings
from providers.models import Membership, Provider
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories
from .working import case_of, html, in_hand, page, signed_in, steps

pytestmark = pytest.mark.django_db
PAGES = ["staff_suspend", "staff_restore"]


@pytest.fixture
def listing():
    return factories.published_listing(slug="quiet-river").provider


def at(name, listing):
    return reverse(name, args=[listing.slug])


def status():
    return Provider.objects.get().status


def test_one_suspends_and_another_restores(client, listing):
    signed_in(client)
    file = at("staff_listing", listing)
    assert at("staff_suspend", listing) in html(client.get(file))
    assert client.post(at("staff_suspend", listing), {"reason": "Board action."})["Location"] == file
    back = at("staff_restore", listing)
    assert (back in html(client.get(file)), status()) == (True, S.SUSPENDED)
    shown = html(client.get(back))
    assert "Board action." in shown
    assert "another person must bring it back" in shown
    assert client.post(back, {"reason": "Lifted."}).status_code == 409
    assert status() == S.SUSPENDED

    signed_in(client, cast.lead_reviewer())
    assert "Suspended by Reviewer" in html(client.get(back))
    client.post(back, {"reason": "Lifted."})
    assert status() == S.PUBLISHED


def test_from_a_case_it_is_kept_there(client):
    claim = claiming.proved()
    case = in_hand(client, case_of(claim))
    address = at("staff_suspend", claim.provider)
    assert f"{address}?case={case.pk}" in html(page(client, case))
    answer = client.post(address, {"reason": "Board action.", "case": case.pk})
    assert answer["Location"] == reverse("staff_case", args=[case.pk])
    assert ("step", "suspend_listing", "Board action.") in steps(case)


def test_a_case_of_another_listing_hears_nothing(client, listing):
    case = case_of(claiming.proved())
    signed_in(client)
    client.post(at("staff_suspend", listing), {"reason": "x", "case": case.pk})
    assert "step" not in [kind for kind, _code, _text in steps(case)]
    assert Provider.objects.get(pk=listing.pk).status == S.SUSPENDED


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "a\0b"])
def test_a_reason_is_needed(client, listing, reason):
    signed_in(client)
    answer = client.post(at("staff_suspend", listing), {"reason": reason})
    assert (answer.status_code, status()) == (422, S.PUBLISHED)


@pytest.mark.parametrize("case", ["x", "-1", "9" * 30, "0"])
def test_a_case_that_cannot_be(client, listing, case):
    signed_in(client)
    assert client.get(at("staff_suspend", listing), {"case": case}).status_code == 200
    answer = client.post(at("staff_suspend", listing), {"reason": "x", "case": case})
    assert answer.status_code == 422
    assert status() == S.PUBLISHED


def test_a_page_that_is_out_of_date(client, listing):
    signed_in(client)
    listings.suspend(by=cast.lead_reviewer(), provider=listing, reason="x")
    answer = client.post(at("staff_suspend", listing), {"reason": "Board action."})
    assert (answer.status_code, "cannot be suspended" in html(answer)) == (409, True)


def test_nobody_does_it_to_a_listing_of_their_own(client, listing):
    signed_in(client)
    cast.owner(listing)
    Membership.objects.create(provider=listing, user=cast.reviewer(), role="editor")
    answer = client.post(at("staff_suspend", listing), {"reason": "x"})
    assert (answer.status_code, status()) == (409, S.PUBLISHED)


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not(client, listing, name):
    assert "/account/login/" in client.get(at(name, listing))["Location"]
    for person in (cast.operator(), cast.checker()):
        signed_in(client, person)
        assert client.get(at(name, listing)).status_code == 403
        assert client.post(at(name, listing), {"reason": "x"}).status_code == 403
    signed_in(client)
    assert client.get(reverse(name, args=["nobody"])).status_code == 404
    assert status() == S.PUBLISHED


@pytest.mark.parametrize("more", [1, 3])
def test_the_file_of_a_listing_costs_the_same_for_one_case_and_for_three(
    client, listing, more, django_assert_num_queries
):
    people = [cast.owner(listing)] * more
    for number, person in enumerate(people):
        after = {"display_name": "Other", "legal_name": "Other LLC", "website": "https://other.example.com"}
        field = list(after)[number]
        changes.request_change(by=person, provider=listing, field=field, after=after[field])
    signed_in(client, cast.operator())
    client.get(at("staff_listing", listing))
    with django_assert_num_queries(9):
        shown = client.get(at("staff_listing", listing))
    assert len(shown.context["cases"]) == more


def test_the_file_of_a_listing_is_for_staff_alone(client, listing):
    assert "/account/login/" in client.get(at("staff_listing", listing))["Location"]
    signed_in(client, cast.checker())
    assert client.get(at("staff_listing", listing)).status_code == 403
    signed_in(client)
    assert client.get(reverse("staff_listing", args=["nobody"])).status_code == 404
    assert client.post(at("staff_listing", listing)).status_code == 405
