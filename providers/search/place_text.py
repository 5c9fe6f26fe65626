"""How a person writes a place: turns typed text into what it may mean. Asks no database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from rapidfuzz.distance import OSA

from providers.models.place_names import STATE_BY_KEY, search_key

LONGEST_TEXT = 120
LONGEST_STATE_NAME = 4
COUNTY_WORDS = ("county", "parish", "borough", "census area", "municipio", "municipality", "planning region")
COUNTRY = re.compile(r"[\s,]+(usa|u\.?s\.?a?\.?|united states( of america)?|ee\.? ?uu\.?)\s*$", re.IGNORECASE)
ZIP = re.compile(r"(?:^|[\s,])([0-9]{5})(?:[-\s]?[0-9]{4})?\s*$")
SHORT_ZIP = re.compile(r"^\s*([0-9]{3,4})(?:-[0-9]{4})?\s*$")
LETTER = re.compile(r"[a-z]")
NUMBER = r"([-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?)"
POINT = re.compile(rf"^\s*{NUMBER}\s*[,;\s]\s*{NUMBER}\s*$")
SPANISH_COUNTY = re.compile(r"^(?:el )?condado de (.+)$")

NICKNAMES = {
    "nyc": ("new york", "NY"),
    "new york city": ("new york", "NY"),
    "la": ("los angeles", "CA"),
    "sf": ("san francisco", "CA"),
    "philly": ("philadelphia", "PA"),
    "vegas": ("las vegas", "NV"),
    "nola": ("new orleans", "LA"),
    "okc": ("oklahoma city", "OK"),
    "slc": ("salt lake city", "UT"),
}
SPANISH = {
    "carolina del norte": "north carolina",
    "carolina del sur": "south carolina",
    "dakota del norte": "north dakota",
    "dakota del sur": "south dakota",
    "filadelfia": "philadelphia",
    "hawai": "hawaii",
    "islas virgenes": "virgin islands",
    "luisiana": "louisiana",
    "misisipi": "mississippi",
    "misuri": "missouri",
    "nueva jersey": "new jersey",
    "nueva orleans": "new orleans",
    "nueva york": "new york",
    "nuevo hampshire": "new hampshire",
    "nuevo mexico": "new mexico",
    "pensilvania": "pennsylvania",
    "tejas": "texas",
    "virginia occidental": "west virginia",
}


@dataclass(frozen=True)
class Zip:
    code: str


@dataclass(frozen=True)
class Point:
    """Degrees, rounded to about a kilometre: no nearer than a patient needs to say."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Meaning:
    """One reading of a name. An empty key means the state as a whole."""

    key: str
    state: str = ""
    county: str = ""
    state_was_corrected: bool = False

    def spellings(self) -> list[str]:
        """The key; for a county also the same name with what a county is called in some states."""
        if not self.key.endswith(" county"):
            return [self.key]
        base = self.key.removesuffix("county")
        return [self.key, *(base + word for word in COUNTY_WORDS[1:])]


@dataclass(frozen=True)
class Name:
    """Groups of equally likely meanings; a later group counts only where no earlier one fits."""

    groups: tuple[tuple[Meaning, ...], ...]

    def meanings(self) -> list[Meaning]:
        return list(chain.from_iterable(self.groups))

    def likeliest_misspelling(self) -> Meaning | None:
        """The meaning to look for when nothing is spelt like that: in its state, where one was named."""
        named = [meaning for meaning in self.meanings() if LETTER.search(meaning.key)]
        return max(named, key=lambda meaning: bool(meaning.state), default=None)


def read(text: str, language: str) -> Zip | Point | Name | None:
    """None where the text can name no place at all."""
    if len(text) > LONGEST_TEXT:
        return None
    text = unicodedata.normalize("NFKC", text)
    if point := POINT.match(text):
        return Point(round(float(point[1]), 2), round(float(point[2]), 2))
    if code := SHORT_ZIP.match(text):
        return Zip(f"0{code[1]}" if len(code[1]) == 4 else code[1])
    if code := ZIP.search(text):
        return Zip(code[1])
    parts = [key for part in COUNTRY.sub("", text).split(",") if (key := spoken(part, language))]
    return Name(tuple(group for group in groups_read(parts) if group)) if parts else None


def spoken(part: str, language: str) -> str:
    """The search key of one part, with Spanish names in English where Spanish is the page's language."""
    key = search_key(part)
    if not language.startswith("es"):
        return key
    if county := SPANISH_COUNTY.match(key):
        return f"{county[1]} county"
    return SPANISH.get(key, key)


def groups_read(parts: list[str]) -> Iterator[tuple[Meaning, ...]]:
    if len(parts) == 1:
        yield from words_read(parts[0])
    elif state := STATE_BY_KEY.get(parts[-1]):
        yield (within_state(parts[:-1], state),)
    elif is_county(parts[-1]):
        yield (Meaning(parts[-2], county=parts[-1]),)
    elif state := closest_state(parts[-1]):
        yield (replace(within_state(parts[:-1], state), state_was_corrected=True),)
    else:
        yield from words_read(" ".join(parts))


def within_state(parts: list[str], state: str) -> Meaning:
    if len(parts) > 1 and is_county(parts[-1]):
        return Meaning(parts[-2], state, county=parts[-1])
    return nicknamed(Meaning(parts[-1], state))


def words_read(key: str) -> Iterator[tuple[Meaning, ...]]:
    """Without a comma: a state or a name anywhere; else a name that ends in a state."""
    state = STATE_BY_KEY.get(key.removesuffix(" state"))
    whole = (Meaning("", state),) if state else ()
    yield whole if state and key.endswith(" state") else (*whole, nicknamed(Meaning(key)))
    words = key.split()
    for count in range(1, min(len(words), LONGEST_STATE_NAME + 1)):
        if state := STATE_BY_KEY.get(" ".join(words[-count:])):
            yield (nicknamed(Meaning(" ".join(words[:-count]), state)),)


def nicknamed(meaning: Meaning) -> Meaning:
    """ "NYC" is New York; "LA" is Los Angeles, besides being Louisiana."""
    name, state = NICKNAMES.get(meaning.key, ("", ""))
    return Meaning(name, state) if name and meaning.state in ("", state) else meaning


def is_county(key: str) -> bool:
    return key.endswith(COUNTY_WORDS)


def closest_state(key: str) -> str:
    """The one state whose name is at most two slips of the finger away, or an empty text."""
    slips = {name: OSA.distance(key, name) for name in STATE_BY_KEY if min(len(name), len(key)) >= 4}
    fewest = min(slips.values(), default=3)
    near = {STATE_BY_KEY[name] for name in slips if slips[name] == fewest}
    return near.pop() if fewest <= 2 and len(near) == 1 else ""


def states_beginning(start: str) -> list[str]:
    """The states whose code or name begins like this: what "Boulder, c" may be on its way to."""
    return sorted({state for key, state in STATE_BY_KEY.items() if key.startswith(start)})
