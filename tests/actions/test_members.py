"""Roles, handing over, leaving, removing, giving up: what each leaves behind, and who hears of it."""

import pytest
from django.db import IntegrityError, connection, transaction
from pghistory.models import Context

from providers.actions import changes, invitations, members
from providers.actions.refusals import TransitionRefused
from providers.models import Membership, Provider, SearchRow
from providers.models.change_request import ChangedField
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db
OWNER, EDITOR = MemberRole.OWNER, MemberRole.EDITOR


@pytest.fixture
def provider():
    return factories.published_listing().provider


def roles(provider):
    return {row.user.email.split("-")[0]: row.role for row in provider.memberships.select_related("user")}


def membership(person, provider):
    return Membership.objects.get(user=person, provider=provider)


def second_owner(provider):
    person = cast.stranger()
    Membership.objects.create(provider=provider, user=person, role=OWNER)
    return person


@transaction.atomic
def committed(write):
    write()
    connection.check_constraints()


def last_context(provider):
    event = Membership.pgh_event_model.objects.filter(provider_id=provider.pk).order_by("-pgh_id").first()
    return Context.objects.get(pk=event.pgh_context_id).metadata


def told():
    return sorted((mail.to.split("@")[0], mail.subject) for mail in mailbox.sent())


def test_a_new_role_is_kept_with_who_gave_it_and_told(provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)

    members.change_role(by=owner, membership=membership(editor, provider), role=OWNER)

    assert roles(provider) == {"owner": OWNER, "editor": OWNER}
    assert last_context(provider) | {"url": ""} == {
        "event": "change_role",
        "by": owner.pk,
        "member": editor.pk,
        "url": "",
    }
    assert [(mail.to, mail.subject) for mail in mailbox.sent()] == [
        (editor.email, f"Your part in this listing changed: {provider.display_name}")
    ]
    assert "made you an owner" in mailbox.sent()[0].text


def test_the_only_owner_stays_an_owner(provider):
    owner = cast.owner(provider)
    cast.editor_of(provider)
    for act in (
        lambda: members.change_role(by=owner, membership=membership(owner, provider), role=EDITOR),
        lambda: members.leave(by=owner, provider=provider),
    ):
        with pytest.raises(TransitionRefused, match="only owner"):
            act()
    assert roles(provider) == {"owner": OWNER, "editor": EDITOR}
    assert mailbox.sent() == []


def test_handing_over_changes_both_places(provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)

    members.hand_over(by=owner, membership=membership(editor, provider))

    assert roles(provider) == {"owner": EDITOR, "editor": OWNER}
    assert {mail.to for mail in mailbox.sent()} == {owner.email, editor.email}
    with pytest.raises(TransitionRefused, match="Only an owner"):
        members.hand_over(by=owner, membership=membership(editor, provider))


def test_an_editor_may_do_none_of_it(provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)
    own, other = membership(editor, provider), membership(owner, provider)
    for act in (
        lambda: members.change_role(by=editor, membership=own, role=OWNER),
        lambda: members.remove(by=editor, membership=other),
        lambda: members.hand_over(by=editor, membership=other),
        lambda: members.release(by=editor, provider=provider),
    ):
        with pytest.raises(TransitionRefused, match="Only an owner"):
            act()
    assert roles(provider) == {"owner": OWNER, "editor": EDITOR}


def test_an_owner_of_another_listing_reaches_nobody_here(provider):
    editor = cast.editor_of(provider)
    with pytest.raises(TransitionRefused, match="Only an owner"):
        members.remove(by=cast.other_owner(), membership=membership(editor, provider))


def test_leaving_tells_the_owners(provider):
    editor = cast.editor_of(provider)
    members.leave(by=editor, provider=provider)
    assert roles(provider) == {"owner": OWNER}
    assert told() == [
        (f"owner-of-{provider.slug}", f"Who runs this listing changed: {provider.display_name}")
    ]
    with pytest.raises(TransitionRefused, match="not a member"):
        members.leave(by=editor, provider=provider)


def test_removing_tells_who_was_removed(provider):
    editor, owner = cast.editor_of(provider), cast.owner(provider)
    row = membership(editor, provider)
    members.remove(by=owner, membership=row)
    assert roles(provider) == {"owner": OWNER}
    assert [mail.to for mail in mailbox.sent()] == [editor.email]
    assert last_context(provider)["event"] == "remove_member"
    with pytest.raises(TransitionRefused, match="not a member any more"):
        members.remove(by=owner, membership=row)
    with pytest.raises(TransitionRefused, match="Leave this listing"):
        members.remove(by=owner, membership=membership(owner, provider))


