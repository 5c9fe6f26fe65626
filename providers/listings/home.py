"""The signed-in home, and the home of one listing: what needs attention, how things stand, where to go."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from providers.actions import gaps, invitations
from providers.models import Claim, Membership, Provider, User
from providers.models.claim import OPEN_CLAIMS
from providers.models.membership import MemberRole
from providers.models.vocabulary import ListingStatus as S
from providers.permissions import Permission, allows

from .attention import DRAFTS, ENDED, attention, by_listing
from .entrance import editing
from .gap_words import MissingPart, missing_parts
from .places_to_go import to_section
from .sections import SECTIONS
from .status_words import State, state_of

GONE = (S.MERGED, S.REMOVED_BY_REQUEST)


@dataclass(frozen=True)
class Row:
    """completeness: percent; None for a listing without a location. waits: how many things need attention."""

    listing: Provider
    role: str
    state: State
    completeness: int | None
    waits: int
    is_gone: bool


@login_required
@never_cache
@require_safe
def your_listings(request: HttpRequest) -> HttpResponse:
    person, today = _person(request), timezone.localdate()
    memberships = list(
        Membership.objects.filter(user=person)
        .select_related("provider")
        .order_by("provider__display_name", "provider_id")
    )
    listings = [membership.provider for membership in memberships]
    owned = {each.provider_id for each in memberships if each.role == MemberRole.OWNER}
    items = attention(listings, today, owned=owned)
    context = {
        "items": items,
        "rows": _rows(memberships, by_listing(items), today),
        "claims": _claims(person),
        "invitations": invitations.waiting_for(person).select_related("provider").order_by("expires_at"),
    }
    return render(request, "listings/your_listings.html", context)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _rows(memberships: list[Membership], waits: dict[int, int], today: datetime.date) -> list[Row]:
    complete = gaps.completeness_of([each.provider_id for each in memberships], today)
    return [
        Row(
            each.provider,
            str(MemberRole(each.role).label),
            state_of(each.provider, today),
            complete.get(each.provider_id),
            waits.get(each.provider_id, 0),
            each.provider.status in GONE,
        )
        for each in memberships
    ]


def _claims(person: User) -> Any:
    claims = Claim.objects.filter(claimant=person, status__in=OPEN_CLAIMS)
    return claims.select_related("provider").order_by("started_at")


@dataclass(frozen=True)
class Place:
    """One location: how complete it is and what is missing, each with where to say it."""

    name: str
    completeness: int
    missing: list[MissingPart]


@editing
@never_cache
@require_safe
def listing_home(request: HttpRequest, listing: Provider) -> HttpResponse:
    today = timezone.localdate()
    is_owner = allows(request.user, Permission.OWN_LISTING, listing)
    places = [
        Place(
            found.location.name or found.location.street or found.location.city,
            found.completeness,
            missing_parts(found, listing),
        )
        for found in gaps.gaps_of(listing.pk, today)
    ]
    context = {
        "listing": listing,
        "is_owner": is_owner,
        "state": state_of(listing, today),
        "items": attention([listing], today, owned={listing.pk} if is_owner else ()),
        "places": places,
        "parts": [(section.title, to_section(section.key, listing)) for section in SECTIONS],
        "is_visible": Provider.objects.visible().filter(pk=listing.pk).exists(),
        "is_draft": listing.status in DRAFTS,
        "is_ended": listing.status in ENDED,
    }
    return render(request, "listings/home.html", context)
