"""Which facts of a place several visitors report as wrong, or nobody could settle. Computed, never stored.

A word of the clinic or of our staff that is later than a report answers it: as a date that is later, or on
the same day as a later moment in the history.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from .provenance import VOUCHED
from .report import OPEN
from .vocabulary import ReportedField as F
from .vocabulary import ReportStatus

INDEPENDENT = 3
YEAR_DAYS = 365

# Question number -> the field that a visitor can report on which its answer rests.
RESTS_ON = {
    1: F.PEOPLE, 2: F.PEOPLE, 4: F.PEOPLE, 5: F.PEOPLE, 11: F.ROUTE, 13: F.SAFETY, 14: F.SAFETY,
    15: F.SAFETY, 16: F.SAFETY, 17: F.SAFETY, 20: F.ROUTE, 22: F.ROUTE, 24: F.PRICE,
}  # fmt: skip

_HERE = "t.location_id = s.location_id"
_PEOPLE = "SELECT practitioner_id FROM providers_practitionerrole WHERE location_id = s.location_id"
# The rows that say what a field says: table and condition.
ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    F.PHONE: (("providers_location", "t.id = s.location_id"),),
    F.ADDRESS: (("providers_location", "t.id = s.location_id"),),
    F.ACCEPTING: (("providers_location", "t.id = s.location_id"),),
    F.HOURS: (("providers_openinghours", _HERE),),
    F.PRICE: (
        (
            "providers_price",
            "t.service_id IN (SELECT id FROM providers_service WHERE location_id = s.location_id)",
        ),
    ),
    F.INSURANCE: (("providers_coverage", _HERE),),
    F.ROUTE: (("providers_service", _HERE),),
    F.SAFETY: (("providers_service", _HERE),),
    F.PEOPLE: (
        ("providers_practitionerrole", _HERE),
        ("providers_practitioner", f"t.id IN ({_PEOPLE})"),
        ("providers_credential", f"t.practitioner_id IN ({_PEOPLE})"),
    ),
}
WORD = """
    EXISTS (
        SELECT 1 FROM {table} t WHERE {here} AND t.basis = ANY(%(vouched)s) AND (
            t.confirmed_on > s.day
            OR t.confirmed_on = s.day AND EXISTS (
                SELECT 1 FROM {table}event e WHERE e.pgh_obj_id = t.id
                AND e.confirmed_on = s.day AND e.pgh_created_at > s.at
            )
        )
    )
"""
# The word of the whole listing answers for every field.
WHOLE = """
    COALESCE(p.last_confirmed_on > s.day, false)
    OR EXISTS (SELECT 1 FROM providers_attestation a WHERE a.provider_id = p.id AND a.at > s.at)
    OR p.last_confirmed_on = s.day AND EXISTS (
        SELECT 1 FROM providers_providerevent e WHERE e.pgh_obj_id = p.id
        AND e.last_confirmed_on = s.day AND e.pgh_created_at > s.at
    )
"""
SAID = """
    WITH s AS (
        SELECT location_id, field, sender, status = 'flagged' AS is_flagged,
               COALESCE(settled_at, received_at) AS at,
               (COALESCE(settled_at, received_at) AT TIME ZONE 'UTC')::date AS day
        FROM providers_report
        WHERE location_id = ANY(%(locations)s) AND status = ANY(%(unanswered)s)
    )
    SELECT s.location_id, s.field, CASE WHEN s.is_flagged THEN 'flagged' ELSE 'open' END,
           count(DISTINCT s.sender), max(s.day)
    FROM s
    JOIN providers_location l ON l.id = s.location_id
    JOIN providers_provider p ON p.id = l.provider_id
    WHERE NOT (CASE s.field {by_field} ELSE false END) AND NOT ({whole})
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT location_id, field, status, 0, max((settled_at AT TIME ZONE 'UTC')::date)
    FROM providers_report
    WHERE location_id = ANY(%(locations)s) AND status = ANY(%(answered)s) AND settled_at >= %(since)s
    GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class Outcome:
    """What became of visitors' reports about one field; the newest of each kind. status: a ReportStatus."""

    field: str
    status: str
    on: datetime.date


@dataclass(frozen=True)
class Disputes:
    """reported: by INDEPENDENT visitors or more. flagged: we looked and could not find out."""

    reported: frozenset[str] = frozenset()
    flagged: frozenset[str] = frozenset()
    outcomes: tuple[Outcome, ...] = ()

    @property
    def fields(self) -> frozenset[str]:
        return self.reported | self.flagged

    @property
    def numbers(self) -> set[int]:
        """Of the questions whose answers rest on these fields."""
        return {number for number, field in RESTS_ON.items() if field in self.fields}


NONE = Disputes()


def disputes_of(location_ids: Collection[int], today: datetime.date) -> dict[int, Disputes]:
    """By location; no entry where there is nothing to say. One query."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    values: dict[str, Any] = {
        "locations": list(location_ids),
        "vouched": list(VOUCHED),
        "unanswered": [*OPEN, ReportStatus.FLAGGED],
        "answered": [ReportStatus.CORRECTED, ReportStatus.UPHELD_AS_IS],
        "since": today - datetime.timedelta(days=YEAR_DAYS),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, values)
        for location, *said in cursor.fetchall():
            found[location].append(tuple(said))
    return {location: told for location, rows in found.items() if (told := _told(rows)) != NONE}


def _told(rows: list[tuple[Any, ...]]) -> Disputes:
    outcomes = [
        Outcome(field, kind, on) for field, kind, _n, on in rows if kind not in ("open", ReportStatus.FLAGGED)
    ]
    return Disputes(
        frozenset(field for field, kind, n, _on in rows if kind == "open" and n >= INDEPENDENT),
        frozenset(field for field, kind, _n, _on in rows if kind == ReportStatus.FLAGGED),
        tuple(sorted(outcomes, key=lambda one: (one.on, one.field, one.status), reverse=True)),
    )


def _by_field() -> str:
    whens = []
    for field, rows in ROWS.items():
        words = " OR ".join(WORD.format(table=table, here=here) for table, here in rows)
        whens.append(f"WHEN '{field}' THEN ({words})")
    return " ".join(whens)


_STATEMENT = SAID.format(by_field=_by_field(), whole=WHOLE)
