""" "Add your practice": what is there already is offered first; else a draft that only its owner sees."""

import pytest
from django.urls import reverse

from providers.models import Provider
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories

pytestmark = pytest.mark.django_db
GOOD = {
    "name": "Cedar Grove Ketamine",
    "location_type": "physical",
    "street": "12 Cedar Street",
    "street2": "",
    "city": "Boulder",
    "state": "CO",
    "zip": "80302",
    "phone": "303 555 0142",
    "website": "cedargrove.example.com",
    "npi": "",
}
ADD = "/add-your-practice/"


@pytest.fixture
def me(client):
    client.force_login(cast.stranger())
    return client


def html(response):
    return response.content.decode()


def test_signed_out_it_explains_and_sets_no_cookie(client):
    response = client.get(ADD)
    assert response.context["sign_in"] == "/account/login/?next=%2Fadd-your-practice%2F"
    assert response.cookies == {}
    assert client.post(ADD, GOOD)["Location"] == "/account/login/?next=/add-your-practice/"
    assert Provider.objects.count() == 0


def test_a_practice_that_is_not_here_becomes_a_draft(me):
    response = me.post(ADD, GOOD)
    row = Provider.objects.get()
    assert response["Location"] == reverse("listing_home", args=[row.slug])
    assert (row.status, row.website) == (S.DRAFT, "https://cedargrove.example.com")
    assert row.locations.get().phone == "+13035550142"
    assert me.get(row.get_absolute_url()).status_code == 404


def test_lookalikes_are_offered_first_and_none_of_these_adds_it(me):
    there = factories.unclaimed_listing(display_name="Cedar Grove <b>Clinic</b>").provider
    first = me.post(ADD, GOOD)
    assert Provider.objects.count() == 1
    assert f'href="{reverse("claim", args=[there.slug])}"' in html(first)
    assert "<b>Clinic" not in html(first)

    again = dict(first.context["typed"])
    assert me.post(ADD, again).status_code == 302
    assert Provider.objects.filter(status=S.DRAFT).count() == 1


def test_what_turned_up_meanwhile_is_shown_before_anything_is_added(me):
    factories.unclaimed_listing(display_name="Cedar Grove Clinic")
    again = dict(me.post(ADD, GOOD).context["typed"])
    newer = factories.unclaimed_listing(display_name="Cedar Grove Wellness").provider
    response = me.post(ADD, again)
    assert newer in [one.location.provider for one, _own in response.context["found"]]
    assert Provider.objects.filter(status=S.DRAFT).count() == 0


def test_ones_own_draft_is_opened_and_not_claimed(me):
    me.post(ADD, GOOD)
    response = me.post(ADD, GOOD)
    assert [own for _one, own in response.context["found"]] == [True]
    assert "You run this one" in html(response)


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\r\nBcc: x@evil.com"}, "name"),
        ({"name": "!!!"}, "__all__"),
        ({"street": ""}, "street"),
        ({"city": ""}, "city"),
        ({"city": "x" * 101}, "city"),
        ({"state": "XX"}, "state"),
        ({"zip": "8030"}, "zip"),
        ({"zip": "٨٠٣٠٢"}, "zip"),
        ({"phone": "12"}, "phone"),
        ({"phone": "x" * 100_000}, "phone"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "http://plain.example.com"}, "website"),
        ({"npi": "1234567890"}, "npi"),
        ({"location_type": "moon"}, "location_type"),
    ],
)
def test_bad_input_is_said_at_its_field_and_adds_nothing(me, over, field):
    response = me.post(ADD, GOOD | over)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert Provider.objects.count() == 0


def test_a_zip_code_of_another_state_is_said_at_its_field(me):
    factories.place("zip", "Boulder", "CO", code="80302", latitude=40.0, longitude=-105.0)
    response = me.post(ADD, GOOD | {"state": "WY"})
    assert response.status_code == 422
    assert "zip" in response.context["form"].errors


def test_telehealth_only_needs_no_street(me):
    me.post(ADD, GOOD | {"location_type": "virtual", "street": "left over"})
    site = Provider.objects.get().locations.get()
    assert (site.location_type, site.street, site.latitude) == ("virtual", "", None)


def test_fields_that_are_not_in_the_form_change_nothing(me):
    me.post(
        ADD,
        GOOD
        | {"status": "published", "slug": "mine", "is_in_register": "1", "last_confirmed_on": "2026-01-01"},
    )
    row = Provider.objects.get()
    assert (row.status, row.is_in_register, row.last_confirmed_on) == (S.DRAFT, False, None)
    assert row.slug != "mine"


def test_the_sixth_of_a_day_is_429(me):
    answers = [
        me.post(ADD, GOOD | {"name": f"{word} Practice", "phone": f"303 555 01{n:02}"}).status_code
        for n, word in enumerate(["Aspen", "Birch", "Cherry", "Dogwood", "Elder", "Fir"])
    ]
    assert answers == [302] * 5 + [429]
