"""Decides whether a register's facility is a location that we have already. It writes nothing.

Wrongly joined listings hide a clinic, wrongly separate ones only show it twice: every doubt means "another".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from providers.models import Location, Match
from providers.models.facility import Facility
from providers.models.geography import great_circle_miles
from providers.models.place_names import plain_words

from .imported_names import display_name

SAME_WORD = 82  # of 100: "noth" and "north", "adults" and "adult"
SUBSET_OF_NAME = 90
SAME_STREET = 80
NEAR_MILES = 2.0

NOISE = frozenset({
    "inc", "incorporated", "llc", "ltd", "pc", "pllc", "corp", "corporation", "co", "pa", "lp",
    "the", "of", "and", "at", "for", "in", "a", "office",
})  # fmt: skip
LONG_FORM = {
    "assoc": "associates", "behav": "behavioral", "centre": "center", "centers": "center",
    "cnty": "county", "comm": "community", "ctr": "center", "ctrs": "center", "dept": "department",
    "hlth": "health", "hosp": "hospital", "inst": "institute", "med": "medical", "op": "outpatient",
    "outpt": "outpatient", "prog": "program", "psych": "psychiatric", "saint": "st", "serv": "services",
    "service": "services", "servs": "services", "svc": "services", "svcs": "services", "trt": "treatment",
    "univ": "university",
}  # fmt: skip
# USPS Publication 28, appendix C: the suffixes and directions that registers really shorten.
STREET_FORM = {
    "avenue": "ave", "boulevard": "blvd", "circle": "cir", "court": "ct", "drive": "dr", "east": "e",
    "highway": "hwy", "lane": "ln", "north": "n", "parkway": "pkwy", "place": "pl", "road": "rd",
    "saint": "st", "south": "s", "square": "sq", "street": "st", "terrace": "ter", "west": "w",
    "northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw",
}  # fmt: skip
ROOM = frozenset({"suite", "suites", "ste", "unit", "room", "rm", "apt", "no"})


@dataclass
class Candidate:
    """A location that may be the facility. registers: those that have already named it."""

    location: Location
    names: frozenset[str]
    street: tuple[str, ...]
    registers: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Found:
    """score: how alike the names are, of 100. is_repeat: the same register had named this location before."""

    candidate: Candidate
    score: float
    is_repeat: bool


class Candidates:
    """The locations that share a telephone number or a ZIP code with one of the facilities.

    Demo listings are never candidates. Two queries, however many facilities there are.
    """

    def __init__(self, facilities: Iterable[Facility]) -> None:
        self.by_phone: dict[str, list[Candidate]] = defaultdict(list)
        self.by_zip: dict[str, list[Candidate]] = defaultdict(list)
        facilities = list(facilities)
        locations = _sharing_phone_or_zip({one.phone for one in facilities}, {one.zip for one in facilities})
        registers = defaultdict(set)
        named = Match.objects.filter(location__in=locations).values_list("location_id", "record__register")
        for location_id, register in named:
            registers[location_id].add(register)
        for location in locations.values():
            self.add(location, registers=registers[location.pk])

    def add(self, location: Location, *, registers: Iterable[str]) -> None:
        names = frozenset(name_words(f"{location.provider.display_name} {location.name}"))
        candidate = Candidate(location, names, street_words(location.street), set(registers))
        if location.phone:
            self.by_phone[location.phone].append(candidate)
        if location.zip:
            self.by_zip[location.zip].append(candidate)

    def best(self, facility: Facility, point: tuple[float, float] | None) -> Found | None:
        """The most similar location, the first stored of equally similar ones."""
        names, street = frozenset(name_words(display_name(facility))), street_words(facility.street)
        found: Found | None = None
        for candidate in self._sharing(facility):
            is_repeat = facility.register in candidate.registers
            score = _score(facility, names, street, candidate, point, is_repeat)
            if score and (found is None or score > found.score):
                found = Found(candidate, score, is_repeat)
        if found:
            found.candidate.registers.add(facility.register)
        return found

    def _sharing(self, facility: Facility) -> Iterator[Candidate]:
        seen = set()
        for candidate in [*self.by_zip.get(facility.zip, ()), *self.by_phone.get(facility.phone, ())]:
            if id(candidate) not in seen:
                seen.add(id(candidate))
                yield candidate


def _sharing_phone_or_zip(phones: set[str], zips: set[str]) -> dict[int, Location]:
    real = Location.objects.filter(provider__is_demo=False).select_related("provider").order_by("pk")
    by_zip = real.filter(zip__in=zips - {""})
    by_phone = real.exclude(phone="").filter(phone__in=phones - {""})
    return {location.pk: location for location in (*by_zip, *by_phone)}


def _score(
    facility: Facility,
    names: frozenset[str],
    street: tuple[str, ...],
    candidate: Candidate,
    point: tuple[float, float] | None,
    is_repeat: bool,
) -> float:
    """0 unless name and place agree.

    One register means two rows with one telephone number and two addresses as two sites, and two units in
    one building as two facilities; so within a register only the same address and the same name will do.
    """
    location = candidate.location
    same_phone = bool(facility.phone) and facility.phone == location.phone
    same_zip = bool(facility.zip) and facility.zip == location.zip
    same_street = bool(street) and street == candidate.street
    if _is_other_suite(facility, location) and (is_repeat or not same_phone):
        return 0.0
    here = same_street and (same_zip or facility.city.casefold() == location.city.casefold())
    reached = (
        same_phone and may_be_same_street(street, candidate.street) and (same_zip or _near(location, point))
    )
    if not here and (is_repeat or not reached):
        return 0.0
    score = name_score(names, candidate.names)
    if not score and same_phone and here and not is_repeat:
        subset = fuzz.token_set_ratio(" ".join(sorted(names)), " ".join(sorted(candidate.names)))
        return subset if subset >= SUBSET_OF_NAME else 0.0
    return score


def name_score(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two names are, of 100; 0 where a word of either has no counterpart, as for another unit."""
    left, right = sorted(one - other), sorted(other - one)
    if len(left) != len(right) or not one:
        return 0.0
    for word in left:
        partner = next((each for each in right if _is_same_word(word, each)), None)
        if partner is None:
            return 0.0
        right.remove(partner)
    return float(fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))))


def _is_same_word(one: str, other: str) -> bool:
    if one.isdigit() or other.isdigit() or one[0] != other[0]:
        return one == other
    return bool(fuzz.ratio(one, other) >= SAME_WORD)


def name_words(text: str) -> tuple[str, ...]:
    words = (LONG_FORM.get(word, word) for word in plain_words(text.replace("&", " and ")))
    return tuple(word for word in words if word not in NOISE)


def street_words(text: str) -> tuple[str, ...]:
    return tuple(STREET_FORM.get(word, word) for word in plain_words(text))


def _is_other_suite(facility: Facility, location: Location) -> bool:
    """Both name a suite, and not the same."""
    one, other = (
        [word for word in plain_words(text) if word not in ROOM]
        for text in (facility.street2, location.street2)
    )
    return bool(one and other) and one != other


def may_be_same_street(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """One is missing, or both have the same house number and a similar name."""
    if not one or not other:
        return True
    numbers = [re.sub(r"\D", "", street[0]) for street in (one, other)]
    return numbers[0] == numbers[1] and fuzz.ratio(" ".join(one), " ".join(other)) >= SAME_STREET


def _near(location: Location, point: tuple[float, float] | None) -> bool:
    if point is None or location.latitude is None or location.longitude is None:
        return False
    return great_circle_miles(*point, location.latitude, location.longitude) <= NEAR_MILES
