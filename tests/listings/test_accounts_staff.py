"""Staff reach no page but their own account's before a second factor."""

import pytest
from django.contrib.auth.management.commands import createsuperuser
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from providers.models import Provider, User

from .. import cast, factories, sign_in

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def test_staff_without_a_second_factor_are_sent_to_set_one_up(client):
    sign_in.by_password(client, cast.superuser())
    answer = client.get(INDEX)
    assert answer.url == f"{reverse('mfa_index')}?next={INDEX}"
    page = client.get(answer.url).content.decode()
    assert "Its pages open for you once you have a passkey or an authenticator app." in page


def test_what_they_send_changes_nothing(client):
    listing = factories.provider(display_name="As it was")
    sign_in.by_password(client, cast.superuser())
    client.post(f"/admin/providers/provider/{listing.pk}/change/", {"display_name": "Other"})
    assert Provider.objects.get().display_name == "As it was"


@pytest.mark.parametrize("path", [INDEX, "/admin/providers/user/", "/staff/", "/es/staff/", "/search/"])
def test_no_list_of_staff_pages_can_miss_one(client, path):
    sign_in.by_password(client, cast.reviewer())
    assert client.get(path).url.startswith((reverse("mfa_index"), "/es/account/2fa/"))


def test_with_a_second_factor_the_pages_open(client):
    sign_in.with_second_factor(client, cast.superuser())
    assert client.get(INDEX).status_code == 200


def test_a_session_from_before_the_second_factor_must_use_it(client):
    """Else a stolen password that signed in first would stay in."""
    person = sign_in.by_password(client, cast.superuser())
    sign_in.authenticator_app(person)
    assert client.get(INDEX).url == f"{reverse('mfa_reauthenticate')}?next={INDEX}"


def test_using_it_opens_the_page_that_was_asked_for(client):
    person = sign_in.by_password(client, cast.superuser())
    secret = sign_in.authenticator_app(person)
    answer = client.post(client.get(INDEX).url, {"code": sign_in.code_of(secret)})
    assert answer.url == INDEX
    assert client.get(INDEX).status_code == 200


def test_recovery_codes_without_a_factor_are_none(client):
    person = sign_in.with_second_factor(client, cast.superuser())
    person.authenticator_set.filter(type="totp").delete()
    person.authenticator_set.create(type="recovery_codes", data={})
    assert client.get(INDEX).url.startswith(reverse("mfa_index"))


def test_a_factor_of_somebody_else_is_none(client):
    sign_in.authenticator_app(cast.stranger())
    sign_in.by_password(client, cast.superuser())
    assert client.get(INDEX).url.startswith(reverse("mfa_index"))


def test_the_admin_has_no_sign_in_of_its_own(client):
    person = cast.superuser()
    assert (
        client.get(INDEX, follow=True).redirect_chain[-1][0] == f"{reverse('account_login')}?next=%2Fadmin%2F"
    )
    client.post("/admin/login/", {"username": person.email, "password": "correct horse"})
    assert "_auth_user_id" not in client.session


def test_who_is_no_staff_is_not_asked(client):
    sign_in.by_password(client, cast.stranger())
    assert client.get(reverse("about")).status_code == 200
    assert client.get(INDEX).status_code == 302


def test_a_visitor_without_a_session_costs_no_question(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(reverse("about"))
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies


def test_createsuperuser_makes_an_account_that_can_sign_in(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", sign_in.PASSWORD)
    call_command(createsuperuser.Command(), interactive=False, email="Root@Example.org", verbosity=0)
    person = User.objects.get()
    sign_in.with_second_factor(client, person)
    assert client.get(INDEX).status_code == 200
