"""The page of the people who run a listing: who may open it, what each button does, what it refuses."""

import pytest
from django.urls import reverse

from providers.actions import members as people
from providers.models import Invitation, Membership, Provider
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox

pytestmark = pytest.mark.django_db
OWNER, EDITOR = MemberRole.OWNER, MemberRole.EDITOR


@pytest.fixture
def provider():
    return factories.published_listing().provider


def url(name, provider, *more):
    return reverse(name, args=[provider.slug, *more])


def row_of(person):
    return Membership.objects.get(user=person)


def verbs(provider):
    """Each POST-only address with its good input."""
    editor = row_of(cast.editor_of(provider))
    invitation = Invitation.objects.first()
    return [
        (url("invite", provider), {"email": "new@example.org", "role": EDITOR}),
        (url("change_role", provider, editor.pk), {"role": OWNER}),
        (url("hand_over", provider, editor.pk), {}),
        (url("remove_member", provider, editor.pk), {}),
        (url("withdraw_invitation", provider, invitation.pk), {}),
    ]


def invited_by(client, provider, email="someone@example.org"):
    client.force_login(cast.owner(provider))
    return client.post(url("invite", provider), {"email": email, "role": EDITOR})


def test_an_invitation_is_sent_and_listed(client, provider):
    response = invited_by(client, provider)
    assert response["Location"] == url("members", provider)
    assert [mail.to for mail in mailbox.sent()] == ["someone@example.org"]
    html = client.get(url("members", provider)).content.decode()
    assert "An invitation is on its way to someone@example.org." in html
    assert "can be accepted until" in html


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"email": "nobody", "role": "editor"}, "id_email"),
        ({"email": "", "role": "editor"}, "id_email"),
        ({"email": "a@example.org\r\nBcc: b@example.org", "role": "editor"}, "id_email"),
        ({"email": "a\x00@example.org", "role": "editor"}, "id_email"),
        ({"email": "a@example.org", "role": "admin"}, "id_role"),
        ({"email": "a@example.org"}, "id_role"),
    ],
)
def test_bad_input_is_shown_at_its_field_and_sends_nothing(client, provider, data, field):
    client.force_login(cast.owner(provider))
    response = client.post(url("invite", provider), data)
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{field}' in html
    assert (Invitation.objects.count(), mailbox.sent()) == (0, [])


def test_owners_change_roles_hand_over_and_remove(client, provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)
    client.force_login(owner)
    client.post(url("change_role", provider, row_of(editor).pk), {"role": OWNER})
    assert row_of(editor).role == OWNER
    client.post(url("remove_member", provider, row_of(editor).pk))
    assert not Membership.objects.filter(user=editor).exists()

    editor = cast.editor_of(provider)
    client.post(url("hand_over", provider, row_of(editor).pk))
    assert (row_of(editor).role, row_of(owner).role) == (OWNER, EDITOR)


def test_editors_and_strangers_change_nothing(client, provider):
    invited_by(client, provider)
    people = [cast.editor_of(provider), cast.stranger(), cast.other_owner()]
    before = list(provider.memberships.values())
    for person, status in zip(people, (403, 404, 404), strict=True):
        client.force_login(person)
        found = [client.post(path, data).status_code for path, data in verbs(provider)]
        assert found == [status] * 5
    assert list(provider.memberships.values()) == before
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_signed_out_goes_to_sign_in_and_get_is_not_a_verb(client, provider):
    invited_by(client, provider)
    assert [client.get(path).status_code for path, _data in verbs(provider)] == [405] * 5
    client.logout()
    for path, data in [*verbs(provider), (url("leave", provider), {}), (url("give_up", provider), {})]:
        assert client.post(path, data)["Location"].startswith(reverse("account_login"))


def test_rows_of_another_listing_are_not_reached_through_ones_own(client, provider):
    other = factories.published_listing().provider
    theirs = row_of(cast.editor_of(other))
    client.force_login(cast.owner(provider))
    for name in ("change_role", "hand_over", "remove_member"):
        response = client.post(url(name, provider, theirs.pk), {"role": OWNER})
        assert response.status_code == 404
    theirs.refresh_from_db()
    assert (theirs.provider, theirs.role) == (other, EDITOR)


def test_what_has_changed_meanwhile_is_a_conflict(client, provider):
    editor = cast.editor_of(provider)
    client.force_login(cast.owner(provider))
    response = client.post(url("change_role", provider, row_of(editor).pk), {"role": EDITOR})
    assert response.status_code == 409
    assert "This person has this role already." in response.content.decode()


def test_the_only_owner_is_told_how_to_go(client, provider):
    cast.editor_of(provider)
    client.force_login(cast.owner(provider))
    response = client.post(url("leave", provider))
    assert response.status_code == 409
    assert "You are the only owner." in response.content.decode()
    assert url("give_up", provider) in response.content.decode()


def test_leaving_goes_home(client, provider):
    client.force_login(cast.editor_of(provider))
    assert client.post(url("leave", provider))["Location"] == reverse("your_listings")
    assert client.get(url("members", provider)).status_code == 404


def test_giving_up_asks_first(client, provider):
    client.force_login(cast.owner(provider))
    page = client.get(url("give_up", provider))
    assert page.status_code == 200
    assert Provider.objects.get(pk=provider.pk).status == S.PUBLISHED
    assert client.post(url("give_up", provider))["Location"] == reverse("your_listings")
    assert Provider.objects.get(pk=provider.pk).status == S.REMOVED_BY_REQUEST
    client.force_login(cast.editor_of(factories.published_listing().provider))
    assert client.get(url("give_up", provider)).status_code == 404


def test_an_owned_listing_with_two_owners_is_not_given_up(client, provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)
    people.change_role(by=owner, membership=row_of(editor), role=OWNER)
    client.force_login(owner)
    response = client.post(url("give_up", provider))
    assert response.status_code == 409
    assert "Somebody else owns this listing too." in response.content.decode()


def test_an_editor_sees_the_people_and_no_buttons(client, provider):
    client.force_login(cast.editor_of(provider))
    html = client.get(url("members", provider)).content.decode()
    assert cast.owner(provider).email in html
    assert url("invite", provider) not in html
    assert url("leave", provider) in html


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "-1", "x"])
def test_odd_keys_are_not_found(client, provider, pk):
    client.force_login(cast.owner(provider))
    assert client.post(f"{url('members', provider)}{pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "status"), [({}, S.IMPORTED_UNCLAIMED), ({"take_out": "on"}, S.REMOVED_BY_REQUEST)]
)
def test_giving_up_may_take_a_listed_practice_out_for_good(client, provider, typed, status):
    Provider.objects.filter(pk=provider.pk).update(is_in_register=True)
    client.force_login(cast.owner(provider))
    assert "for good" in client.get(url("give_up", provider)).content.decode()
    client.post(url("give_up", provider), typed)
    assert Provider.objects.get(pk=provider.pk).status == status
