"""What a search asks for, after parsing: plain values, and what dropping one of them leaves."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

DISTANCE, COURSE_PRICE, CONFIRMED = "distance", "course_price", "confirmed"


@dataclass(frozen=True)
class Criteria:
    """Within `access` all must hold; within every other tuple one is enough; all of these must hold together.

    The first six speak of one service and must meet on one route. Prices in whole dollars. words: of a name.
    """

    route: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    insurance: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    max_session_price: int | None = None
    max_course_price: int | None = None
    credential: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    access: tuple[str, ...] = ()
    verified: bool = False
    accepting: bool = False
    telehealth: bool = False
    confirmed: bool = False
    words: tuple[str, ...] = ()
    stale: bool = False

    def chosen(self) -> list[str]:
        """The names of the filters that narrow this search."""
        return [f.name for f in fields(self) if f.name != "stale" and getattr(self, f.name)]

    def without(self, name: str) -> Criteria:
        nothing: dict[str, Any] = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: nothing[name]})
