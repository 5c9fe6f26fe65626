"""One page of results: runs the search and gathers what the page prints. At most eight queries."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from providers.http import NoSuchPage, Pager, paginate, query_with
from providers.models import SiteFact

from . import choices, elsewhere
from .area import Around, Everywhere, Reaching
from .engine import MOST_NAMES, PER_PAGE, Hit, Search, run
from .filters import Asked
from .predicates import Predicates
from .rows import Row, RowReader
from .tally import Tally
from .where import Where

TELEHEALTH_SHOWN = 5
TELEHEALTH_FACT = "telehealth_flexibility"
REMEMBERED_SECONDS = 60


@dataclass
class Results:
    """`page_is_missing`: the page asked for lies past the end, and this is the last one instead."""

    context: dict[str, Any]
    tally: Tally
    page_is_missing: bool = False


def find(asked: Asked, place: Where, params: QueryDict, today: datetime.date) -> Results:
    """Runs the search that was asked for in `place`, which must have an area."""
    assert place.area is not None
    names = MOST_NAMES if isinstance(place.area, Everywhere) else None
    search = Search(place.area, Predicates(asked.criteria, today, most_names=names), asked.sort)
    counted = search.tally()
    notices: list[str] = []
    if asked.criteria.words and not counted.total:
        search, counted = _with_similar_names(search, counted, asked.q, notices)
    if names and elsewhere.names_beyond(search.predicates, names):
        notices.append(gettext("More than 5,000 listings have such a name. Add a place to see them all."))
    pager, missing = _pager(params, counted.total, asked.page)
    if missing:
        notices.append(gettext("There is no page %(page)d. This is the last page.") % {"page": asked.page})
    reader = RowReader(today, asked.criteria.route)
    context = {
        **_page(search, counted, pager, reader),
        **(_ways_on(search, asked, params, reader) if not counted.total else _NO_WAYS_ON),
        "notice": " ".join(notices),
        "hidden_stale": _hidden(counted, params),
        "chips": choices.chips(params, asked.criteria, asked.q),
        "clear_url": query_with(_place_only(params)) or "?",
        "telehealth": _telehealth(search, place, params, reader) if pager.number == 1 else None,
    }
    return Results(context, counted, missing)


_NO_WAYS_ON: dict[str, Any] = {"nearest_outside": [], "drop": []}


def _page(search: Search, counted: Tally, pager: Pager, reader: RowReader) -> dict[str, Any]:
    found = search.page(pager.number, counted) if counted.total else []
    capped = isinstance(search.area, Everywhere) and counted.total >= MOST_NAMES
    return {
        "rows": _rows(found, reader, shows_distance=isinstance(search.area, Around)),
        "total": counted.total,
        "total_label": "5,000+" if capped else f"{counted.total:,}",
        "total_is_capped": capped,
        "first_index": (pager.number - 1) * PER_PAGE + 1,
        "pager": pager,
    }


def _rows(found: Iterable[Hit], reader: RowReader, *, shows_distance: bool) -> list[Row]:
    """From the middle of a state, a distance says nothing about travel: there it only orders."""
    return [reader.row(hit.pk, hit.card, hit.tenths if shows_distance else None) for hit in found]


def _pager(params: QueryDict, total: int, number: int) -> tuple[Pager, bool]:
    try:
        return paginate(params, total, PER_PAGE, number), False
    except NoSuchPage as past:
        return paginate(params, total, PER_PAGE, past.last), True


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


def _hidden(counted: Tally, params: QueryDict) -> dict[str, Any] | None:
    if not counted.stale:
        return None
    return {"count": counted.stale, "url": query_with(params, stale="1", page=None)}


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
            "url": choices.without(params, "q" if name == "words" else name),
        }
        for name, count in elsewhere.if_dropped(search).items()
    ]
    shows_distance = isinstance(search.area, Around)
    return {
        "nearest_outside": _rows(nearest, reader, shows_distance=shows_distance),
        "drop": sorted(drop, key=lambda one: -one["count"]),
    }


def _telehealth(search: Search, place: Where, params: QueryDict, reader: RowReader) -> dict[str, Any] | None:
    """Who treats people in the patient's state by telehealth: the best few, and the way to all."""
    if not place.state or isinstance(search.area, Reaching):
        return None
    found = Search(Reaching(place.state), search.predicates).first(TELEHEALTH_SHOWN + 1)
    more = query_with(params, reach="1", page=None, sort=None) if len(found) > TELEHEALTH_SHOWN else ""
    return {
        "state_name": place.state_name,
        "rows": _rows(found[:TELEHEALTH_SHOWN], reader, shows_distance=False),
        "more_url": more,
        "fact_text": _telehealth_fact(reader.today),
    }


def _telehealth_fact(today: datetime.date) -> str:
    """The dated sentence about telehealth. Remembered for a minute: it changes a few times a year."""
    key = (get_language() or "en", today)
    text, until = _REMEMBERED.get(key, ("", 0.0))
    if time.monotonic() > until and (text := _read_telehealth_fact(today)):
        _REMEMBERED[key] = text, time.monotonic() + REMEMBERED_SECONDS
    return text


_REMEMBERED: dict[tuple[str, datetime.date], tuple[str, float]] = {}


def _read_telehealth_fact(today: datetime.date) -> str:
    facts = run(
        "SELECT texts, valid_to FROM providers_sitefact WHERE key = %(key)s", {"key": TELEHEALTH_FACT}
    )
    language = (get_language() or "en").split("-")[0]
    for texts, valid_to in facts:
        return SiteFact(texts=json.loads(texts), valid_to=valid_to).text(language, today)
    return ""
