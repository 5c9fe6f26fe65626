"""Staff publish or send back what waits for review, by the admin's list and the actions' rules."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from providers.models import Membership, Provider
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox, sign_in
from ..factories.facts import day

pytestmark = pytest.mark.django_db
LIST = reverse("admin:providers_provider_changelist")


@pytest.fixture
def waiting():
    provider = factories.published_listing(status=S.PENDING_REVIEW, last_confirmed_on=day()).provider
    cast.owner(provider)
    return provider


def decider(*codenames):
    person = cast.reader()
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_provider", *codenames]))
    return person


def asked(client, person, action, *rows, reason=""):
    if "_auth_user_id" not in client.session:
        sign_in.with_second_factor(client, person)
    data = {"action": action, "_selected_action": [row.pk for row in rows], "reason": reason}
    return client.post(LIST, data, follow=True).content.decode()


def status_of(provider):
    return Provider.objects.get(pk=provider.pk).status


def test_publishing_makes_it_public_and_tells_the_owner(client, waiting):
    html = asked(client, decider("change_changerequest"), "publish", waiting)
    assert "One listing is done." in html
    assert status_of(waiting) == S.PUBLISHED
    assert [mail.to for mail in mailbox.sent()] == [cast.owner(waiting).email]


def test_sending_back_needs_a_reason_that_the_owner_reads(client, waiting):
    person = decider("change_changerequest")
    assert "Give the reason." in asked(client, person, "send_back", waiting)
    assert status_of(waiting) == S.PENDING_REVIEW
    asked(client, person, "send_back", waiting, reason="The name is a slogan.")
    assert status_of(waiting) == S.CLAIMED_DRAFT
    assert "The name is a slogan." in mailbox.sent()[-1].text


def test_what_is_not_fit_is_named_and_the_rest_goes_through(client, waiting):
    bare = factories.provider(status=S.PENDING_REVIEW, display_name="Bare Clinic")
    html = asked(client, decider("change_changerequest"), "publish", waiting, bare)
    assert "Bare Clinic: The clinic has not confirmed this listing. Name at least one location." in html
    assert (status_of(waiting), status_of(bare)) == (S.PUBLISHED, S.PENDING_REVIEW)


def test_nobody_decides_on_their_own_listing(client, waiting):
    person = decider("change_changerequest")
    Membership.objects.create(provider=waiting, user=person, role=MemberRole.EDITOR)
    assert "no part in this listing" in asked(client, person, "publish", waiting)
    assert status_of(waiting) == S.PENDING_REVIEW


def test_staff_without_the_right_have_no_such_action(client, waiting):
    asked(client, decider(), "publish", waiting)
    assert status_of(waiting) == S.PENDING_REVIEW


def test_a_published_listing_is_not_sent_back(client):
    provider = factories.published_listing().provider
    html = asked(client, decider("change_changerequest"), "send_back", provider, reason="x")
    assert "the status is “Published”" in html
    assert status_of(provider) == S.PUBLISHED
