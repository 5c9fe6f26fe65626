"""The staff's pages at their worst: the queue with 100,000 open cases, and a case with 200 checks.

Each beside the plainest page with as many rows behind the same door, and beside one that asks nobody who
they are.
"""

import time
from collections import defaultdict
from typing import Any, NamedTuple

from django.db import connection

from providers.models import User
from providers.verification import queue_reading
from providers.verification.queue_reading import Chosen
from tests.bench import measure, staff_cases
from tests.bench.measure import Times
from tests.bench.report import both, middle

ALLOWED = 3


class Page(NamedTuple):
    name: str
    path: str
    rows: int


def pages() -> list[Page]:
    case = staff_cases.checked_case()
    return [
        Page("queue", "/staff/", queue_reading.PER_PAGE),
        Page("queue, last page", f"/staff/?page={queue_reading.PAGES}", queue_reading.PER_PAGE),
        Page("queue, one kind", "/staff/?kind=report", queue_reading.PER_PAGE),
        Page("queue, overdue", "/staff/?who=overdue", queue_reading.PER_PAGE),
        Page("queue, waiting", "/staff/?who=waiting", queue_reading.PER_PAGE),
        Page("case, 200 checks", f"/staff/cases/{case.pk}/", staff_cases.CHECKS),
    ]


def print_staff(application: Any, rounds: int, each: int) -> None:
    print(f"\n{staff_cases.CASES:,} open cases. Milliseconds, p50/p95; x: page to bare page, p50.\n")
    print("| page | answer | queries | SQL | page | bare, same door | x | bare, no door | x | |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    key = staff_cases.cookie()
    for page in pages():
        print(_line(application, page, key, rounds, each))


def _line(application: Any, page: Page, key: str, rounds: int, each: int) -> str:
    """Interleaved: in every round each of the three takes its turn."""
    asked = {
        "page": (page.path, key),
        "bare": (f"/bare/staff/{page.rows}/", key),
        "open": (f"/bare/{page.rows}/", ""),
    }
    for address, cookie in asked.values():
        for _ in range(6):  # statements are prepared after five
            last = measure.ask(application, address, cookie)
            assert last.status == 200, (address, last.status)
    taken: dict[str, list[Times]] = defaultdict(list)
    for _round in range(rounds):
        for name, (address, cookie) in asked.items():
            answers = [measure.ask(application, address, cookie) for _ in range(each)]
            taken[name].append(Times.of([one.seconds for one in answers]))
            if name == "page":
                last = answers[-1]
                taken["sql"].append(Times.of([one.sql_seconds for one in answers]))
    mid = {name: middle(times) for name, times in taken.items()}
    times = mid["page"].p50 / mid["bare"].p50
    return (
        f"| {page.name} | {last.status}, {last.size / 1024:.0f} KB | {last.queries} | {both(mid['sql'])} "
        f"| {both(mid['page'])} | {both(mid['bare'])} | {times:.1f} "
        f"| {both(mid['open'])} | {mid['page'].p50 / mid['open'].p50:.1f} "
        f"| {'within' if times <= ALLOWED else 'over'} |"
    )


def plans() -> str:
    """EXPLAIN (ANALYZE, BUFFERS) of the counts and of the keys of a page."""
    person = User.objects.get(email="lead@example.org")
    found = []
    for chosen in (Chosen(), Chosen(who="overdue"), Chosen(kind="report")):
        keys = queue_reading.narrowed(chosen, person).order_by("rank", "pk").values_list("pk", flat=True)[:50]
        found.append(f"{chosen}\n{_explained(keys)}")
    start = time.perf_counter()
    queue_reading.counts(Chosen(), person)
    found.append(f"counts: {(time.perf_counter() - start) * 1000:.1f} ms")
    return "\n\n".join(found)


def _explained(rows: Any) -> str:
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())
