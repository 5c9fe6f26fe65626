"""Runs the rounds and prints the tables."""

from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

from tests.bench import measure
from tests.bench.measure import Times
from tests.bench.scenarios import SCENARIOS, Scenario

BARE = "/bare/"
Ask = Callable[[str], measure.Request]


class Line(NamedTuple):
    """The medians of all rounds of one scenario, in milliseconds."""

    scenario: Scenario
    sql: Times
    page: Times
    bare: Times
    queries: int
    status: int
    kilobytes: float


def one_client(application: Any, rounds: int, each: int) -> list[Line]:
    """Interleaved: in every round every scenario takes its turn, next to the bare page."""
    seen: dict[Scenario, list[tuple[Times, Times, Times, measure.Request]]] = defaultdict(list)
    for address in (BARE, *(scenario.path for scenario in SCENARIOS)):
        for _ in range(6):  # statements are prepared after five
            measure.ask(application, address)
    for _ in range(rounds):
        for scenario in SCENARIOS:
            bare = [measure.ask(application, BARE) for _ in range(each)]
            page = [measure.ask(application, scenario.path) for _ in range(each)]
            seen[scenario].append(
                (
                    Times.of([one.sql_seconds for one in page]),
                    Times.of([one.seconds for one in page]),
                    Times.of([one.seconds for one in bare]),
                    page[-1],
                )
            )
    return [_line(scenario, taken) for scenario, taken in seen.items()]


def _line(scenario: Scenario, taken: list[tuple[Times, Times, Times, measure.Request]]) -> Line:
    sql, page, bare = (middle([one[i] for one in taken]) for i in range(3))
    last = taken[-1][3]
    return Line(scenario, sql, page, bare, last.queries, last.status, last.size / 1024)


def middle(taken: list[Times]) -> Times:
    return Times(median(one.p50 for one in taken), median(one.p95 for one in taken))


def eight_clients(port: int, rounds: int, each: int) -> dict[Scenario, tuple[Times, Times]]:
    """Page and bare page, each with eight clients at once."""
    seen: dict[Scenario, list[tuple[Times, Times]]] = defaultdict(list)
    for address in (BARE, *(scenario.path for scenario in SCENARIOS)):
        measure.crowd(port, address, 3)
    for _ in range(rounds):
        for scenario in SCENARIOS:
            bare = Times.of(measure.crowd(port, BARE, each))
            seen[scenario].append((Times.of(measure.crowd(port, scenario.path, each)), bare))
    return {
        scenario: (middle([one[0] for one in taken]), middle([one[1] for one in taken]))
        for scenario, taken in seen.items()
    }


def print_lines(size: int, alone: list[Line], crowded: dict[Scenario, tuple[Times, Times]]) -> None:
    print(f"\n{size:,} locations. Milliseconds, p50/p95; x: page to bare page, p95.\n")
    print("| scenario | answer | queries | SQL | page, 1 client | bare | x | page to SQL "
          "| page, 8 clients | bare | x |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for line in alone:
        page8, bare8 = crowded[line.scenario]
        print(
            f"| {line.scenario.name} | {line.status}, {line.kilobytes:.0f} KB | {line.queries} "
            f"| {both(line.sql)} | {both(line.page)} | {both(line.bare)} "
            f"| {line.page.p95 / line.bare.p95:.1f} | {line.page.p50 / line.sql.p50:.1f} "
            f"| {both(page8)} | {both(bare8)} | {page8.p95 / bare8.p95:.1f} |"
        )


def both(times: Times) -> str:
    return f"{times.p50:.1f}/{times.p95:.1f}"
