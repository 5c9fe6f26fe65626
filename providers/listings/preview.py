"""What patients see of one part of a listing: the patients' own template, now or as after a save."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from providers.models import Location, Provider
from providers.shown.listing import find, load
from providers.shown.page import listing_context

from .sections import Section


def draw(section: Section, listing: Provider, location: Location | None) -> str:
    """ "" where the listing has no location yet: patients then have no page of it. Reads every row anew."""
    among = Provider.objects.filter(pk=listing.pk)
    locations = find(listing.slug, location.slug if location else "", among=among)
    if not locations:
        return ""
    context = listing_context(load(locations), timezone.localdate())
    return render_to_string(section.preview, context)


def tried(save: Callable[[], object], draw_it: Callable[[], str]) -> str:
    """Saves, draws, and takes the save back: it raises what saving would raise."""
    with transaction.atomic():
        save()
        drawn = draw_it()
        transaction.set_rollback(True)
    return drawn


def is_public(listing: Provider) -> bool:
    return Provider.objects.visible().filter(pk=listing.pk).exists()
