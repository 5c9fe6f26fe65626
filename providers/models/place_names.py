"""How places are written: the states, and the one spelling under which every name is filed and looked up."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.utils.text import slugify

STATES: Final[dict[str, str]] = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
    "AS": "American Samoa",
    "GU": "Guam",
    "MH": "Marshall Islands",
    "MP": "Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "U.S. Virgin Islands",
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
}

MILITARY: Final = frozenset({"AA", "AE", "AP"})
NAMED_LIKE_A_CITY: Final = frozenset({"new york", "washington"})

SHORT_WORDS: Final = {"saint": "st", "sainte": "ste", "fort": "ft", "mount": "mt"}

SILENT = re.compile(r"['’‘`´ʻʼ.]")
SEPARATORS = re.compile(r"[^\w]|_")


def plain_words(text: str) -> list[str]:
    """The words in lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", SILENT.sub("", text))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return SEPARATORS.sub(" ", SILENT.sub("", plain).casefold()).split()


def search_key(text: str) -> str:
    """The plain words with "Saint", "Fort" and "Mount" in their short form."""
    return " ".join(SHORT_WORDS.get(word, word) for word in plain_words(text))


def swapped(key: str) -> list[str]:
    """The key with each two neighbouring letters in the other order: groups of letters miss those."""
    return [key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(len(key) - 1)]


STATE_BY_KEY: Final = {
    **{code.lower(): code for code in STATES},
    **{search_key(name): code for code, name in STATES.items()},
    "us virgin islands": "VI",
    "virgin islands": "VI",
}
STATE_BY_SLUG: Final = {slugify(name): code for code, name in STATES.items()}
