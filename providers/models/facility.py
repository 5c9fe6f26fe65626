"""What a public register says of one facility, in our vocabulary: the plain record that sources yield."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Facility:
    """key: stable within the register. line: where it stood in the file. Codes are those of vocabulary.py."""

    register: str
    key: str
    line: int
    name: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    phone_extension: str
    payload: dict[str, Any]
    published_on: datetime.date | None = None
    unit_name: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None
    offers_ketamine: bool = False
    offers_telehealth: bool | None = None
    is_hospital: bool = False
    plan_families: tuple[str, ...] = ()
    self_pay: bool | None = None
    sliding_scale: bool | None = None
    age_groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Refused:
    """A row that could not be read, and why, in words for the person who runs the import."""

    line: int
    reason: str
