"""Signing up, in and out, a forgotten password, a new address: and no page tells who has an account."""

import re
import time

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from providers.models import User

from .. import cast, sign_in
from ..mailbox import sent

pytestmark = pytest.mark.django_db

PASSWORD = sign_in.PASSWORD
NEW = {"name": "Ana Ruiz", "email": "ana@clinic.example", "password1": PASSWORD}


def code_in(letter):
    return re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", letter.text, re.M)[0]


def sign_up(client, **over):
    return client.post(reverse("account_signup"), {**NEW, **over})


def words(answer):
    """A page without what differs on every visit."""
    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.content.decode())


def test_an_account_begins_with_a_code_from_the_mail(client):
    answer = sign_up(client)

    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in client.session
    (letter,) = sent()
    assert (letter.to, letter.template) == (NEW["email"], "account_code")

    answer = client.post(answer.url, {"code": code_in(letter)})

    assert answer.url == reverse("your_listings")
    person = User.objects.get()
    assert (person.name, person.email) == (NEW["name"], NEW["email"])
    assert person.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_code_says_so_and_the_third_ends_it(client):
    page = sign_up(client).url
    for _ in range(2):
        answer = client.post(page, {"code": "BBBB-BBBB"})
        assert answer.status_code == 422
        assert "This code is not right." in answer.content.decode()
    assert client.post(page, {"code": "BBBB-BBBB"}).url == reverse("account_login")
    assert client.post(page, {"code": code_in(sent()[0])}).url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_without_a_proved_address_nobody_signs_in(client):
    sign_up(client)
    stranger = Client()
    with time_machine.travel(time.time() + 11):  # one code in ten seconds
        answer = stranger.post(reverse("account_login"), {"login": NEW["email"], "password": PASSWORD})
    assert answer.url == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in stranger.session


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("email", "not an address", "Enter a valid email address."),
        ("email", "a@b.example\nBcc: all@b.example", "Enter a valid email address."),
        ("password1", "12345678", "This password is too common."),
        ("password1", "", "This field is required."),
        ("name", "", "This field is required."),
        ("name", "a" * 201, "at most 200 characters"),
        ("name", "a\0b", "Null characters are not allowed."),
    ],
)
def test_a_bad_sign_up_is_told_at_the_field(client, field, value, says):
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 422
    assert says in str(answer.context["form"].errors[field])
    assert not User.objects.exists()


def test_nobody_gives_themselves_rights_when_signing_up(client):
    sign_up(client, is_staff="1", is_superuser="1", is_active="0", joined_at="2001-01-01")
    person = User.objects.get()
    assert (person.is_staff, person.is_superuser, person.is_active) == (False, False, True)
    assert person.joined_at.year != 2001


def test_signing_up_tells_nobody_that_an_address_is_taken(client):
    sign_in.with_password(cast.stranger())
    known, other = sign_up(client, email=cast.stranger().email), sign_up(Client())

    assert (known.status_code, known.url) == (other.status_code, other.url)
    letters = {letter.to: letter.template for letter in sent()}
    assert letters == {cast.stranger().email: "account_exists", NEW["email"]: "account_code"}
    page, page_of_other = client.get(known.url), Client().get(known.url)
    assert page.status_code == 200
    assert page_of_other.status_code == 302  # nobody else sees whether a code was sent
    assert User.objects.filter(email=cast.stranger().email).count() == 1


def test_the_page_after_signing_up_is_the_same_for_both(client):
    sign_in.with_password(cast.stranger())
    other = Client()
    known = words(client.get(sign_up(client, email=cast.stranger().email).url))
    fresh = words(other.get(sign_up(other).url))
    assert known.replace(cast.stranger().email, "") == fresh.replace(NEW["email"], "")


@pytest.mark.parametrize("email", ["stranger@example.org", "nobody@example.org"])
def test_a_failed_sign_in_says_the_same_of_any_address(client, email):
    sign_in.with_password(cast.stranger())
    answer = client.post(reverse("account_login"), {"login": email, "password": "wrong horse"})
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "This address and this password do not belong together. Check both."
    ]


def test_an_unknown_address_costs_as_much_hashing_as_a_known_one(client, monkeypatch):
    sign_in.with_password(cast.stranger())
    hashed, encode = [], MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashed.append(1) or encode(*args))
    counts = []
    for email in ("stranger@example.org", "nobody@example.org"):
        hashed.clear()
        client.post(reverse("account_login"), {"login": email, "password": "wrong horse"})
        counts.append(len(hashed))
    assert counts == [1, 1]


def test_a_forgotten_password_answers_the_same_for_any_address():
    sign_in.with_password(cast.stranger())
    pages = []
    for email in ("stranger@example.org", "nobody@example.org"):
        person = Client()
        answer = person.post(reverse("account_reset_password"), {"email": email})
        page = person.get(answer.url)
        pages.append((answer.status_code, answer.url, page.status_code, words(page).replace(email, "")))
        wrong = person.post(answer.url, {"code": "BBBB-BBBB"})
        pages[-1] += (wrong.status_code, words(wrong).replace(email, ""))
    assert pages[0] == pages[1]
    assert [letter.template for letter in sent()] == ["account_reset", "account_unknown"]


