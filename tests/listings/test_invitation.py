"""The page behind an invitation's link: signed out, as somebody else, as the invited, and after its end."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from providers.actions import invitations
from providers.models import Invitation, Membership
from providers.models.membership import MemberRole

from .. import cast, factories, mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    return factories.published_listing(display_name="Clear Creek Clinic").provider


@pytest.fixture
def path(provider):
    invitations.invite(
        by=cast.owner(provider), provider=provider, email="invited@example.org", role=MemberRole.EDITOR
    )
    return re.search(r"(/invitations/\S+)", mailbox.sent()[-1].text)[1]


def members(provider):
    return set(provider.memberships.values_list("user__email", flat=True))


def test_signed_out_it_says_what_it_is_and_leads_to_sign_in(client, path, provider):
    html = client.get(path).content.decode()
    assert "invites you to be an editor" in html
    assert f"{reverse('account_login')}?next={path}" in html
    response = client.post(path)
    assert response["Location"] == f"{reverse('account_login')}?next={path}"
    assert members(provider) == {cast.owner(provider).email}


def test_looking_changes_nothing(client, path):
    before = Invitation.objects.values().get()
    client.force_login(cast.invited())
    assert [client.get(path).status_code, client.head(path).status_code] == [200, 200]
    assert Invitation.objects.values().get() == before


def test_the_invited_accepts_and_arrives_at_the_listing(client, path, provider):
    client.force_login(cast.invited())
    response = client.post(path, {"next": "https://evil.example.org/"})
    assert response["Location"] == reverse("listing_home", args=[provider.slug])
    assert "Welcome. Your role here: Editor." in client.get(response["Location"]).content.decode()
    assert Membership.objects.get(user=cast.invited()).role == MemberRole.EDITOR


def test_a_used_link_says_so(client, path, provider):
    client.force_login(cast.invited())
    client.post(path)
    again = client.post(path)
    assert (again.status_code, client.get(path).status_code) == (409, 410)
    assert "An invitation works once." in again.content.decode()
    assert len(members(provider)) == 2


def test_somebody_else_who_got_the_link_is_refused(client, path, provider):
    client.force_login(cast.verified(cast.stranger()))
    page = client.get(path).content.decode()
    assert "You are signed in as stranger@example.org." in page
    assert '<button class="button" type="submit">' not in page
    response = client.post(path, {"email": "invited@example.org"})
    assert response.status_code == 403
    assert members(provider) == {cast.owner(provider).email}


def test_the_right_address_without_proof_is_asked_for_it(client, path, provider):
    person = factories.user(email="invited@example.org")
    client.force_login(person)
    assert "Confirm your address first" in client.get(path).content.decode()
    assert client.post(path).status_code == 403
    assert members(provider) == {cast.owner(provider).email}


def test_after_a_week_it_has_run_out(client, path):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        client.force_login(cast.invited())
        page = client.get(path)
        assert page.status_code == 410
        assert "has run out" in page.content.decode()
        assert client.post(path).status_code == 409


@pytest.mark.parametrize("token", ["1", "x" * 3000, "%00", "..%2f..%2fadmin", "é"])
def test_a_guessed_link_is_not_found(client, path, token):
    for answer in (client.get(f"/invitations/{token}/"), client.post(f"/invitations/{token}/")):
        assert answer.status_code in (400, 404)
