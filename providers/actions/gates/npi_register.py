"""Gate: the entry in the NPI register: in use, the same name, the same state, a specialty that fits.

What the register says of licenses was typed by the person themselves: a lead to look up, never a proof.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from providers.actions.name_keys import firm_keys, listed_firm_keys, listed_person_keys, person_keys
from providers.models import NpiRecord, Taxonomy
from providers.models.spelled import spelled
from providers.models.vocabulary import CheckResult, Gate, Profession

from .looks import Look, difference
from .register import SOURCE, Answer

PERSON, ORGANIZATION = 1, 2
# How NUCC codes begin for those who hold these professions.
PHYSICIAN = ("20", "390200000X")
NURSE_IN_ADVANCED_PRACTICE = ("363L", "364S")
FITS: dict[str, tuple[str, ...]] = {
    Profession.MD: PHYSICIAN,
    Profession.DO: PHYSICIAN,
    Profession.PMHNP: ("363LP0808X", "363L00000X", "364SP08"),
    Profession.NP: NURSE_IN_ADVANCED_PRACTICE,
    Profession.CRNA: ("367500000X",),
    Profession.PA: ("363A",),
    Profession.RN: ("163W", "3675", *NURSE_IN_ADVANCED_PRACTICE),
    Profession.PHD: ("103",),
    Profession.PSYD: ("103",),
    Profession.LCSW: ("1041",),
    Profession.LPC: ("101Y",),
    Profession.LMFT: ("106H",),
    Profession.PHARMD: ("1835",),
}
Differences = list[dict[str, str]]


@dataclass(frozen=True)
class Claimed:
    """Who holds the number, as we have it. profession: "" for an organization. states: where they work.

    may_be_person: an organization that may go by the number of one of its people.
    """

    npi: str
    names: tuple[str, ...]
    states: frozenset[str] = field(default_factory=frozenset)
    profession: str = ""
    people: tuple[str, ...] = ()
    may_be_person: bool = False

    @property
    def is_person(self) -> bool:
        return bool(self.profession)


def look(claimed: Claimed, answer: Answer | None) -> Look:
    """answer: None where there is nothing to ask: no file was loaded, and no web service is there."""
    if answer is None or answer.is_silent:
        nothing = {"npi": claimed.npi}
        was_asked = answer is not None
        return Look(Gate.NPI_REGISTER, CheckResult.NO_ANSWER, nothing, SOURCE, was_asked=was_asked)
    result, found = _compared(claimed, answer)
    return Look(
        Gate.NPI_REGISTER,
        result,
        {"npi": claimed.npi, **found},
        SOURCE,
        answer.url,
        answer.source_date,
        answer.method,
    )


def _compared(claimed: Claimed, answer: Answer) -> tuple[CheckResult, dict[str, Any]]:
    entry = answer.entry
    if answer.words and (entry is None or entry.is_active):
        return CheckResult.DIFFERS, {"differs": [difference("active", claimed.npi, answer.words)]}
    if entry is None:
        wrong = difference("npi", claimed.npi, "not in the register")
        return CheckResult.NOT_FOUND, {"differs": [wrong]}
    differs = _not_in_use(entry) or [
        *_kind(claimed, entry),
        *_name(claimed, entry),
        *_state(claimed, entry),
        *_taxonomy(claimed, entry),
    ]
    found = _seen(entry) | ({"differs": differs} if differs else {})
    return (CheckResult.DIFFERS if differs else CheckResult.AGREES), found


def _seen(entry: NpiRecord) -> dict[str, Any]:
    """leads: license numbers by state, as the holder typed them into the register."""
    leads = [
        {"state": one.get("state") or "", "number": one["licence"]}
        for one in entry.taxonomies
        if one.get("licence")
    ]
    return {
        "active": entry.is_active,
        "name": name_of(entry),
        "states": sorted(states_of(entry)),
        "taxonomies": codes_of(entry),
        "leads": leads,
        "updated_on": entry.updated_on.isoformat() if entry.updated_on else None,
    }


def name_of(entry: NpiRecord) -> str:
    parts = (entry.first_name, entry.middle_name, entry.last_name)
    return entry.organization or " ".join(part for part in parts if part)


def states_of(entry: NpiRecord) -> set[str]:
    """Of the practice, and of each license that the register names."""
    return {entry.state, *(one.get("state") or "" for one in entry.taxonomies)} - {""}


def codes_of(entry: NpiRecord) -> list[str]:
    return [one["code"] for one in entry.taxonomies if one.get("code")]


def _not_in_use(entry: NpiRecord) -> Differences:
    """Of a number that was taken back the register says little more than that."""
    if entry.is_active:
        return []
    source = f"deactivated on {entry.deactivated_on}"
    if entry.replacement_npi:
        source += f", replaced by {entry.replacement_npi}"
    return [difference("active", entry.npi, source)]


def _kind(claimed: Claimed, entry: NpiRecord) -> Differences:
    wanted = PERSON if claimed.is_person else ORGANIZATION
    if entry.entity in (None, wanted) or claimed.may_be_person:
        return []
    words = {PERSON: "a person’s number", ORGANIZATION: "an organization’s number"}
    return [difference("kind", words[wanted], words[entry.entity])]


def _name(claimed: Claimed, entry: NpiRecord) -> Differences:
    """A maiden name that the register does not know is a difference to be explained, not a fault."""
    is_person = claimed.is_person or (claimed.may_be_person and entry.entity == PERSON)
    keys = _person_listed(entry) if is_person else _firm_listed(entry)
    wanted = set() if is_person else firm_keys(claimed.names)
    for name in (*claimed.names, *claimed.people) if is_person else ():
        wanted |= person_keys(name)
    if not keys or wanted & keys:
        return []
    return [difference("name", claimed.names[0], name_of(entry))]


def _person_listed(entry: NpiRecord) -> set[str]:
    """Under its name and each other name; people also go by their middle name."""
    own = (entry.last_name, entry.first_name, entry.middle_name)
    others = [(one.get("last", ""), one.get("first", ""), one.get("middle", "")) for one in entry.other_names]
    keys: set[str] = set()
    for last, first, middle in [own, *others]:
        for given in {first or entry.first_name, middle} - {""}:
            keys |= listed_person_keys(spelled(last), spelled(given), is_cut=False) if last else set()
    return keys


def _firm_listed(entry: NpiRecord) -> set[str]:
    names = [entry.organization, *(one.get("organization", "") for one in entry.other_names)]
    keys: set[str] = set()
    for name in names:
        keys |= listed_firm_keys(spelled(name), is_cut=False) if name else set()
    return keys


def _state(claimed: Claimed, entry: NpiRecord) -> Differences:
    """One state in common is enough: people hold licenses for more states than the register knows."""
    known = states_of(entry)
    if not claimed.states or not known or claimed.states & known:
        return []
    return [difference("state", ", ".join(sorted(claimed.states)), ", ".join(sorted(known)))]


def _taxonomy(claimed: Claimed, entry: NpiRecord) -> Differences:
    beginnings = FITS.get(claimed.profession, ())
    codes = codes_of(entry)
    if not beginnings or not codes or any(code.startswith(beginnings) for code in codes):
        return []
    return [difference("taxonomy", claimed.profession, "; ".join(named(codes)))]


def named(codes: Collection[str]) -> list[str]:
    """ "2084P0800X (Psychiatry & Neurology, Psychiatry)", as far as the codes are loaded."""
    rows = Taxonomy.objects.in_bulk(set(codes))
    return [_named(code, rows.get(code)) for code in dict.fromkeys(codes)]


def _named(code: str, row: Taxonomy | None) -> str:
    words = ", ".join(filter(None, [row.classification, row.specialization])) if row else ""
    return f"{code} ({words})" if words else code
