"""Invitations: one use, one address, seven days, and two who answer at once."""

import datetime
import re

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from providers.actions import invitations, members
from providers.actions.refusals import TransitionRefused
from providers.models import Invitation, Membership
from providers.models.membership import MemberRole

from .. import cast, factories, mailbox
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db
OWNER, EDITOR = MemberRole.OWNER, MemberRole.EDITOR
LINK = re.compile(r"/invitations/([^/\s]+)/")


@pytest.fixture
def provider():
    return factories.published_listing().provider


def invite(provider, email="invited@example.org", role=EDITOR, by=None):
    return invitations.invite(by=by or cast.owner(provider), provider=provider, email=email, role=role)


def token():
    """As the newest mail has it."""
    return LINK.search(mailbox.sent()[-1].text)[1]


def role_of(person, provider):
    return Membership.objects.filter(user=person, provider=provider).values_list("role", flat=True).first()


def test_the_mail_has_the_token_and_the_database_only_its_digest(provider):
    row = invite(provider, role=OWNER)
    mail = mailbox.sent()[0]
    assert mail.to == "invited@example.org"
    assert "invites you to be an owner" in mail.text
    assert token() in mail.html
    assert row.digest == invitations.digest_of(token())
    assert token() not in str(vars(Invitation.objects.get()))
    assert row.expires_at - row.invited_at >= datetime.timedelta(days=7) - datetime.timedelta(seconds=5)


def test_accepting_makes_a_member_and_tells_the_owners(provider):
    invite(provider)
    invitations.accept(by=cast.invited(), token=token())

    row = Invitation.objects.get()
    assert role_of(cast.invited(), provider) == EDITOR
    assert (row.accepted_by, row.accepted_at is not None) == (cast.invited(), True)
    assert (mailbox.sent()[-1].to, "accepted the invitation" in mailbox.sent()[-1].text) == (
        cast.owner(provider).email,
        True,
    )


def test_it_works_once(provider):
    invite(provider)
    used = token()
    invitations.accept(by=cast.invited(), token=used)
    members.leave(by=cast.invited(), provider=provider)

    with pytest.raises(TransitionRefused, match="has been used"):
        invitations.accept(by=cast.invited(), token=used)
    assert role_of(cast.invited(), provider) is None


def test_another_account_with_the_link_gets_nothing(provider):
    invite(provider)
    other = cast.verified(cast.stranger())
    with pytest.raises(invitations.WrongAddress):
        invitations.accept(by=other, token=token())
    assert role_of(other, provider) is None
    assert Invitation.objects.get().accepted_at is None


def test_an_address_that_nobody_has_proved_counts_for_nothing(provider):
    invite(provider, email="stranger@example.org")
    with pytest.raises(invitations.WrongAddress):
        invitations.accept(by=cast.stranger(), token=token())
    invitations.accept(by=cast.verified(cast.stranger()), token=token())
    assert role_of(cast.stranger(), provider) == EDITOR


def test_the_case_of_the_address_does_not_matter(provider):
    invite(provider, email="Invited@Example.org")
    invitations.accept(by=cast.invited(), token=token())
    assert role_of(cast.invited(), provider) == EDITOR


def test_it_runs_out_after_seven_days(provider):
    invite(provider)
    with (
        time_machine.travel(timezone.now() + datetime.timedelta(days=7, minutes=1)),
        pytest.raises(TransitionRefused, match="run out"),
    ):
        invitations.accept(by=cast.invited(), token=token())


def test_what_was_taken_back_or_replaced_is_dead(provider):
    first = invite(provider)
    old = token()
    second = invite(provider, email="INVITED@example.org")
    with pytest.raises(TransitionRefused, match="taken back"):
        invitations.accept(by=cast.invited(), token=old)

    invitations.withdraw(by=cast.owner(provider), invitation=second)
    with pytest.raises(TransitionRefused, match="taken back"):
        invitations.accept(by=cast.invited(), token=token())
    with pytest.raises(TransitionRefused, match="taken back already"):
        invitations.withdraw(by=cast.owner(provider), invitation=first)


@pytest.mark.parametrize("guess", ["", "1", "x" * 5000, "\x00", "\ud800", "../../admin"])
def test_a_guess_opens_nothing(provider, guess):
    invite(provider)
    with pytest.raises(TransitionRefused, match="does not exist"):
        invitations.accept(by=cast.invited(), token=guess)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x@example.org\nBcc: all@example.org", f"{'x' * 300}@example.org"]
)
def test_what_is_no_address_is_refused(provider, email):
    with pytest.raises(ValidationError):
        invite(provider, email=email)
    assert Invitation.objects.count() == 0
    assert mailbox.sent() == []


def test_a_member_is_not_invited_again(provider):
    editor = cast.editor_of(provider)
    with pytest.raises(TransitionRefused, match="member already"):
        invite(provider, email=editor.email)


def test_only_owners_invite(provider):
    for person in (cast.editor_of(provider), cast.stranger(), cast.other_owner()):
        with pytest.raises(TransitionRefused, match="Only an owner"):
            invite(provider, by=person)
    assert mailbox.sent() == []


def test_nobody_floods_other_people_with_invitations(provider):
    for number in range(invitations.PER_DAY):
        invite(provider, email=f"person{number}@example.org")
    with pytest.raises(TransitionRefused, match="Too many"):
        invite(provider, email="one-more@example.org")
    assert len(mailbox.sent()) == invitations.PER_DAY


def test_an_editor_becomes_an_owner_by_an_owners_invitation_and_never_less(provider):
    invite(provider, role=EDITOR)
    as_editor = token()
    Membership.objects.create(provider=provider, user=cast.invited(), role=OWNER)
    invitations.accept(by=cast.invited(), token=as_editor)
    assert role_of(cast.invited(), provider) == OWNER


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one_member():
    provider = factories.published_listing().provider
    invite(provider)
    person, link = cast.invited(), token()

    found = at_once(*[lambda: invitations.accept(by=person, token=link)] * 2)

    assert kinds(found) == ["Membership", "TransitionRefused"]
    assert Membership.objects.filter(user=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_taking_back_at_once_do_not_both_happen():
    provider = factories.published_listing().provider
    row = invite(provider)
    person, link, owner = cast.invited(), token(), cast.owner(provider)

    found = at_once(
        lambda: invitations.accept(by=person, token=link),
        lambda: invitations.withdraw(by=owner, invitation=row),
    )

    assert "TransitionRefused" in kinds(found)
    row.refresh_from_db()
    assert (row.accepted_at is None) != (row.withdrawn_at is None)
    assert Membership.objects.filter(user=person).exists() == (row.accepted_at is not None)
