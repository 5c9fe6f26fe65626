"""From the named cells of one register's row to a Facility, or to the reason why it cannot be one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from providers.models.facility import Facility, Refused
from providers.models.place_names import plain_words

from . import addresses, telephone
from .reading import UNREADABLE
from .service_codes import Facts

LONGEST = {"name1": 200, "name2": 200, "street1": 200, "street2": 200, "city": 100}


class Extra(NamedTuple):
    """What only some registers say."""

    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    warnings: tuple[str, ...] = ()


def facility(
    *,
    register: str,
    key: str,
    line: int,
    cells: Mapping[str, str],
    payload: dict[str, object],
    facts: Facts,
    extra: Extra = Extra(),  # noqa: B008 - immutable
) -> Facility | Refused:
    """cells: name1, name2, street1, street2, city, state, zip, phone, intake1; cleaned, "" where missing."""
    state = addresses.read_state(cells["state"])
    if problem := _problem(cells, state):
        return Refused(line, problem)
    warnings = list(extra.warnings)
    phone = _phone(cells, warnings)
    return Facility(
        register=register,
        key=key,
        line=line,
        name=cells["name1"],
        unit_name="" if cells["name2"].casefold() == cells["name1"].casefold() else cells["name2"],
        street=cells["street1"],
        street2=cells["street2"],
        city=cells["city"],
        state=state,
        zip=_zip(cells, state, warnings),
        phone=phone.number if phone else "",
        phone_extension=phone.extension if phone else "",
        website=extra.website,
        latitude=extra.latitude,
        longitude=extra.longitude,
        payload=payload,
        warnings=tuple(warnings),
        **facts,
    )


def key_of(cells: Mapping[str, str]) -> str:
    """For registers without numbers: a digest of the names and the whole address, as plain words.

    A row whose telephone or services changed keeps its key; spelling with other accents, case or
    punctuation does too. The suite belongs to it, because one building holds several clinics of one name.
    """
    parts = ("name1", "name2", "street1", "street2", "city", "state", "zip")
    words = "|".join(" ".join(plain_words(cells[part])) for part in parts)
    return hashlib.sha256(words.encode()).hexdigest()


def _problem(cells: Mapping[str, str], state: str) -> str:
    if not cells["name1"]:
        return "it has no name"
    if not cells["state"]:
        return "it has no state"
    if not state:
        return f"{cells['state'][:40]!r} is not a US state"
    if not cells["city"]:
        return "it has no city"
    if long := [name for name, limit in LONGEST.items() if len(cells[name]) > limit]:
        return f"its {long[0]} is longer than {LONGEST[long[0]]} characters"
    return ""


def _phone(cells: Mapping[str, str], warnings: list[str]) -> telephone.Telephone | None:
    """The main number, else the number for intake."""
    if any(UNREADABLE in cells[name] for name in LONGEST):
        warnings.append("some of its characters could not be read")
    phone = telephone.read(cells["phone"])
    if cells["phone"] and phone is None:
        warnings.append(f"its telephone number {cells['phone'][:40]!r} could not be read")
    if phone and phone.others:
        warnings.append("it gives several telephone numbers in one cell; the first is used")
    if phone is None and (phone := telephone.read(cells["intake1"])):
        warnings.append("it has no main telephone number; the number for intake is used")
    return phone


def _zip(cells: Mapping[str, str], state: str, warnings: list[str]) -> str:
    code = addresses.read_zip(cells["zip"], state)
    if cells["zip"] and not code:
        warnings.append(f"its ZIP code {cells['zip'][:20]!r} could not be read")
    elif not code:
        warnings.append("it has no ZIP code")
    if not cells["street1"]:
        warnings.append("it has no street")
    return code
