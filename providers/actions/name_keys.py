"""Under which keys a name is looked up in the exclusion list and stands there. Pure; rather wide than narrow.

Two names may be the same where they share a key: the hit is private and a person decides. So a married name
with a hyphen is looked up under both halves, and particles, accents, titles and suffixes make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from providers.models.spelled import spelled

TITLES = frozenset({"DR", "MR", "MRS", "MS", "MISS", "PROF", "PROFESSOR"})
SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV", "2ND", "3RD", "4TH"})
CREDENTIALS = frozenset({
    "MD", "DO", "NP", "PA", "PAC", "PAS", "PHD", "PSYD", "RN", "BSN", "MSN", "DNP", "CRNA", "PMHNP",
    "PMHNPBC", "APRN", "ARNP", "FNP", "FNPC", "FNPBC", "ANP", "CNP", "CNS", "LCSW", "LICSW", "LMSW",
    "MSW", "LPC", "LMHC", "LMFT", "MFT", "MFTI", "PHARMD", "RPH", "MPH", "MBA", "MS", "MA", "MHA", "JD",
    "FACP", "FAPA", "FACEP", "DABA", "DABPN", "BC", "CNM", "DC", "DDS", "DMD", "DPM", "ND", "OD", "LAC",
})  # fmt: skip
PARTICLES = frozenset({
    "DE", "DEL", "DELA", "DA", "DI", "DU", "LA", "LE", "LOS", "LAS", "VAN", "VON", "DER", "DEN", "TEN",
    "TER", "EL", "AL", "BIN", "IBN", "ST", "SAN", "MC", "MAC",
})  # fmt: skip
LEGAL_FORMS = frozenset({
    "LLC", "INC", "INCORPORATED", "CORP", "CORPORATION", "CO", "COMPANY", "LTD", "LIMITED", "PLLC", "PC",
    "PA", "LLP", "LP", "PLC",
})  # fmt: skip
FILLERS = frozenset({"AND", "THE"})
SHORTEST_PART = 3
# Where the list cuts a surname or a firm, with a few letters less for the signs that are not counted.
CUT_SURNAME, CUT_FIRM = range(14, 21), range(20, 31)


def person_keys(name: str) -> set[str]:
    """Of a name as people write it: "Dr. Ana M. de la Cruz-Reyes, MD", "Cruz, Ana"."""
    nicknames = [spelled(found) for found in re.findall(r"[(\"“]([^)\"”]*)[)\"”]", name)]
    plain = re.sub(r"[(\"“][^)\"”]*[)\"”]", " ", name)
    before, _comma, after = plain.partition(",")
    keys = _read_forward(before, nicknames)
    given = [word for word in _words(after) if word not in CREDENTIALS | SUFFIXES]
    if given and (surname := _words(before)):
        keys |= _pairs(_firsts(given), _surnames(surname, before, start=0))
    return keys


def middle_initial(name: str) -> str:
    """Only where it stands there as one letter: a word between may belong to the surname."""
    words = [word for word in _words(name.partition(",")[0]) if word not in TITLES]
    inner = words[1:-1]
    return inner[0] if len(inner) == 1 and len(inner[0]) == 1 else ""


def listed_person_keys(last: str, first: str, *, is_cut: bool) -> set[str]:
    """Of a row of the list, spelled in its way."""
    words = [word for word in last.split() if word not in SUFFIXES]
    surnames = {"".join(words), *(word for word in words if _is_part(word))} - {""}
    keys = _pairs(_firsts(first.split()), surnames)
    if is_cut:
        keys |= _pairs(_firsts(first.split()), {_cut("".join(words))})
    return keys


def firm_keys(names: Iterable[str]) -> set[str]:
    keys: set[str] = set()
    for name in names:
        words = spelled(name).split()
        keys.add(_firm(words))
        whole = "".join(word for word in words if word not in FILLERS)
        keys |= {_cut_firm(whole[:length]) for length in CUT_FIRM if length <= len(whole)}
    return keys - {_firm([])}


def listed_firm_keys(business: str, *, is_cut: bool) -> set[str]:
    words = business.split()
    whole = "".join(word for word in words if word not in FILLERS)
    keys = {_firm(words)} - {_firm([])}
    if is_cut and len(whole) in CUT_FIRM:
        keys.add(_cut_firm(whole))
    return keys


def _read_forward(text: str, nicknames: Sequence[str]) -> set[str]:
    """First names first. Endings that may be a degree or a surname (Do, Ma) are read both ways."""
    words = [word for word in _words(text) if word not in SUFFIXES]
    keys: set[str] = set()
    while len(words) >= 2:
        firsts = _firsts(words[:-1]) | {nickname for nickname in nicknames if nickname}
        keys |= _pairs(firsts, _surnames(words, text, start=1))
        if words[-1] not in CREDENTIALS:
            break
        words = words[:-1]
    return keys


def _words(text: str) -> list[str]:
    words = spelled(text).split()
    while words and words[0] in TITLES:
        words = words[1:]
    return words


def _firsts(words: Sequence[str]) -> set[str]:
    """The first word; "Mary Ann" also as one; the second where the first is an initial."""
    if not words:
        return set()
    found = {words[0]}
    if len(words) > 1:
        found.add(words[0] + words[1])
        if len(words[0]) == 1:
            found.add(words[1])
    return found


def _surnames(words: Sequence[str], text: str, *, start: int) -> set[str]:
    """Every ending of the name written as one word, each half of a hyphen, and where the list may cut them.

    start: how many words are a first name.
    """
    found = {"".join(words[place:]) for place in range(start, len(words))}
    for piece in text.split():
        halves = spelled(piece).split()
        if "-" in piece and len(halves) > 1 and (start == 0 or halves[0] != words[0]):
            found |= {half for half in halves if _is_part(half)}
    found.discard("")
    return found | {_cut(name[:length]) for name in found for length in CUT_SURNAME if length <= len(name)}


def _is_part(word: str) -> bool:
    return len(word) >= SHORTEST_PART and word not in PARTICLES


def _pairs(firsts: Iterable[str], surnames: Iterable[str]) -> set[str]:
    given = list(firsts)
    return {f"{surname},{first}" for surname in surnames for first in given}


def _cut(surname: str) -> str:
    return f"{surname}*"


def _firm(words: Iterable[str]) -> str:
    return "=" + "".join(word for word in words if word not in LEGAL_FORMS | FILLERS)


def _cut_firm(whole: str) -> str:
    return f"={whole}*"
