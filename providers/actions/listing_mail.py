"""Tells the people of a listing what happened to it: one mail to each, in the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation

from providers.models import Provider, User
from providers.models.membership import MemberRole

from . import mail
from .links import absolute

LANGUAGE = "en"


def owners_of(provider: Provider) -> list[User]:
    """Those who can be reached; an account that was switched off gets no mail."""
    owned = {"memberships__provider": provider, "memberships__role": MemberRole.OWNER}
    return list(User.objects.filter(is_active=True, **owned).order_by("pk"))


def members_of(provider: Provider) -> list[User]:
    return list(User.objects.filter(is_active=True, memberships__provider=provider).order_by("pk"))


def called(person: User | None) -> str:
    """How others of the listing know somebody."""
    return (person.name or person.email) if person else ""


def address_of(name: str, *arguments: str) -> str:
    """The whole address of a page, in the language of the mail and not of whoever caused it."""
    with translation.override(LANGUAGE):
        return absolute(reverse(name, args=arguments))


def tell(people: Iterable[User], *, template: str, provider: Provider, **context: Any) -> None:
    """Each person once. Every mail is an event of its own, so its key is new."""
    occasion = uuid.uuid4().hex
    for person in {person.pk: person for person in people}.values():
        mail.send(
            to=person.email,
            template=template,
            key=f"{template}:{provider.pk}:{occasion}:{person.pk}",
            context={
                "listing": provider.display_name,
                "to": person,
                "listing_url": address_of("listing_home", provider.slug),
                **context,
            },
            language=LANGUAGE,
        )
