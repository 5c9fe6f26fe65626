"""Whole listings that search can find."""

from typing import Any

from providers.actions import search_index
from providers.models import Location
from providers.models.vocabulary import Basis, ListingStatus, PriceComponent

from . import care, people
from .facts import day
from .listings import BOULDER, City, location, provider


def reindex(*locations: Location) -> None:
    search_index.reindex([site.pk for site in locations])


def published_listing(
    *,
    at: City = BOULDER,
    session: int | None = 450,
    service: dict[str, Any] | None = None,
    licence: dict[str, Any] | None = None,
    site: dict[str, Any] | None = None,
    **over: Any,
) -> Location:
    """A clinic with an IV service, prices, a licensed prescriber and Medicaid; returns its location.

    session=None leaves the price out; service, licence and site are overrides of those rows; the rest go
    to the provider.
    """
    clinic = provider(**over)
    place = location(clinic, at=at, **(site or {}))
    offered = care.service(place, **(service or {}))
    if session is not None:
        care.price(offered, PriceComponent.SESSION_BUNDLE, session)
        care.price(offered, PriceComponent.CONSULTATION, 200)
    prescriber = people.role(place).practitioner
    people.licence(prescriber, **{"state": place.state, **(licence or {})})
    care.coverage(place)
    reindex(place)
    return place


def unclaimed_listing(*, at: City = BOULDER, site: dict[str, Any] | None = None, **over: Any) -> Location:
    """What an import makes: facts of a public register, confirmed by nobody."""
    register = {
        "basis": Basis.PUBLIC_IMPORT,
        "source": "SAMHSA's 2022 directory",
        "confirmed_on": day(700),
    }
    clinic = provider(status=ListingStatus.IMPORTED_UNCLAIMED, **{**register, **over})
    place = location(clinic, at=at, **{"new_patients": None, **register, **(site or {})})
    reindex(place)
    return place
