"""The page of one provider: everything known of one of its locations, and who vouches for each fact."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from providers.models.vocabulary import ListingStatus
from providers.models.weekly_count import Counted
from providers.shown.listing import Listing, current_address, find, load, offered
from providers.shown.page import listing_context
from providers.shown.site_facts import site_facts

from .counting import counted
from .structured_data import json_ld


def provider(request: HttpRequest, slug: str, location_slug: str = "") -> HttpResponse:
    """A former address redirects; a closed listing shows a tombstone; a withheld one is not found."""
    locations = find(slug, location_slug)
    if not locations:
        if address := current_address(slug):
            return redirect(address, permanent=True)
        raise Http404
    listing = load(locations)
    context = page_context(request, listing, timezone.localdate())
    template = (
        "search/closed.html" if listing.provider.status == ListingStatus.CLOSED else "search/provider.html"
    )
    response = render(request, template, context)
    return counted(request, response, Counted.OPENED, [listing.location.pk])


def page_context(request: HttpRequest, listing: Listing, today: datetime.date) -> dict[str, Any]:
    canonical = request.build_absolute_uri(address_of(listing))
    listing = offered(listing, today)
    return {
        **listing_context(listing, today),
        "site_facts": site_facts(today),
        "canonical": canonical,
        "json_ld": json_ld(listing, canonical, today),
    }


def address_of(listing: Listing) -> str:
    """A listing with one location has one address; a chain's locations each have their own."""
    single = len(listing.locations) == 1
    return listing.provider.get_absolute_url() if single else listing.location.get_absolute_url()
