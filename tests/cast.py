"""The people of the tests, each with one relation to the product."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser, Permission

from providers.models import Membership, Provider, User
from providers.models.membership import MemberRole
from providers.permissions import ROLES

from . import factories

READS_REPORTS = ("view_report", "change_report")
EDITS_WORDS = ("view_question", "change_question", "view_questiontext", "change_questiontext")
CHECKS = ("add_check", "view_credential")
DECIDES = ("add_decision", *CHECKS)
DECIDES_CLAIMS = ("view_claim", "change_claim")
DECIDES_CHANGES = ("view_changerequest", "change_changerequest")
REVIEWS, LEADS, OPERATES = ROLES["Reviewers"], ROLES["Lead reviewers"], ROLES["Operators"]


def _person(email: str, **over: Any) -> User:
    """The same person each time within a test."""
    return User.objects.filter(email=email).first() or factories.user(email=email, **over)


def _staff(name: str, *permissions: str) -> User:
    person = _person(f"{name}@example.org", name=name.title(), is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="providers", codename__in=permissions)
    )
    return person


def stranger() -> User:
    """Signed in, and nothing to do with anything."""
    return _person("stranger@example.org")


def anonymous() -> AnonymousUser:
    return AnonymousUser()


def editor() -> User:
    """Staff who may change the questions."""
    return _staff("editor", *EDITS_WORDS)


def reader() -> User:
    """Staff who may read reports and nothing else."""
    return _staff("reader", *READS_REPORTS)


def checker() -> User:
    """Staff who look things up at the source, and decide nothing."""
    return _staff("checker", *CHECKS)


def reviewer() -> User:
    """Staff who decide."""
    return _staff("reviewer", *REVIEWS)


def other_reviewer() -> User:
    """A colleague of the reviewer with the same rights."""
    return _staff("colleague", *REVIEWS)


def operator() -> User:
    """Staff who see the workbench, write notes and call, and decide nothing."""
    return _staff("operator", *OPERATES)


def lead_reviewer() -> User:
    """Another who decides: appeals and the second pair of eyes, revocations, assignments, feeds."""
    return _staff("lead", *LEADS)


def superuser() -> User:
    return User.objects.create_superuser(email="root@example.org", password="correct horse")


def claimant() -> User:
    """Signed in, and claims a listing."""
    return _person("dana@example.net", name="Dana Office")


def _member(email: str, provider: Provider, role: str) -> User:
    person = _person(email)
    Membership.objects.get_or_create(provider=provider, user=person, defaults={"role": role})
    return person


def owner(provider: Provider) -> User:
    """Owns this listing."""
    return _member(f"owner-of-{provider.slug}@example.org", provider, MemberRole.OWNER)


def editor_of(provider: Provider) -> User:
    """Edits this listing, which somebody else owns."""
    owner(provider)
    return _member(f"editor-of-{provider.slug}@example.org", provider, MemberRole.EDITOR)


def other_owner() -> User:
    """Owns a listing of their own, and has nothing to do with any other."""
    person = _person("other-owner@example.org")
    if not person.memberships.exists():
        Membership.objects.create(
            provider=factories.published_listing().provider, user=person, role=MemberRole.OWNER
        )
    return person


def verified(person: User) -> User:
    """Has proved that the account's address is theirs."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person


def invited() -> User:
    """Signed in with a proved address; not a member of anything yet."""
    return verified(_person("invited@example.org"))
