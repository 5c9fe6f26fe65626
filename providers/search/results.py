"""One page of results: runs the search and gathers what the page prints. At most eight queries."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from providers.http import query_with
from providers.models import SiteFact

from . import choices, elsewhere
from .area import Around, Everywhere, Reaching
from .engine import MOST_NAMES, Search, run
from .filters import Asked
from .predicates import Predicates
from .remembered import remembered
from .result_page import count_label, counted_by, counted_miles, find_page, rows_of
from .rows import RowReader
from .tally import Tally
from .where import Where

TELEHEALTH_SHOWN, TELEHEALTH_LOOKED_AT = 5, 2_000
TELEHEALTH_FACT = "telehealth_flexibility"


@dataclass
class Results:
    """`page_is_missing`: the page asked for lies past the end, and this is the last one instead.

    is_partial: only the nearest of a crowd were counted, so that each number may be higher.
    """

    context: dict[str, Any]
    tally: Tally
    page_is_missing: bool = False
    is_partial: bool = False

    def shown(self) -> set[int]:
        """The locations that this page shows, wherever on it."""
        telehealth = (self.context["telehealth"] or {}).get("rows", [])
        return {row.pk for row in (*self.context["rows"], *self.context["nearest_outside"], *telehealth)}


def find(asked: Asked, place: Where, params: QueryDict, today: datetime.date) -> Results:
    """Runs the search that was asked for in `place`, which must have an area."""
    assert place.area is not None
    names = MOST_NAMES if isinstance(place.area, Everywhere) else None
    predicates = Predicates(asked.criteria, today, most_names=names)
    search = Search(place.area, predicates, asked.sort, counted_miles(place.area, predicates))
    counted = counted_by(search)
    notices: list[str] = []
    if asked.criteria.words and not counted.total:
        search, counted = _with_similar_names(search, counted, asked.q, notices)
    if names and elsewhere.names_beyond(search.predicates, names):
        notices.append(gettext("More than 5,000 listings have such a name. Add a place to see them all."))
    page, missing = find_page(search, counted, params, asked.page)
    if missing:
        notices.append(gettext("There is no page %(page)d. This is the last page.") % {"page": asked.page})
    reader = RowReader(today, asked.criteria.route)
    context = {
        **page.context(reader),
        **(_NO_WAYS_ON if page.hits else _ways_on(search, asked, params, reader)),
        "notice": " ".join(notices),
        "hidden_stale": _hidden(counted, params, search),
        "chips": choices.chips(params, asked.criteria, asked.q),
        "clear_url": query_with(_place_only(params)) or "?",
        "telehealth": _telehealth(search, place, params, reader) if page.pager.number == 1 else None,
    }
    return Results(context, counted, missing, is_partial=search.counted_miles is not None)


_NO_WAYS_ON: dict[str, Any] = {"nearest_outside": [], "drop": []}


def _with_similar_names(search: Search, counted: Tally, q: str, notices: list[str]) -> tuple[Search, Tally]:
    """Nothing begins with what was typed: inside an area, names that are nearly that."""
    if isinstance(search.area, Everywhere):
        return search, counted
    alike = elsewhere.similar_names(search.area, search.predicates)
    if not alike:
        return search, counted
    wider = replace(search, predicates=replace(search.predicates, similar=alike))
    if not (found := wider.tally()).total:
        return search, counted
    notices.append(gettext("No name begins with “%(name)s”. These names are similar.") % {"name": q})
    return wider, found


def _hidden(counted: Tally, params: QueryDict, search: Search) -> dict[str, Any] | None:
    if not counted.stale:
        return None
    return {
        "count": counted.stale,
        "label": count_label(counted.stale, search),
        "url": query_with(params, stale="1", page=None),
    }


def _place_only(params: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in ("near", "within", "sort"):
        kept[name] = params.get(name, "")
    return kept


def _ways_on(search: Search, asked: Asked, params: QueryDict, reader: RowReader) -> dict[str, Any]:
    nearest = elsewhere.nearest_outside(search)
    drop = [
        {
            "label": choices.dropped_label(asked.criteria, name, asked.q),
            "count": count,
            "count_label": count_label(count, search),
            "url": choices.without(params, "q" if name == "words" else name),
        }
        for name, count in elsewhere.if_dropped(search).items()
    ]
    shows_distance = isinstance(search.area, Around)
    return {
        "nearest_outside": rows_of(nearest, reader, shows_distance=shows_distance),
        "drop": sorted(drop, key=lambda one: -one["count"]),
    }


def _telehealth(search: Search, place: Where, params: QueryDict, reader: RowReader) -> dict[str, Any] | None:
    """Who treats people in the patient's state by telehealth: the best few, and the way to all."""
    if not place.state or isinstance(search.area, Reaching):
        return None
    reaching = Search(Reaching(place.state), search.predicates)
    found = reaching.best(TELEHEALTH_SHOWN + 1, among=TELEHEALTH_LOOKED_AT)
    more = query_with(params, reach="1", page=None, sort=None) if found else ""
    return {
        "state_name": place.state_name,
        "rows": rows_of(found[:TELEHEALTH_SHOWN], reader, shows_distance=False),
        "more_url": more,
        "fact_text": _telehealth_fact((get_language() or "en").split("-")[0], reader.today),
    }


@remembered
def _telehealth_fact(language: str, today: datetime.date) -> str:
    """The dated sentence about telehealth; it changes a few times a year."""
    facts = run(
        "SELECT texts, valid_to FROM providers_sitefact WHERE key = %(key)s", {"key": TELEHEALTH_FACT}
    )
    for texts, valid_to in facts:
        return SiteFact(texts=json.loads(texts), valid_to=valid_to).text(language, today)
    return ""
