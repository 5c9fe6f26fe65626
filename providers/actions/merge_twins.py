"""Which place of one listing is the same as which place of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from providers.models import Location
from providers.models.geography import great_circle_miles

AS, FOR = "as", "for"
TWIN_MILES = 0.1


@dataclass(frozen=True)
class Twin:
    """The place of the other listing that a place is said to be. mode: AS, it stays; FOR, it gives way."""

    mode: str
    pk: int

    @property
    def code(self) -> str:
        return f"{self.mode}:{self.pk}"


def read_twin(value: str) -> Twin | None:
    mode, _colon, pk = value.partition(":")
    is_twin = mode in (AS, FOR) and pk.isascii() and pk.isdecimal() and len(pk) < 19
    return Twin(mode, int(pk)) if is_twin else None


def likely_twins(theirs: Sequence[Location], ours: Sequence[Location]) -> dict[int, Twin]:
    """Each place of ours at most once; ours stays."""
    found: dict[int, Twin] = {}
    for place in theirs:
        taken = {twin.pk for twin in found.values()}
        free = (other for other in ours if other.pk not in taken)
        twin = next((other for other in free if _is_twin(place, other)), None)
        if twin is not None:
            found[place.pk] = Twin(AS, twin.pk)
    return found


def _is_twin(one: Location, other: Location) -> bool:
    if same_place(one, other):
        return True
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in points or not (one.phone and one.phone == other.phone):
        return False
    return great_circle_miles(*points) <= TWIN_MILES  # type: ignore[arg-type]


def same_place(one: Location, other: Location) -> bool:
    """The same street and ZIP code; where a street is missing, the same telephone number."""
    if one.street and other.street:
        return (one.zip, one.street.casefold()) == (other.zip, other.street.casefold())
    return bool(one.phone) and one.phone == other.phone
