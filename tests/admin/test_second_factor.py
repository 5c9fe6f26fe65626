"""Staff take off a lost second factor: its owner is told, nobody sees what it is made from."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.urls import reverse

from providers.actions import account
from providers.actions.refusals import TransitionRefused

from .. import cast, sign_in
from ..mailbox import sent

pytestmark = pytest.mark.django_db


def lost():
    """A factor and the recovery codes beside it, of somebody else."""
    sign_in.authenticator_app(cast.stranger())
    Authenticator.objects.create(user=cast.stranger(), type="recovery_codes", data={"seed": "hidden-seed"})
    return Authenticator.objects.get(user=cast.stranger(), type="totp")


def page(name, *args):
    return reverse(f"admin:mfa_authenticator_{name}", args=args)


def test_a_lost_factor_is_taken_off_and_its_owner_told(client):
    factor = lost()
    sign_in.with_second_factor(client, cast.superuser())
    answer = client.post(page("delete", factor.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not Authenticator.objects.filter(user=cast.stranger()).exists()
    (letter,) = sent()
    assert (letter.to, letter.subject) == (
        cast.stranger().email,
        "Our staff took a second factor off your account",
    )


def test_several_at_once_go_the_same_way(client):
    factor = lost()
    sign_in.with_second_factor(client, cast.superuser())
    chosen = {"action": "delete_selected", "_selected_action": [factor.pk], "post": "yes"}
    client.post(page("changelist"), chosen)
    assert not Authenticator.objects.filter(user=cast.stranger()).exists()
    assert len(sent()) == 1


def test_what_it_is_made_from_is_not_shown_and_nothing_is_changed(client):
    factor = lost()
    sign_in.with_second_factor(client, cast.superuser())
    shown = client.get(page("change", factor.pk)).content.decode()
    assert cast.stranger().email in shown
    assert factor.data["secret"] not in shown
    assert client.get(page("add")).status_code == 403
    assert client.post(page("change", factor.pk), {"data": "{}"}).status_code == 403


def test_who_may_not_takes_none_off(client):
    factor = lost()
    sign_in.with_second_factor(client, cast.reviewer())
    assert client.post(page("delete", factor.pk), {"post": "yes"}).status_code == 403
    with pytest.raises(TransitionRefused, match="You may not"):
        account.take_off_factor(by=cast.reviewer(), factor=factor)
    assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_where_people_are_signed_in_is_not_the_staffs_to_see():
    for model in (EmailAddress, UserSession):
        assert not admin.site.is_registered(model)
