"""Where the NPI register's file has what we keep: found by the names in its first line, never by position."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from operator import itemgetter

from .reading import UnreadableSourceError

PRACTICE = "Provider Business Practice Location Address"
KEPT = (
    "NPI",
    "Entity Type Code",
    "Replacement NPI",
    "Provider Organization Name (Legal Business Name)",
    "Provider Last Name (Legal Name)",
    "Provider First Name",
    "Provider Middle Name",
    "Provider Credential Text",
    "Provider Other Organization Name",
    "Provider Other Organization Name Type Code",
    "Provider Other Last Name",
    "Provider Other First Name",
    "Provider Other Middle Name",
    "Provider Other Last Name Type Code",
    "Provider First Line Business Practice Location Address",
    "Provider Second Line Business Practice Location Address",
    f"{PRACTICE} City Name",
    f"{PRACTICE} State Name",
    f"{PRACTICE} Postal Code",
    f"{PRACTICE} Telephone Number",
    "Provider Enumeration Date",
    "Last Update Date",
    "NPI Deactivation Date",
    "NPI Reactivation Date",
    "Authorized Official Last Name",
    "Authorized Official First Name",
    "Authorized Official Middle Name",
    "Authorized Official Title or Position",
    "Authorized Official Telephone Number",
)
TAXONOMY = (
    "Healthcare Provider Taxonomy Code",
    "Provider License Number",
    "Provider License Number State Code",
    "Healthcare Provider Primary Taxonomy Switch",
)
MOST_TAXONOMIES = 15


class Columns:
    """pick: a row's cells in the order of KEPT. taxonomies: the places of code, licence, state and switch."""

    def __init__(self, header: Sequence[str]) -> None:
        """Raises UnreadableSourceError where a column that we need is missing."""
        places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
        first = [f"{name}_1" for name in TAXONOMY]
        if missing := [name for name in (*KEPT, *first) if _plain(name) not in places]:
            names = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
            raise UnreadableSourceError(f"This is no NPPES file: its first line does not name {names}.")
        self.width = len(header)
        self.pick: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(places[_plain(name)] for name in KEPT)
        )
        self.taxonomies = [
            (places[code], places[number], places[state], places[switch])
            for code, number, state, switch in (
                tuple(_plain(f"{name}_{index}") for name in TAXONOMY)
                for index in range(1, MOST_TAXONOMIES + 1)
            )
            if code in places and number in places and state in places and switch in places
        ]
        used = [places[_plain(name)] for name in KEPT] + [place for four in self.taxonomies for place in four]
        self._last = max(used)

    def cells(self, text: str) -> list[str]:
        """A line's cells as far as they are used. Raises ValueError or csv.Error where it is no row.

        The register puts every cell between quotation marks. Where a line has two of them for each column,
        one at both ends and the others in pairs around commas, they stand for nothing else, and splitting at
        those is half the work of reading CSV.
        """
        if text.count('"') == 2 * self.width and text[0] == text[-1] == '"':
            cells = text[1:-1].split('","', self._last + 1)
            if len(cells) + cells[-1].count('","') == self.width:
                return cells
        cells = next(csv.reader((text,), strict=True))
        if len(cells) != self.width:
            raise ValueError(f"it has {len(cells)} cells where the first line names {self.width}")
        return cells


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
