"""Two listings of one provider become one. Nothing is deleted: the history says how to take it apart."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import FormerSlug, Location, Match, Provider, User
from providers.models.provider import LISTED
from providers.models.vocabulary import ListingStatus as S

from . import merged_members, search_index
from .listing_steps import save, starts_of
from .refusals import refuse_unless, refuse_unless_in


@transaction.atomic
def merge(*, by: User | None, provider: Provider, into: Provider, reason: str = "") -> Provider:
    """Returns the listing that stays. Addresses of the other redirect to it.

    A location that both have stays behind unseen and hands its register records over; the
    other locations move. The people of the listing that goes run the one that stays, unless somebody owns
    that one already: then they are out, and both sides are told by mail. Whoever merges should know that.
    """
    refuse_unless(provider.pk != into.pk, _("Choose another listing."))
    rows = {row.pk: row for row in _both_locked(provider, into)}
    goes, stays = rows[provider.pk], rows[into.pk]
    refuse_unless_in(goes.status, starts_of(S.MERGED), str(S(goes.status).label))
    refuse_unless(stays.status in LISTED, _("The listing that stays must be a public one."))
    with pghistory.context(event="merge", reason=reason, before=goes.status, into=stays.pk):
        _hand_over_locations(goes, stays)
        FormerSlug.objects.filter(provider=goes).update(provider=stays)
        FormerSlug.objects.get_or_create(slug=goes.slug, defaults={"provider": stays})
        merged_members.move(goes, stays, by=by)
        if goes.is_in_register and not stays.is_in_register:
            save(stays, by=by, event="merge", reason=reason, is_in_register=True)
        save(goes, by=by, event="merge", reason=reason, status=S.MERGED, merged_into=stays, reopens_on=None)
    search_index.reindex(stays.locations.values_list("pk", flat=True))
    return stays


def _both_locked(one: Provider, other: Provider) -> list[Provider]:
    """In one order always, so that two merges at once wait for each other and never for ever."""
    return list(Provider.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk"))


def _hand_over_locations(goes: Provider, stays: Provider) -> None:
    kept = list(stays.locations.all())
    slugs = {location.slug for location in kept}
    for location in goes.locations.order_by("pk"):
        twin = next((other for other in kept if _same_place(location, other)), None)
        if twin is not None:
            Match.objects.filter(location=location).update(location=twin)
            continue
        location.provider, location.slug = stays, _free(location.slug, slugs)
        location.save(update_fields=["provider", "slug"])
        slugs.add(location.slug)


def _same_place(one: Location, other: Location) -> bool:
    if one.street and other.street:
        return (one.zip, one.street.casefold()) == (other.zip, other.street.casefold())
    return bool(one.phone) and one.phone == other.phone


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
