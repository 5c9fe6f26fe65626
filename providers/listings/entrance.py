"""Who may come in: a listing is loaded through the rights of who asks, and strangers find nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from providers.models import Location, Provider, User
from providers.models.vocabulary import ListingStatus

GONE = (ListingStatus.MERGED, ListingStatus.REMOVED_BY_REQUEST)


class MemberRequest(HttpRequest):
    """A request that came through `editing`: somebody is signed in."""

    user: User


def editing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Loads the listing through the rights of who asks and gives it to view(request, listing, ...).

    Signed out: to the login page. A stranger: 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        listings = Provider.objects.run_by(request.user).exclude(status__in=GONE)
        response = view(request, get_object_or_404(listings, slug=slug), **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return guarded


def editing_location(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `editing`, for view(request, listing, location, ...). No location_slug: the listing's first."""

    @editing
    @wraps(view)
    def guarded(
        request: HttpRequest, listing: Provider, location_slug: str = "", **kwargs: Any
    ) -> HttpResponse:
        locations = open_locations(listing)
        wanted = [row for row in locations if not location_slug or row.slug == location_slug]
        if not wanted:
            raise Http404
        return view(request, listing, wanted[0], **kwargs)

    return guarded


def open_locations(listing: Provider) -> list[Location]:
    """Each with this listing as its provider."""
    return list(listing.locations.filter(closed_on__isnull=True).order_by("pk"))
