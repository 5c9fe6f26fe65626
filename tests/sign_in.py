"""Signing in as people do: by the site's own forms, with the second factor that staff need."""

import time

import time_machine
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from providers.models import User

from . import cast

PASSWORD = "correct horse battery staple"


def with_password(person: User) -> User:
    """May sign in: the address is proved, and PASSWORD is the password."""
    if not person.check_password(PASSWORD):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return cast.verified(person)


def authenticator_app(person: User) -> str:
    """The key of an app that makes this person's codes."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def by_password(client: Client, person: User) -> User:
    with_password(person)
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.context["form"].errors
    return person


def with_second_factor(client: Client, person: User) -> User:
    """By password and a code, in one instant: a code lives for thirty seconds."""
    secret = authenticator_app(person)
    with time_machine.travel(time.time(), tick=False):
        by_password(client, person)
        answer = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.session["_auth_user_id"] == str(person.pk)
    return person