def test_a_forgotten_password_is_set_anew_by_a_code_and_signs_others_out(client):
    person = sign_in.with_password(cast.stranger())
    thief = Client()
    sign_in.by_password(thief, person)

    page = client.post(reverse("account_reset_password"), {"email": person.email}).url
    page = client.post(page, {"code": code_in(sent()[-1])}).url
    answer = client.post(page, {"password1": "another good phrase", "password2": "another good phrase"})

    assert answer.url == reverse("account_password_reset_completed")
    assert thief.get(reverse("account_home")).status_code == 302
    assert sent()[-1].subject == "Your password was set anew with a code from your e-mail"
    person.refresh_from_db()
    assert person.check_password("another good phrase")
    assert "_auth_user_id" not in client.session


def test_a_code_for_a_password_works_once(client):
    person = sign_in.with_password(cast.stranger())
    page = client.post(reverse("account_reset_password"), {"email": person.email}).url
    code = code_in(sent()[-1])
    client.post(
        client.post(page, {"code": code}).url, {"password1": PASSWORD + "1", "password2": PASSWORD + "1"}
    )
    assert client.post(page, {"code": code}).url == reverse("account_login")
    assert Client().post(page, {"code": code}).url == reverse("account_login")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(client, target):
    person = sign_in.with_password(cast.stranger())
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": target}
    )
    assert answer.url == reverse("your_listings")
    assert client.post(reverse("account_logout"), {"next": target}).url == reverse("home")


def test_signing_in_leads_to_where_one_was_going(client):
    person = sign_in.with_password(cast.stranger())
    data = {"login": person.email.upper(), "password": PASSWORD, "next": reverse("account_name")}
    assert client.post(reverse("account_login"), data).url == reverse("account_name")


def test_signing_out_is_a_post_and_leaves_no_cookie(client):
    sign_in.by_password(client, cast.stranger())
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    answer = client.post(reverse("account_logout"))
    assert answer.url == reverse("home")
    assert answer.cookies["sessionid"].value == ""
    assert not Session.objects.exists()


def change_address(client, email):
    page = reverse("account_reauthenticate") + f"?next={reverse('account_email')}"
    client.post(page, {"password": PASSWORD})
    return client.post(reverse("account_email"), {"email": email, "action_add": ""})


def test_a_new_address_counts_after_its_code_and_both_are_told(client):
    person = sign_in.by_password(client, cast.stranger())
    page = change_address(client, "new@clinic.example").url
    person.refresh_from_db()
    assert person.email == "stranger@example.org"

    answer = client.post(page, {"code": code_in(sent()[-1])})

    assert answer.url == reverse("account_home")
    person.refresh_from_db()
    assert person.email == "new@clinic.example"
    assert [row.email for row in person.emailaddress_set.all()] == ["new@clinic.example"]
    told = [letter for letter in sent() if letter.template == "account_changed"]
    assert {letter.to for letter in told} == {"stranger@example.org", "new@clinic.example"}
    assert all("stranger@example.org" in letter.text for letter in told)


def test_changing_the_address_asks_for_the_password_first(client):
    sign_in.by_password(client, cast.stranger())
    answer = client.post(reverse("account_email"), {"email": "new@clinic.example", "action_add": ""})
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert sent() == []


def test_changing_to_an_address_that_is_taken_looks_like_any_other(client):
    taken = sign_in.with_password(cast.invited())
    sign_in.by_password(client, cast.stranger())
    answer = change_address(client, taken.email)
    assert answer.url == reverse("account_email_verification_sent")
    assert client.get(answer.url).status_code == 200
    assert cast.stranger().email == "stranger@example.org"


def test_two_who_sign_up_at_once_with_one_address(client, monkeypatch):
    """The slower finds the address free when asked and taken when saved."""
    sign_in.with_password(cast.stranger())
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email", lambda *args, **kwargs: True
    )
    answer = sign_up(client, email=cast.stranger().email)
    assert answer.url == reverse("account_email_verification_sent")
    assert [letter.template for letter in sent()] == ["account_exists"]


def test_an_address_is_one_login_however_it_is_written(client):
    User.objects.create_superuser(email="Root@Example.ORG", password=PASSWORD)
    assert User.objects.get().email == "root@example.org"
    answer = client.post(reverse("account_login"), {"login": "ROOT@example.org", "password": PASSWORD})
    assert answer.url == reverse("account_email_verification_sent")


def test_the_database_takes_no_login_in_capitals():
    person = cast.stranger()
    with pytest.raises(IntegrityError, match="user_email_lower_case"), transaction.atomic():
        User.objects.filter(pk=person.pk).update(email="Stranger@example.org")
