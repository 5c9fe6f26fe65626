"""Where things of a listing are put right."""

from __future__ import annotations

from django.urls import reverse

from providers.models import Location, Provider

from .sections import section_of


def to_page(name: str, listing: Provider) -> str:
    return reverse(name, args=[listing.slug])


def to_section(key: str, listing: Provider, location: Location | None = None) -> str:
    return section_of(key).url(listing, location)
