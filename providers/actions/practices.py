"""A practice that no register lists: a draft with its first location, owned by whoever adds it.

Nobody else sees a draft; staff look at it before it is published.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import pghistory
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from providers.models import Location, Membership, Provider, User
from providers.models.membership import MemberRole
from providers.models.vocabulary import Basis, ListingStatus, LocationType

from . import throttle
from .clock import today
from .gates import asked
from .imported_names import LONGEST_SLUG, free_slugs
from .refusals import refuse_unless
from .whereabouts import put_at_its_zip, refuse_foreign_zip

ADDED_PER_DAY = 5
TRIES = 5  # of a free address, while others take the same one
TAKEN_SLUGS = frozenset({"claim", "remove"})  # pages of the listing itself have these addresses


@dataclass(frozen=True)
class Address:
    """phone in E.164. A telehealth-only practice names the state it works from; its street stays empty."""

    city: str
    state: str
    zip: str = ""
    street: str = ""
    street2: str = ""
    phone: str = ""
    location_type: str = LocationType.PHYSICAL


@transaction.atomic
def add(*, by: User, name: str, address: Address, npi: str = "", website: str = "") -> Provider:
    """The same again by the same person is the draft that is there already."""
    person = User.objects.select_for_update().get(pk=by.pk)
    name = " ".join(name.split())
    if there := _own_draft(person, name, address):
        return there
    refuse_unless(slugify(name, allow_unicode=True) != "", _("Give the name of the practice."))
    refuse_foreign_zip(address.zip, address.state)
    throttle.count(scope="add-practice", address=f"account {by.pk}", limit=ADDED_PER_DAY)
    with pghistory.context(event="add_practice", by=by.pk):
        provider = _provider(by, name, address, npi, website)
        _location(by, provider, address)
        Membership.objects.create(provider=provider, user=person, role=MemberRole.OWNER)
    asked.for_listing(provider.pk)
    return provider


def _own_draft(person: User, name: str, address: Address) -> Provider | None:
    own = Provider.objects.owned_by(person).filter(status=ListingStatus.DRAFT, display_name__iexact=name)
    return own.filter(locations__zip=address.zip, locations__state=address.state).first()


def _provider(by: User, name: str, address: Address, npi: str, website: str) -> Provider:
    slug = slugify(f"{name} {address.city} {address.state}")[:LONGEST_SLUG].strip("-") or "provider"
    provider = Provider(
        display_name=name,
        npi=npi,
        website=website,
        status=ListingStatus.DRAFT,
        **_said_by(by),
    )
    provider.full_clean(exclude=["confirmed_by", "slug"])
    _save_with_free_slug(provider, slug)
    return provider


def _save_with_free_slug(provider: Provider, wanted: str) -> None:
    """A stranger may add a practice of the same name at this moment: who comes second gets the next one."""
    for last in (*[False] * (TRIES - 1), True):
        provider.slug = free_slugs([wanted])[0]
        try:
            with transaction.atomic():
                provider.save(force_insert=True)
            return
        except IntegrityError:
            if last or free_slugs([wanted])[0] == provider.slug:
                raise


def _location(by: User, provider: Provider, address: Address) -> Location:
    slug = slugify(address.city) or "main"
    location = Location(
        provider=provider, slug="main" if slug in TAKEN_SLUGS else slug, **asdict(address), **_said_by(by)
    )
    put_at_its_zip(location)
    location.full_clean(exclude=["provider", "confirmed_by"])
    location.save()
    return location


def _said_by(by: User) -> dict[str, object]:
    return {"basis": Basis.PROVIDER_ATTESTED, "source": "", "confirmed_on": today(), "confirmed_by": by}
