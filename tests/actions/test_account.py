"""The end of an account and what it holds: nothing forgotten, nothing left behind, nobody else touched."""

import datetime
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from providers.actions import account, account_holdings, claims
from providers.actions.refusals import TransitionRefused
from providers.models import Check, Claim, Document, Invitation, Membership, Message, Provider, User
from providers.models.vocabulary import CheckMethod, CheckResult, ListingStatus

from .. import cast, claiming, factories, sign_in
from ..mailbox import sent
from ..models.rows import MAKERS

pytestmark = pytest.mark.django_db


def settled():
    """Somebody with a bit of everything, who edits a listing that another owns."""
    listing = factories.published_listing().provider
    person = cast.editor_of(listing)
    sign_in.with_second_factor(Client(), person)
    MAKERS[Message]()
    Message.objects.update(to=person.email)
    return person


def test_deleting_leaves_nothing_of_the_person():
    person = settled()
    pk, email = person.pk, person.email

    account.delete(by=person)

    assert not User.objects.filter(pk=pk).exists()
    for model in (EmailAddress, Authenticator, UserSession, Session):
        assert not model.objects.exists()
    assert not Membership.objects.filter(user_id=pk).exists()
    assert [(letter.to, letter.template) for letter in sent()] == [(email, "account_deleted")]


def test_the_only_owner_of_a_listing_must_let_go_first():
    listing = factories.published_listing(display_name="Boulder Ketamine").provider
    person = cast.owner(listing)
    cast.editor_of(listing)
    with pytest.raises(TransitionRefused, match="You are the only owner of Boulder Ketamine"):
        account.delete(by=person)
    assert User.objects.filter(pk=person.pk).exists()
    assert Provider.objects.get().memberships.count() == 2


def test_with_another_owner_one_may_go_and_the_listing_stays():
    listing = factories.published_listing().provider
    person, other = cast.owner(listing), cast.stranger()
    Membership.objects.create(provider=listing, user=other, role="owner")
    account.delete(by=person)
    assert list(listing.memberships.values_list("user_id", flat=True)) == [other.pk]
    assert Provider.objects.get().status == listing.status


def test_whom_a_check_names_stays_as_nobody():
    person = cast.reviewer()
    sign_in.with_second_factor(Client(), person)
    looked_up_by(person)

    account.delete(by=person)

    shell = User.objects.get(pk=person.pk)
    assert shell.email.endswith("@deleted.invalid")
    assert (shell.name, shell.last_login) == ("", None)
    assert (shell.is_active, shell.is_staff, shell.is_superuser) == (False, False, False)
    assert not shell.has_usable_password()
    assert not shell.user_permissions.exists()
    for model in (EmailAddress, Authenticator, UserSession, Session):
        assert not model.objects.exists()
    assert Check.objects.get().by == shell


def looked_up_by(person):
    return factories.licence().checks.create(
        source="the register",
        source_date=datetime.date(2026, 1, 5),
        checked_at=timezone.now(),
        method=CheckMethod.REGISTER_WEB,
        result=CheckResult.AGREES,
        by=person,
    )


def test_a_listing_that_is_being_claimed_is_free_again():
    listing = factories.unclaimed_listing().provider
    person = cast.verified(cast.stranger())
    claims.start(by=person, provider=listing)
    account.delete(by=person)
    assert not Claim.objects.exists()
    assert Provider.objects.get().status == ListingStatus.IMPORTED_UNCLAIMED


def test_an_invitation_stays_as_a_step_without_the_address():
    person = cast.stranger()
    invitation = MAKERS[Invitation]()
    Invitation.objects.update(email=person.email)

    account.delete(by=person)

    invitation.refresh_from_db()
    assert invitation.email.endswith("@deleted.invalid")
    kept = Invitation.pgh_event_model.objects.values_list("email", flat=True)
    assert person.email not in kept


def test_others_keep_everything():
    other = settled()
    person = cast.stranger()
    sign_in.by_password(Client(), person)
    account.delete(by=person)
    assert Authenticator.objects.get().user == other
    assert UserSession.objects.get().user == other
    assert Message.objects.filter(to=other.email).exists()


