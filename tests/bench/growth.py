"""The rule of growth: a search's SQL takes at most 1 ms and 1 microsecond per location in its area."""

import re
import time
from statistics import median
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils import timezone

from providers.search import tally
from providers.search.area import SearchArea
from providers.search.criteria import Criteria
from providers.search.engine import Search
from providers.search.filters import read
from providers.search.predicates import Predicates
from providers.search.result_page import counted_miles
from providers.search.where import where
from tests.bench.scenarios import SCENARIOS, Scenario

TIMES = 15


def search_of(scenario: Scenario) -> tuple[Search, int]:
    params = QueryDict(scenario.query)
    asked = read(params)
    area = where(asked, params).area
    assert area is not None
    predicates = Predicates(asked.criteria, timezone.localdate())
    return Search(area, predicates, asked.sort, counted_miles(area, predicates)), asked.page


def print_growth() -> None:
    print("\n| scenario | matches | locations in the area | SQL, ms | allowed, ms | |")
    print("|---|---|---|---|---|---|")
    for scenario in SCENARIOS:
        search, page = search_of(scenario)
        counted = search.tally()
        inside = _inside(search.area)
        spent = median(_spent(search, page) for _ in range(TIMES))
        allowed = 1 + inside / 1000
        verdict = "within" if spent <= allowed else "over"
        print(
            f"| {scenario.name} | {counted.total:,} | {inside:,} | {spent:.2f} | {allowed:.2f} | {verdict} |"
        )


def _inside(area: SearchArea) -> int:
    return Search(area, Predicates(Criteria(stale=True), timezone.localdate())).tally().total


def _spent(search: Search, page: int) -> float:
    spent = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(time.perf_counter() - start)

    with connection.execute_wrapper(timed):
        search.page(page, search.tally())
    return sum(spent) * 1000


def plans() -> str:
    """EXPLAIN (ANALYZE, BUFFERS) of the statement that counts and of the one that reads a page."""
    found = []
    for scenario in (SCENARIOS[0], SCENARIOS[2], SCENARIOS[6]):
        search, _page = search_of(scenario)
        sql, bound = tally.statement(
            search.area.table, search.counted_in(), search.predicates, search.rings()
        )
        found.append(f"{scenario.name}, counting\n{explain(sql, bound)}")
    return "\n\n".join(found)


def explain(sql: str, bound: dict[str, object]) -> str:
    with connection.cursor() as cursor:
        named = {name: value for name, value in bound.items() if f"%({name})s" in sql}
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", named)
        text = "\n".join(line for (line,) in cursor.fetchall())
    return re.sub(r"(Filter|Output): .{160}.*", r"\1: ...", text)
