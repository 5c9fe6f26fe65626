"""Whether two listings may be one practice. Pure; a person decides on what it finds.

Sites of a chain share name, telephone and owner and have addresses of their own: they are no duplicates.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from providers.models.geography import great_circle_miles

from .duplicate_profiles import Profile, Site
from .lookalikes import likeness
from .matching import may_be_same_street

NEAR_MILES = 2.0
MOST_PAIRS = 2_500
ALMOST_EQUAL = 95.0
HERE, UNKNOWN, ELSEWHERE = "here", "unknown", "elsewhere"
POINTS = {"npi": 50.0, "phone": 20.0, "domain": 10.0}
FOR_NAME, FOR_PLACE, FOR_CONFLICT = 25.0, 20.0, 25.0


@dataclass(frozen=True)
class Found:
    """why: codes of "npi", "phone", "domain", "name"; miles: between their nearest places."""

    why: tuple[str, ...]
    score: float
    miles: float | None


@dataclass(frozen=True)
class Evidence:
    """likeness: of the names, of 100. place: of their nearest sites.

    is_other_suite: both name a suite, and not the same.
    """

    npi: bool
    npi_conflict: bool
    phone: bool
    domain: bool
    likeness: float
    place: str
    miles: float | None
    is_other_suite: bool
    same_name: bool
    same_owner: bool
    same_register: bool

    @property
    def why(self) -> tuple[str, ...]:
        said = {"npi": self.npi, "phone": self.phone, "domain": self.domain, "name": bool(self.likeness)}
        return tuple(code for code, holds in said.items() if holds)


def judge(one: Profile, other: Profile) -> Found | None:
    seen = evidence(one, other)
    if not RULES[seen.place](seen):
        return None
    score = sum(POINTS.get(code, 0.0) for code in seen.why) + FOR_NAME * seen.likeness / 100
    score += FOR_PLACE if seen.place == HERE else 0.0
    score -= FOR_CONFLICT if seen.npi_conflict else 0.0
    return Found(seen.why, round(min(max(score, 1.0), 100.0), 1), seen.miles)


def evidence(one: Profile, other: Profile) -> Evidence:
    place, is_other_suite = _place(one, other)
    return Evidence(
        npi=bool(one.npi) and one.npi == other.npi,
        npi_conflict=bool(one.npi and other.npi) and one.npi != other.npi,
        phone=bool(one.phones & other.phones),
        domain=bool(one.domain) and one.domain == other.domain,
        likeness=likeness(one.words, other.words),
        place=place,
        miles=_miles(one, other),
        is_other_suite=is_other_suite,
        same_name=one.words == other.words,
        same_owner=bool(one.owners & other.owners),
        same_register=bool(one.registers & other.registers),
    )


def _at_one_address(seen: Evidence) -> bool:
    """Two rows of one register are two facilities, unless number or name is the same too."""
    if seen.npi:
        return True
    if seen.same_register:
        return not seen.is_other_suite and (seen.same_name or (seen.phone and seen.likeness == 100.0))
    if seen.is_other_suite or seen.npi_conflict:
        return bool(seen.likeness) and not seen.npi_conflict
    return seen.phone or bool(seen.likeness)


def _at_an_unknown_address(seen: Evidence) -> bool:
    if seen.npi:
        return True
    return bool(seen.likeness) and (seen.phone or seen.domain) and not seen.npi_conflict


def _at_two_addresses(seen: Evidence) -> bool:
    """One NPI twice is worth a look anywhere. Else only what has perhaps moved around the corner."""
    if seen.same_owner or seen.same_register:
        return False
    if seen.npi:
        return True
    is_chain = seen.phone or seen.domain
    near = seen.miles is not None and seen.miles <= NEAR_MILES
    return near and seen.likeness >= ALMOST_EQUAL and not is_chain and not seen.npi_conflict


RULES = {HERE: _at_one_address, UNKNOWN: _at_an_unknown_address, ELSEWHERE: _at_two_addresses}


def _place(one: Profile, other: Profile) -> tuple[str, bool]:
    """The nearest that any two of their sites come, and whether it is in two suites of one house."""
    verdicts = [_of_sites(*pair) for pair in _pairs(one, other)]
    here = [is_other for verdict, is_other in verdicts if verdict == HERE]
    if here:
        return HERE, all(here)
    is_unknown = not verdicts or any(verdict == UNKNOWN for verdict, _other in verdicts)
    return (UNKNOWN if is_unknown else ELSEWHERE), False


def _pairs(one: Profile, other: Profile) -> list[tuple[Site, Site]]:
    """Each with each; of two long chains only those that share a ZIP code or a city, else one with one."""
    if len(one.sites) * len(other.sites) <= MOST_PAIRS:
        return list(product(one.sites, other.sites))
    there: dict[str, list[Site]] = defaultdict(list)
    for site in other.sites:
        for key in {site.zip, f"{site.state} {site.city}"} - {""}:
            there[key].append(site)
    near = {
        (at, id(site)): (mine, site)
        for at, mine in enumerate(one.sites)
        for key in (mine.zip, f"{mine.state} {mine.city}")
        for site in there.get(key, ())
    }
    return list(near.values()) or [(one.sites[0], other.sites[0])]


def _of_sites(one: Site, other: Site) -> tuple[str, bool]:
    is_other_suite = bool(one.suite and other.suite) and one.suite != other.suite
    apart = _apart(one, other)
    if one.street and other.street:
        same_area = (one.zip == other.zip) if one.zip and other.zip else one.city == other.city
        is_here = may_be_same_street(one.street, other.street) and one.state == other.state
        is_here = is_here and (same_area or (apart is not None and apart <= NEAR_MILES))
        return (HERE if is_here else ELSEWHERE), is_other_suite
    if (one.city, one.state) != (other.city, other.state):
        return ELSEWHERE, False
    return UNKNOWN, False


def _apart(one: Site, other: Site) -> float | None:
    return great_circle_miles(*one.point, *other.point) if one.point and other.point else None


def _miles(one: Profile, other: Profile) -> float | None:
    known = [miles for pair in _pairs(one, other) if (miles := _apart(*pair)) is not None]
    return round(min(known), 2) if known else None
