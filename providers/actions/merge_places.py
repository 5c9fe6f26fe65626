"""Where each place of a listing goes when it becomes one with another, and what goes along with it."""

from __future__ import annotations

from collections.abc import Mapping

from providers.models import Location, Match, Provider, Report
from providers.models.report import OPEN
from providers.models.vocabulary import ReportStatus

from .merge_choices import BLOCKS, COLUMNS, GONE, KEPT, MOVE, OF_PLACE
from .merge_twins import AS, Twin, read_twin
from .merge_words import give


def hand_over(goes: Provider, stays: Provider, chosen: Mapping[str, str]) -> None:
    """Both are locked. Nothing is deleted: what is not taken over stays behind unseen."""
    ours = {place.pk: place for place in stays.locations.select_for_update().order_by("pk")}
    for place in goes.locations.select_for_update().order_by("pk"):
        value = chosen[f"place:{place.pk}"]
        twin = read_twin(value)
        if twin is not None:
            _join(place, ours[twin.pk], twin, chosen)
        elif value == MOVE:
            _move(place, stays)


def _join(place: Location, ours: Location, twin: Twin, chosen: Mapping[str, str]) -> None:
    prefix = f"place:{place.pk}:"
    base, giver, side = (ours, place, GONE) if twin.mode == AS else (place, ours, KEPT)
    names = [name for name in OF_PLACE if chosen.get(prefix + name) == side]
    give(giver, base, [column for name in names for column in COLUMNS.get(name, (name,))])
    for name, (_label, model) in BLOCKS.items():
        if chosen.get(prefix + name) == side:
            model._base_manager.filter(location=giver).update(location=base)
    Match.objects.filter(location=giver).update(location=base)
    Report.objects.filter(location=giver, status__in=[*OPEN, ReportStatus.FLAGGED]).update(location=base)
    if base is place:
        _change_places(place, ours)


def _change_places(comes: Location, leaves: Location) -> None:
    """The one that comes takes over the address on the site of the one that leaves."""
    stays, slug, goes = leaves.provider, leaves.slug, comes.provider
    leaves.provider, leaves.slug = goes, free_slug(f"{slug}-before", _slugs(goes))
    leaves.save(update_fields=["provider", "slug"])
    comes.provider, comes.slug = stays, slug
    comes.save(update_fields=["provider", "slug"])


def _move(place: Location, stays: Provider) -> None:
    place.provider, place.slug = stays, free_slug(place.slug, _slugs(stays))
    place.save(update_fields=["provider", "slug"])


def _slugs(provider: Provider) -> set[str]:
    return set(provider.locations.values_list("slug", flat=True))


def free_slug(slug: str, taken: set[str]) -> str:
    number = 2
    free = slug = slug[:110]
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
