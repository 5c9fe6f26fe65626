"""Turns what was typed into an area to search, or into what to say instead."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from providers.http import query_with
from providers.models import Place
from providers.models.place_names import STATES

from .area import Around, Everywhere, Inside, Reaching, SearchArea
from .filters import Asked
from .places import Ambiguous, Area, Found, NoRadius, resolve


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Where:
    """area is None where there is nothing to search. label: "within 25 miles of Boulder, CO".

    title: for the page; place_name: "Boulder, CO"; state: the patient's, where one is known.
    """

    area: SearchArea | None = None
    label: str = ""
    title: str = ""
    place_name: str = ""
    state: str = ""
    corrected_from: str = ""
    which_one: list[Link] = field(default_factory=list)
    nearest_spellings: list[Link] = field(default_factory=list)
    error: str = ""

    @property
    def state_name(self) -> str:
        return STATES.get(self.state, "")


def where(asked: Asked, params: QueryDict) -> Where:
    if not asked.near:
        return _without_a_place(asked)
    match resolve(asked.near, get_language() or "en"):
        case Found(area, corrected_from):
            return _found(area, corrected_from, asked)
        case Ambiguous(choices):
            return Where(title=gettext("Which one?"), which_one=_links(choices, params))
        case NoRadius(place):
            text = gettext("%(place)s is a military mail address: it has no place on the map.")
            return Where(title=gettext("Search"), error=text % {"place": place.label})
        case unknown:
            text = gettext("We know no place called “%(name)s”. Try a ZIP code, or a city and state.")
            return Where(
                title=gettext("Search"),
                error=text % {"name": asked.near},
                nearest_spellings=_links(unknown.nearest, params),
            )


def _without_a_place(asked: Asked) -> Where:
    if asked.criteria.words:
        label = gettext("named “%(name)s”, anywhere in the country") % {"name": asked.q}
        title = gettext("Ketamine providers named “%(name)s”") % {"name": asked.q}
        return Where(area=Everywhere(), label=label, title=title)
    return Where(
        title=gettext("Search"), error=gettext("Say where: a ZIP code, a city, a county or a state.")
    )


def _found(found: Area, corrected_from: str, asked: Asked) -> Where:
    label, title = _labels(found, asked)
    if asked.criteria.words:
        label = gettext("%(area)s, named “%(name)s”") % {"area": label, "name": asked.q}
    name = STATES[found.state] if asked.reach else found.place.label
    return Where(_area(found, asked), label, title, name, found.state, corrected_from)


def _area(found: Area, asked: Asked) -> SearchArea:
    if asked.reach:
        return Reaching(found.state)
    if found.kind == "radius":
        return Around(found.latitude, found.longitude, float(asked.within))
    county = found.county if found.kind == "county" else ""
    return Inside(found.state, county, found.latitude, found.longitude)


def _labels(found: Area, asked: Asked) -> tuple[str, str]:
    """For the count and for the title."""
    if asked.reach:
        state = {"state": STATES[found.state]}
        return (
            gettext("by telehealth in %(state)s") % state,
            gettext("Ketamine by telehealth in %(state)s") % state,
        )
    words = {"place": found.label, "miles": asked.within}
    if found.kind != "radius":
        return gettext("in %(place)s") % words, gettext("Ketamine providers in %(place)s") % words
    if found.label != found.place.label:
        return gettext("within %(miles)s miles, %(place)s") % words, gettext(
            "Ketamine providers %(place)s"
        ) % words
    return (
        gettext("within %(miles)s miles of %(place)s") % words,
        gettext("Ketamine providers near %(place)s") % words,
    )


def _links(places: list[Place], params: QueryDict) -> list[Link]:
    return [Link(place.label, query_with(params, near=place.query, page=None)) for place in places]
