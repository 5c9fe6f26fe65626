"""From typed text to a place: resolve for a search, suggest for the combobox, neighbours for region pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext

from providers.models import Place
from providers.models.geography import Box, bounding_box
from providers.models.place import PlaceKind
from providers.models.place_names import NAMED_LIKE_A_CITY, search_key

from .place_spelling import lookalikes, slips_allowed, slips_between
from .place_suggestions import one_of_each_label, suggest
from .place_text import LONGEST_TEXT, Meaning, Name, Point, Zip, read
from .remembered import remembered

__all__ = [
    "Ambiguous",
    "Area",
    "Found",
    "NoRadius",
    "Resolution",
    "Unknown",
    "neighbours",
    "resolve",
    "suggest",
]

CLEARLY_BIGGER = 10
SMALLEST_COUNTED = 500
MOST_CHOICES = 200
NEAREST_SPELLINGS = 5
SETTLED_MILES = 30
REMOTE_MILES = 300
WIDER = 8
NEIGHBOUR_MILES = {PlaceKind.STATE: 2500, PlaceKind.COUNTY: 150, PlaceKind.CITY: 60, PlaceKind.ZIP: 30}

UNITED_STATES = (
    Box(24.3, 49.5, -125.2, -66.8),
    Box(51.0, 71.6, -180.0, -129.9),
    Box(51.0, 54.0, 172.0, 180.0),
    Box(18.8, 28.6, -178.5, -154.6),
    Box(17.6, 18.6, -68.0, -64.4),
    Box(13.1, 20.7, 144.5, 146.2),
    Box(-14.7, -10.9, -171.2, -168.0),
    Box(4.4, 14.8, 160.7, 172.3),
)


@dataclass(frozen=True)
class Area:
    """Where to search. For a county or a state the point is its centre, and its border is the limit."""

    kind: Literal["radius", "county", "state"]
    label: str
    latitude: float
    longitude: float
    state: str
    county: str
    place: Place


@dataclass(frozen=True)
class Found:
    """corrected_from: what was typed, where it was spelt differently enough that the page should say so."""

    area: Area
    corrected_from: str = ""


@dataclass(frozen=True)
class Ambiguous:
    """Several equally good places. place.query finds each of them alone."""

    choices: list[Place]


@dataclass(frozen=True)
class Unknown:
    text: str
    nearest: list[Place]


@dataclass(frozen=True)
class NoRadius:
    """Military post: a name, but nowhere to measure from."""

    place: Place


Resolution = Found | Ambiguous | Unknown | NoRadius


@remembered
def resolve(text: str, language: str = "en") -> Resolution:
    """Never raises, whatever was typed. One query for a ZIP code, at most two for anything else."""
    match read(text, language):
        case Zip(code):
            return resolve_zip(code)
        case Point() as point:
            return resolve_point(point, text)
        case Name() as name:
            return resolve_name(name, text)
    return Unknown(text[:LONGEST_TEXT], [])


def resolve_zip(code: str) -> Resolution:
    if place := Place.objects.filter(kind=PlaceKind.ZIP, code=code).first():
        return found(place)
    around = Place.objects.filter(kind=PlaceKind.ZIP).beginning_with(code[:3])
    nearest = sorted(around, key=lambda place: abs(int(place.code) - int(code)))
    return Unknown(code, nearest[:NEAREST_SPELLINGS])


def resolve_point(point: Point, text: str) -> Resolution:
    """A radius around the point itself, named after the nearest town."""
    latitude, longitude = point.latitude, point.longitude
    if not any(box.contains(latitude, longitude) for box in UNITED_STATES):
        return Unknown(text, [])
    if not (town := nearest_town(latitude, longitude)):
        return Unknown(text, [])
    label = gettext("near %(town)s") % {"town": town.label}
    return Found(Area("radius", label, latitude, longitude, town.state, town.county, town))


def nearest_town(latitude: float, longitude: float) -> Place | None:
    """In most of the country the first, cheap circle has one; the second is for Alaska and the islands."""
    cities = Place.objects.filter(kind=PlaceKind.CITY)
    circles = (bounding_box(latitude, longitude, miles) for miles in (SETTLED_MILES, REMOTE_MILES))
    nearest = (cities.within(box).nearest_first(latitude, longitude).first() for box in circles)
    return next((town for town in nearest if town), None)


def resolve_name(name: Name, text: str) -> Resolution:
    spelt_so = candidates(name)
    for group in name.groups:
        if matches := fitting(spelt_so, group):
            corrected = any(meaning.state_was_corrected for meaning in group)
            return chosen(matches, corrected_from=text.strip() if corrected else "")
    meaning = name.likeliest_misspelling()
    return resolve_misspelling(meaning, spelt_so, text) if meaning else Unknown(text, [])


def candidates(name: Name) -> list[Place]:
    """Every city and county spelt like one of the meanings, in any state, and the states that were named."""
    meanings = name.meanings()
    keys = {key for meaning in meanings for key in meaning.spellings() if meaning.key}
    states = {meaning.state for meaning in meanings if meaning.state}
    # Written out: composing this query would take Django twice as long as answering it takes the database.
    return list(
        Place.objects.raw(
            "SELECT * FROM providers_place"
            " WHERE kind IN ('city', 'county') AND search_key = ANY(%s::text[])"
            " OR kind = 'state' AND code = ANY(%s::text[]) ORDER BY prominence DESC, id",
            [sorted(keys), sorted(states)],
        )
    )


def fitting(places: list[Place], group: tuple[Meaning, ...]) -> list[Place]:
    """The places that the group may mean; "Orleans County" is not Orleans Parish where both exist."""
    matches = [place for place in places if any(fits(place, meaning) for meaning in group)]
    typed = {meaning.key for meaning in group}
    as_typed = [place for place in matches if place.kind == PlaceKind.STATE or place.search_key in typed]
    return as_typed or matches


def fits(place: Place, meaning: Meaning) -> bool:
    if meaning.state and place.state != meaning.state:
        return False
    if not meaning.key or place.kind == PlaceKind.STATE:
        return not meaning.key and place.kind == PlaceKind.STATE
    if meaning.county and search_key(place.county) not in Meaning(meaning.county).spellings():
        return False
    return place.search_key in meaning.spellings()


def chosen(matches: list[Place], corrected_from: str = "") -> Resolution:
    matches = without_twins(sorted(matches, key=lambda place: (-place.prominence, place.pk)))
    if place := clearly_meant(matches):
        return found(place, corrected_from)
    return Ambiguous(matches[:MOST_CHOICES])


def without_twins(matches: list[Place]) -> list[Place]:
    """Carson City is a city and its own county: the city stands for both."""
    cities = {(place.state, place.search_key) for place in matches if place.kind == PlaceKind.CITY}
    return [
        place
        for place in matches
        if place.kind != PlaceKind.COUNTY or (place.state, place.search_key) not in cities
    ]


def clearly_meant(matches: list[Place]) -> Place | None:
    """The only match, the state before the towns named after it, or a place ten times as big as the next."""
    if len(matches) == 1:
        return matches[0]
    state = next((place for place in matches if place.kind == PlaceKind.STATE), None)
    if state and len({place.search_key for place in matches}) == 1:
        return None if state.search_key in NAMED_LIKE_A_CITY else state
    first, second = matches[:2]
    return first if first.prominence >= CLEARLY_BIGGER * max(second.prominence, SMALLEST_COUNTED) else None


def found(place: Place, corrected_from: str = "") -> Found | NoRadius:
    if place.latitude is None or place.longitude is None:
        return NoRadius(place)
    kind: Literal["radius", "county", "state"] = "radius"
    if place.kind == PlaceKind.COUNTY:
        kind = "county"
    elif place.kind == PlaceKind.STATE:
        kind = "state"
    area = Area(kind, place.label, place.latitude, place.longitude, place.state, place.county, place)
    return Found(area, corrected_from)


def resolve_misspelling(meaning: Meaning, elsewhere: list[Place], text: str) -> Resolution:
    """A name spelt so in another state is hardly a slip here: then one letter may differ, not more."""
    state = next((place for place in elsewhere if place.kind == PlaceKind.STATE), None)
    if state and state.latitude is None:
        return NoRadius(state)
    namesakes = [place for place in elsewhere if place.kind != PlaceKind.STATE]
    alike = lookalikes(meaning)
    slips = {place.pk: slips_between(meaning.key, place.search_key) for place in alike}
    fewest = min(slips.values(), default=LONGEST_TEXT)
    if fewest <= (min(1, slips_allowed(meaning.key)) if namesakes else slips_allowed(meaning.key)):
        return chosen([place for place in alike if slips[place.pk] == fewest], text.strip())
    alike.sort(key=lambda place: (slips[place.pk], -place.prominence, place.pk))
    return Unknown(text.strip(), one_of_each_label(namesakes[:3] + alike)[:NEAREST_SPELLINGS])


def neighbours(place: Place, limit: int = 8) -> list[Place]:
    """The nearest places of the same kind; a wider circle is drawn only where the first has too few.

    To choose among neighbours before the cut, chain from Place.objects.neighbours_of.
    """
    miles = NEIGHBOUR_MILES[PlaceKind(place.kind)]
    near = list(Place.objects.neighbours_of(place, miles=miles)[:limit])
    if len(near) == limit:
        return near
    return list(Place.objects.neighbours_of(place, miles=miles * WIDER)[:limit])