def unzipped(person):
    with account_holdings.archive(by=person) as packed:
        return zipfile.ZipFile(io.BytesIO(packed.read()))


def test_the_archive_holds_every_kind_of_row_that_names_a_person():
    person = settled()
    held = json.loads(unzipped(person).read("account.json"))

    assert held["account"]["email"] == person.email
    assert set(held["rows"]) == {account_holdings.label_of(row) for row in account_holdings.relations()}
    assert {"providers.claim.claimant", "providers.membership.user", "mfa.authenticator.user"} <= set(
        held["rows"]
    )
    assert held["rows"]["providers.membership.user"][0]["role"] == "editor"
    assert held["rows"]["account.emailaddress.user"][0]["email"] == person.email
    assert held["mail"][0]["subject"] == "A code"


def test_the_archive_holds_nothing_of_others_and_nothing_secret():
    person = settled()
    sign_in.with_second_factor(Client(), cast.stranger())
    text = unzipped(person).read("account.json").decode()
    assert "stranger@example.org" not in text
    assert person.password not in text
    for row in Authenticator.objects.all():
        assert row.data["secret"] not in text
    for session in Session.objects.all():
        assert session.session_key not in text


def test_what_was_uploaded_lies_beside_it_under_a_name_of_ours():
    person, licence = cast.stranger(), factories.licence()
    document = Document(
        provider=factories.provider(),
        credential=licence, name="../../etc/passwd", content_type="application/pdf", size=4, digest="0" * 64,
        uploaded_by=person,
    )  # fmt: skip
    document.file.save("x", ContentFile(b"%PDF"), save=True)
    packed = unzipped(person)
    name = f"documents/{document.public_id}.pdf"
    assert packed.namelist() == ["account.json", name]
    assert packed.read(name) == b"%PDF"

    document.file.storage.delete(document.file.name)
    assert unzipped(person).namelist() == ["account.json"]


def test_a_name_is_changed_and_nothing_else():
    person = cast.stranger()
    account.rename(by=person, name="Ana Ruiz")
    person.refresh_from_db()
    assert (person.name, person.email) == ("Ana Ruiz", "stranger@example.org")


@pytest.mark.parametrize(
    ("days", "over", "is_kept"),
    [
        (8, {}, False),
        (6, {}, True),
        (8, {"is_staff": True}, True),
        (8, {"is_active": False}, True),
        (8, {"last_login": timezone.now()}, True),
    ],
)
def test_an_account_that_nobody_proved_is_forgotten_after_a_week(days, over, is_kept):
    now = timezone.now()
    factories.user(joined_at=now - datetime.timedelta(days=days), **over)
    assert account.forget_unproved(now=now) == (0 if is_kept else 1)
    assert User.objects.exists() == is_kept


def test_a_proved_one_is_kept_and_sign_ins_that_are_over_go():
    person = sign_in.by_password(Client(), cast.stranger())
    User.objects.update(last_login=None, joined_at=timezone.now() - datetime.timedelta(days=400))
    account.forget_unproved(now=timezone.now())
    assert (User.objects.get(), UserSession.objects.count()) == (person, 1)
    account.forget_unproved(now=timezone.now() + datetime.timedelta(days=15))
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()
    assert User.objects.exists()


def test_letters_and_invitations_go_whatever_the_case_of_the_address():
    person, invitation = cast.stranger(), MAKERS[Invitation]()
    MAKERS[Message]()
    Message.objects.update(to="Stranger@Example.ORG")
    Invitation.objects.update(email="Stranger@example.org")
    assert len(account_holdings.holdings(by=person)["mail"]) == 1
    account.delete(by=person)
    invitation.refresh_from_db()
    assert invitation.email.endswith("@deleted.invalid")
    assert [(letter.to, letter.template) for letter in sent()] == [(person.email, "account_deleted")]


def test_the_address_that_proved_a_claim_is_forgotten_with_its_claimant():
    row = claiming.proved()
    account.delete(by=row.claimant)
    steps = Claim.pgh_event_model.objects.values_list("sent_to", "part", "official_name")
    assert set(steps) == {("", "", "")}
    assert not Message.objects.filter(to=claiming.ADDRESS).exists()
