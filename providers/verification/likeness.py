"""Whether two sides say the same, as a person would judge. None: one of them is silent."""

from __future__ import annotations

import re

from providers.actions.name_keys import FILLERS, LEGAL_FORMS, person_keys
from providers.actions.web_domains import host_of, registrable
from providers.models.spelled import spelled

from .panels import Difference


def person(name: str, claim: str, source: str) -> Difference:
    return Difference(name, claim, source, _same(person_keys(claim), person_keys(source)))


def firm(name: str, claim: str, source: str) -> Difference:
    """“LLC”, “The” and “and” make no difference."""
    return Difference(name, claim, source, _same(_firm(claim), _firm(source)))


def text(name: str, claim: str, source: str) -> Difference:
    return Difference(name, claim, source, _same({spelled(claim)} - {""}, {spelled(source)} - {""}))


def phone(name: str, claim: str, *sources: str) -> Difference:
    known = {digits(source) for source in sources} - {""}
    there = ", ".join(spoken(number) for number in sorted(known))
    return Difference(name, spoken(claim), there, _same({digits(claim)} - {""}, known))


def domain(name: str, address: str, website: str) -> Difference:
    """Of an e-mail address against a website: by the domain that somebody registered."""
    host = registrable(address.rpartition("@")[2].lower())
    site = registrable(host_of(website))
    return Difference(name, address, website, _same({host} - {""}, {site} - {""}))


def digits(number: str) -> str:
    """The last ten: with and without +1 it is the same number. Without an extension."""
    return re.sub(r"\D", "", re.split(r"ext|x", number, maxsplit=1)[0])[-10:]


def spoken(number: str) -> str:
    """ "(303) 555-0142" of ten digits; what has not so many stays as it is."""
    plain = digits(number)
    return f"({plain[:3]}) {plain[3:6]}-{plain[6:]}" if len(plain) == 10 else number


def _firm(name: str) -> set[str]:
    words = [word for word in spelled(name).split() if word not in LEGAL_FORMS | FILLERS]
    return {"".join(words)} - {""}


def _same(one: set[str], other: set[str]) -> bool | None:
    return None if not one or not other else bool(one & other)
