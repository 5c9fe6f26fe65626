"""The signed link of a reminder: says “all true” for one person and one listing, once, for fourteen days.

Nothing is stored: the link names the confirmation that it follows, so that any newer one ends it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum

from django.core import signing

from providers.models import Attestation, Provider, User
from providers.models.attestation import LINK_DAYS
from providers.permissions import can_edit_listing

from .listings import CONFIRMABLE

SALT = "providers.still-true"
LIFE = datetime.timedelta(days=LINK_DAYS)


class End(Enum):
    UNREADABLE = "unreadable"
    EXPIRED = "expired"
    USED = "used"
    NOT_NOW = "not_now"


class DeadLink(Exception):
    """provider: None where the link does not even say which."""

    def __init__(self, end: End, provider: Provider | None = None) -> None:
        super().__init__(end.value)
        self.end, self.provider = end, provider


@dataclass(frozen=True)
class Link:
    provider: Provider
    person: User


def make(*, provider: Provider, person: User) -> str:
    return signing.dumps({"listing": provider.pk, "person": person.pk, "after": _latest(provider)}, salt=SALT)


def _latest(provider: Provider) -> str:
    """The last word that we have of the clinic."""
    newest = (
        Attestation.objects.filter(provider=provider).order_by("-pk").values_list("pk", flat=True).first()
    )
    return f"{newest or 0}/{provider.last_confirmed_on or ''}"


def read(token: str) -> Link:
    """Raises DeadLink. Changes nothing."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise DeadLink(End.UNREADABLE) from None
    provider = Provider.objects.filter(pk=said["listing"]).first()
    person = User.objects.filter(pk=said["person"], is_active=True).first()
    if provider is None or person is None or not can_edit_listing(person, provider):
        raise DeadLink(End.UNREADABLE)
    if said["after"] != _latest(provider):
        raise DeadLink(End.USED, provider)
    if _is_old(token):
        raise DeadLink(End.EXPIRED, provider)
    if provider.status not in CONFIRMABLE:
        raise DeadLink(End.NOT_NOW, provider)
    return Link(provider, person)


def _is_old(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.SignatureExpired:
        return True
    return False
