"""Which page of results is shown and how many there are; of a crowd only the nearest are counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from providers.http import NoSuchPage, Pager, paginate

from . import crowd
from .area import Around, Everywhere, Inside, SearchArea, between_tenths
from .engine import MOST_NAMES, PER_PAGE, Hit, Search
from .predicates import Predicates
from .remembered import remembered
from .rows import Row, RowReader
from .tally import Tally

COUNTED = 4_000


def counted_miles(area: SearchArea, predicates: Predicates) -> float | None:
    """How far results are counted; None: all of them. A name finds few, and few areas hold so many."""
    if predicates.criteria.words or not isinstance(area, Around | Inside) or not area.farthest:
        return None
    if isinstance(area, Inside) and not crowd.is_crowded_state(area.state, COUNTED):
        return None
    (miles,) = crowd.reach(area.latitude, area.longitude, (COUNTED,), 0.0, area.farthest)
    return None if miles is None else between_tenths(miles)


def counted_by(search: Search) -> Tally:
    """In a crowd, where numbers say "or more", they are kept in mind for a minute: for the next page."""
    return _tally_of_crowd(search) if search.counted_miles is not None else search.tally()


@remembered
def _tally_of_crowd(search: Search) -> Tally:
    return search.tally()


def count_label(count: int, search: Search) -> str:
    return f"{count:,}+" if search.counted_miles is not None else f"{count:,}"


@dataclass(frozen=True)
class Page:
    """is_open: there are more results than total says."""

    search: Search
    hits: list[Hit]
    pager: Pager
    total: int
    is_open: bool = False

    def context(self, reader: RowReader) -> dict[str, Any]:
        is_named = isinstance(self.search.area, Everywhere) and self.total >= MOST_NAMES
        return {
            "rows": rows_of(self.hits, reader, shows_distance=isinstance(self.search.area, Around)),
            "total": self.total,
            "total_label": "5,000+" if is_named else f"{self.total:,}{'+' if self.is_open else ''}",
            "is_crowd": self.search.counted_miles is not None,
            "counted_of": f"{COUNTED:,}",
            "first_index": (self.pager.number - 1) * PER_PAGE + 1,
            "pager": self.pager,
        }


def rows_of(found: Iterable[Hit], reader: RowReader, *, shows_distance: bool) -> list[Row]:
    """From the middle of a state, a distance says nothing about travel: there it only orders."""
    return [reader.row(hit.pk, hit.card, hit.tenths if shows_distance else None) for hit in found]


def find_page(search: Search, counted: Tally, params: QueryDict, number: int) -> tuple[Page, bool]:
    """The page that was asked for, or else the last one, and whether that one is missing."""
    if search.counted_miles is not None:
        found = search.page(number, counted, most=PER_PAGE + 1)
        if found or number == 1:
            return _page_of_crowd(search, counted, params, number, found), False
        search = replace(search, counted_miles=None)
        counted = search.tally()
    try:
        pager, missing = paginate(params, counted.total, PER_PAGE, number), False
    except NoSuchPage as past:
        pager, missing = paginate(params, counted.total, PER_PAGE, past.last), True
    hits = search.page(pager.number, counted) if counted.total else []
    return Page(search, hits, pager, counted.total), missing


def _page_of_crowd(search: Search, counted: Tally, params: QueryDict, number: int, found: list[Hit]) -> Page:
    """Its results are complete; how many pages follow is not known until the last one."""
    has_more = len(found) > PER_PAGE
    seen = (number - 1) * PER_PAGE + min(len(found), PER_PAGE)
    pager = paginate(params, (number + has_more) * PER_PAGE, PER_PAGE, number)
    total = max(seen, counted.total) if has_more else seen
    return Page(search, found[:PER_PAGE], replace(pager, pages=0), total, is_open=has_more)