@pytest.mark.parametrize(
    ("over", "after", "is_found"),
    [
        ({"is_in_register": True}, S.IMPORTED_UNCLAIMED, True),
        ({"is_in_register": False}, S.REMOVED_BY_REQUEST, False),
        ({"is_in_register": True, "status": S.TEMPORARILY_CLOSED}, S.IMPORTED_UNCLAIMED, True),
        ({"is_in_register": True, "status": S.PENDING_REVIEW}, S.IMPORTED_UNCLAIMED, True),
        ({"is_in_register": True, "status": S.CLAIMED_DRAFT}, S.IMPORTED_UNCLAIMED, True),
        ({"is_in_register": False, "status": S.DRAFT}, S.REMOVED_BY_REQUEST, False),
        ({"is_in_register": True, "status": S.SUSPENDED}, S.SUSPENDED, False),
        ({"is_in_register": False, "status": S.SUSPENDED}, S.REMOVED_BY_REQUEST, False),
        ({"is_in_register": False, "status": S.CLOSED}, S.CLOSED, False),
    ],
)
def test_giving_up_ends_every_part_in_it(over, after, is_found):
    site = factories.published_listing(**over)
    provider, owner = site.provider, cast.owner(site.provider)
    cast.editor_of(provider)

    members.release(by=owner, provider=provider)

    row = Provider.objects.get(pk=provider.pk)
    assert (row.status, row.last_confirmed_on, roles(row)) == (after, None, {})
    assert SearchRow.objects.filter(location=site).exists() is is_found
    assert len(mailbox.sent()) == 2


def test_giving_up_takes_back_what_waits(provider):
    owner = cast.owner(provider)
    change = changes.request_change(
        by=owner, provider=provider, field=ChangedField.DISPLAY_NAME, after="Another Name"
    )
    members.release(by=owner, provider=provider)
    change.refresh_from_db()
    assert change.status == "withdrawn"


def test_a_listing_with_another_owner_is_not_given_up(provider):
    owner = cast.owner(provider)
    second_owner(provider)
    with pytest.raises(TransitionRefused, match="Somebody else owns"):
        members.release(by=owner, provider=provider)
    assert Provider.objects.get(pk=provider.pk).status == S.PUBLISHED


def test_the_database_keeps_an_owner_whoever_asks(provider):
    cast.editor_of(provider)
    owners = Membership.objects.filter(provider=provider, role=OWNER)
    for write in (owners.delete, lambda: owners.update(role=EDITOR)):
        with pytest.raises(IntegrityError, match="has an owner"):
            committed(write)
    assert roles(provider) == {"owner": OWNER, "editor": EDITOR}


@pytest.mark.django_db(transaction=True)
def test_two_last_owners_cannot_both_leave():
    provider = factories.published_listing().provider
    people = [cast.owner(provider), second_owner(provider)]
    cast.editor_of(provider)

    found = at_once(*[lambda p=p: members.leave(by=p, provider=provider) for p in people])

    assert kinds(found) == ["NoneType", "TransitionRefused"]
    assert sorted(roles(provider).values()) == [EDITOR, OWNER]


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_go_behind_the_actions_back_are_held_by_the_database():
    provider = factories.published_listing().provider
    people = [cast.owner(provider), second_owner(provider)]
    cast.editor_of(provider)

    found = at_once(
        *[lambda p=p: Membership.objects.filter(provider=provider, user=p).delete() for p in people]
    )

    assert kinds(found) == ["IntegrityError", "tuple"]
    assert sorted(roles(provider).values()) == [EDITOR, OWNER]


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_remove_each_other():
    provider = factories.published_listing().provider
    one, two = cast.owner(provider), second_owner(provider)

    found = at_once(
        lambda: members.remove(by=one, membership=membership(two, provider)),
        lambda: members.remove(by=two, membership=membership(one, provider)),
    )

    assert kinds(found) == ["NoneType", "TransitionRefused"]
    assert list(roles(provider).values()) == [OWNER]


@pytest.mark.parametrize(
    "put_out",
    [
        lambda owner, row: members.remove(by=owner, membership=row),
        lambda owner, row: members.change_role(by=owner, membership=row, role=EDITOR),
    ],
)
def test_invitations_of_an_owner_who_is_put_out_are_taken_back(provider, put_out):
    owner, other = cast.owner(provider), second_owner(provider)
    theirs = invitations.invite(by=other, provider=provider, email="me@example.net", role=OWNER)
    kept = invitations.invite(by=owner, provider=provider, email="office@example.net", role=EDITOR)
    put_out(owner, membership(other, provider))
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is not None
    assert invitations.waiting(provider).get() == kept


def test_a_listing_that_leaves_the_site_ends_its_claims(provider):
    Provider.objects.update(website=claiming.WEBSITE)
    provider.refresh_from_db()
    owner, row = cast.owner(provider), claiming.proved(provider)
    members.release(by=owner, provider=provider)
    row.refresh_from_db()
    assert (row.status, Provider.objects.get().status) == ("refused", S.REMOVED_BY_REQUEST)
    assert "gave it up" in next(mail.text for mail in mailbox.sent() if "gave it up" in mail.text)


def test_an_owner_may_take_a_listed_practice_out_for_good():
    site = factories.published_listing(is_in_register=True)
    members.release(by=cast.owner(site.provider), provider=site.provider, take_out=True)
    assert Provider.objects.get().status == S.REMOVED_BY_REQUEST
    assert not SearchRow.objects.exists()
