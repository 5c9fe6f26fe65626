"""Passkeys, authenticator apps and recovery codes; hostile answers; the list of sign-ins."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.test import Client
from django.urls import reverse

from providers.templatetags.visitor import browser

from .. import cast, sign_in
from ..mailbox import sent

pytestmark = pytest.mark.django_db

HOSTILE = [
    "",
    "null",
    "[]",
    "{}",
    "1",
    '"x"',
    "{",
    '{"id": "x"}',
    '{"id": null, "rawId": 3, "response": [], "type": "public-key"}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA","attestationObject":"AA"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
    '"signature":"AA","userHandle":"OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}}',
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA",'
    '"signature":"AA","userHandle":"gg"}}',
    '{"id": "\\u0000"}',
    "\0",
    "[" * 5000,
    '{"response": {"userHandle": {"a": 1}}}',
]


def confirmed(client, person):
    sign_in.by_password(client, person)
    client.post(reverse("account_reauthenticate") + "?next=/", {"password": sign_in.PASSWORD})
    return person


def kinds(person):
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))


def test_an_app_is_added_with_its_code_and_recovery_codes_come_with_it(
    client, django_capture_on_commit_callbacks
):
    person = confirmed(client, cast.stranger())
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert page.context["totp_svg_data_uri"] in page.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": sign_in.code_of(secret)})

    assert answer.url == reverse("mfa_view_recovery_codes")
    assert kinds(person) == {"totp", "recovery_codes"}
    assert sent()[-1].subject == "An authenticator app was added to your account"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    stored = json.dumps([row.data for row in Authenticator.objects.all()])
    assert secret not in stored


def test_what_is_stored_opens_only_with_the_key_of_the_site(settings):
    person = cast.stranger()
    secret = sign_in.authenticator_app(person)
    app = Authenticator.objects.get()
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, long enough to be one of its own kind"
    with pytest.raises(InvalidToken):
        app.wrap().validate_code(sign_in.code_of(secret))
    settings.SECRET_KEY_FALLBACKS = [old]
    assert app.wrap().validate_code(sign_in.code_of(secret))


def test_a_recovery_code_signs_in_once(client):
    person = sign_in.with_second_factor(client, cast.stranger())
    client.post(reverse("account_reauthenticate") + "?next=/", {"password": sign_in.PASSWORD})
    client.post(reverse("mfa_generate_recovery_codes"))
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    outcomes = []
    for _ in range(2):
        other = Client()
        sign_in.by_password(other, person)
        outcomes.append(other.post(reverse("mfa_authenticate"), {"code": code}).status_code)
    assert outcomes == [302, 422]


def test_a_password_alone_is_not_enough_any_more(client):
    person = cast.stranger()
    sign_in.authenticator_app(person)
    sign_in.by_password(client, person)
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("account_home")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["mfa_activate_totp", "mfa_add_webauthn", "account_delete", "account_download", "account_email"]
)
def test_sensitive_steps_ask_who_it_is(client, name):
    sign_in.by_password(client, cast.stranger())
    answer = client.post(reverse(name), {"email": "a@b.example", "action_add": ""})
    assert answer.url == f"{reverse('account_reauthenticate')}?next={reverse(name).replace('/', '%2F')}"


@pytest.mark.parametrize("credential", HOSTILE)
def test_a_hostile_passkey_is_a_wrong_answer(client, credential):
    confirmed(client, cast.stranger())
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"name": "x", "credential": credential})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", HOSTILE)
def test_nobody_signs_in_with_a_hostile_passkey(client, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential})
    assert answer.url == reverse("account_login")
    assert "_auth_user_id" not in client.session


def test_passkeys_of_others_are_not_there(client):
    other = Authenticator.objects.create(user=cast.invited(), type="webauthn", data={"name": "theirs"})
    confirmed(client, cast.stranger())
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert client.post(reverse(name, args=[other.pk]), {"name": "mine"}).status_code == 404
    other.refresh_from_db()
    assert other.data == {"name": "theirs"}


def test_every_sign_in_is_listed_and_ends_everywhere_else(client):
    person = cast.stranger()
    phone, laptop = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Safari/604"}), Client()
    for device in (phone, laptop, client):
        sign_in.by_password(device, person)
    page = client.get(reverse("usersessions_list"))
    assert "Safari, iPhone" in page.content.decode()
    assert page.context["session_count"] == 3

    answer = client.post(reverse("usersessions_list"))

    assert answer.url == reverse("usersessions_list")
    assert UserSession.objects.get().session_key == client.session.session_key
    for device in (phone, laptop):
        assert device.get(reverse("account_home")).status_code == 302
    assert client.get(reverse("account_home")).status_code == 200


def test_sign_ins_of_others_are_neither_listed_nor_ended(client):
    other = Client()
    sign_in.by_password(other, cast.invited())
    sign_in.by_password(client, cast.stranger())
    assert client.get(reverse("usersessions_list")).context["session_count"] == 1
    client.post(reverse("usersessions_list"))
    assert other.get(reverse("account_home")).status_code == 200


def test_a_changed_password_ends_the_other_sign_ins(client):
    other, person = Client(), sign_in.with_password(cast.stranger())
    for device in (other, client):
        device.post(reverse("account_login"), {"login": person.email, "password": sign_in.PASSWORD})
    data = {"oldpassword": sign_in.PASSWORD, "password1": "new good phrase", "password2": "new good phrase"}
    assert client.post(reverse("account_change_password"), data).url == reverse("account_home")
    assert other.get(reverse("account_home")).status_code == 302
    assert client.get(reverse("account_home")).status_code == 200
    assert sent()[-1].subject == "Your password was changed"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/605 Version/18 Safari/605",
            "Safari, Mac",
        ),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_far_as_it_can_be_told(agent, words):
    assert browser(agent) == words
