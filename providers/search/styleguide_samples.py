"""Made-up listings and a whole result page, for the style guide and its test."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from providers.models.evidence import Evidence
from providers.models.vocabulary import Condition, PlanFamily, Route, Standing

LINES = {
    Standing.CURRENT: "MD license, Colorado · active, checked at the state board on 3 Nov 2026 by our staff",
    Standing.EXPIRING: "PMHNP license, Colorado · active, checked on 1 Nov 2026 · expires 31 Dec 2026",
    Standing.EXPIRED: "MD license, Colorado · expired 12 Mar 2026",
    Standing.SUSPENDED: "MD license, Colorado · suspended; we do not vouch for it",
    Standing.NOT_CONFIRMED: "CRNA license, Colorado · not confirmed · the clinic says so",
}
EVIDENCE = {
    standing: Evidence(standing.value, str(standing.label), line.split(" license")[0], line)
    for standing, line in LINES.items()
}


def _stated() -> SimpleNamespace:
    return SimpleNamespace(
        pk=1,
        url="#",
        name="Cottonwood Ketamine and Psychiatry",
        place_line="1550 Larimer St, Denver, CO 80202",
        distance="0.8 miles",
        is_demo=True,
        is_unconfirmed=False,
        evidence=[EVIDENCE[Standing.CURRENT], EVIDENCE[Standing.EXPIRING]],
        routes=[
            SimpleNamespace(label="IV infusion", price="$450-600 per session"),
            SimpleNamespace(label="Spravato nasal spray", price="$900 per session"),
        ],
        more_routes="+ 1 more",
        more_people="",
        course_line="First course: $2,900-3,800",
        insurance_line="Private insurance, Medicare",
        accepting_line="Accepting new patients",
        confirmed_line="Confirmed by the clinic 12 days ago",
        answers_line="Answers 19 of 28 questions",
        at="39.7508,-104.9965",
    )


UNSTATED: dict[str, Any] = {
    "evidence": [],
    "routes": [SimpleNamespace(label="IV infusion", price="")],
    "more_routes": "",
    "course_line": "",
    "insurance_line": "Insurance: not stated",
    "accepting_line": "New patients: not stated",
    "confirmed_line": "Not confirmed by the clinic; from SAMHSA's 2022 directory",
    "answers_line": "",
    "is_unconfirmed": True,
}


def sample_rows() -> list[SimpleNamespace]:
    full = _stated()
    return [
        full,
        _other(
            full,
            pk=2,
            name="Dr. Example Anesthesia, PLLC",
            distance="2.3 miles",
            evidence=[EVIDENCE[Standing.EXPIRED]],
            routes=full.routes[:1],
            more_routes="",
            course_line="First course cannot be computed: consultation not stated",
            insurance_line="Cash only",
            accepting_line="Not accepting patients",
            confirmed_line="Confirmed by the clinic 143 days ago",
            answers_line="Answers 6 of 28 questions",
            at="39.731,-104.972",
        ),
        _other(
            full, pk=3, name="Front Range Community Hospital, Behavioral Health and Psychiatry",
            distance="11.6 miles", is_demo=False, at="39.613,-105.017", **UNSTATED,
        ),
        _other(
            full, pk=4, name="Mesa Verde Wellness", distance="18.0 miles", at="39.55,-104.88",
            evidence=[EVIDENCE[Standing.SUSPENDED], EVIDENCE[Standing.NOT_CONFIRMED]],
        ),
    ]  # fmt: skip


def _other(row: SimpleNamespace, **changes: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**vars(row), **changes})


def _choices(codes: list[tuple[str, Any]], chosen: set[str]) -> list[dict[str, Any]]:
    counts = (31, 22, 9, 14, 0, 6, 3, 0, 1, 2, 5)
    return [
        {
            "value": code,
            "label": label,
            "count_label": str(count),
            "is_selected": code in chosen,
            "is_empty": not count,
        }
        for (code, label), count in zip(codes, counts, strict=False)
    ]


def sample_groups() -> list[dict[str, Any]]:
    flag = [{"value": "1", "label": "Accepting new patients", "count_label": "27", "is_selected": True}]
    return [
        {
            "key": "verified",
            "kind": "flag",
            "choices": [{"value": "1", "label": "Prescriber's license current", "count_label": "19"}],
        },
        {"key": "accepting", "kind": "flag", "choices": flag},
        {
            "key": "route",
            "legend": "How it is given",
            "kind": "many",
            "is_open": True,
            "choices": _choices(Route.choices, {Route.IV}),
        },
        {
            "key": "condition",
            "legend": "For what",
            "kind": "many",
            "choices": _choices(Condition.choices, set()),
        },
        {
            "key": "insurance",
            "legend": "Insurance",
            "kind": "many",
            "choices": _choices(PlanFamily.choices, set()),
        },
        {"key": "max_session_price", "legend": "At most, per session", "kind": "amount", "value": ""},
        {"key": "max_course_price", "legend": "At most, first course", "kind": "amount", "value": "4000"},
    ]


def sample_page() -> dict[str, Any]:
    """The context of the result page, as the search view gives it."""
    return {
        "title": "Ketamine providers near Denver, CO",
        "description": "43 places within 25 miles of Denver, CO.",
        "params": {"near": "Denver, CO", "within": "25", "q": "", "sort": "distance"},
        "errors": {},
        "area_label": "within 25 miles of Denver, CO",
        "within_choices": [
            {"value": str(miles), "label": f"{miles} miles", "is_selected": miles == 25}
            for miles in (10, 25, 50)
        ],
        "sort_choices": [
            {"value": "distance", "label": "Nearest first", "is_selected": True},
            {"value": "course_price", "label": "Lowest first-course price"},
        ],
        "groups": sample_groups(),
        "chips": [
            {"label": "IV infusion", "remove_url": "?"},
            {"label": "Accepting new patients", "remove_url": "?"},
        ],
        "clear_url": "?",
        "rows": sample_rows(),
        "total": 43,
        "total_label": "43",
        "first_index": 1,
        "pager": {"number": 1, "pages": 3, "previous_url": "", "next_url": "?page=2"},
        "hidden_stale": {"count": 4, "url": "?"},
        "telehealth": {
            "state_name": "Colorado",
            "rows": sample_rows()[:1],
            "more_url": "?",
            "fact_text": "Until 31 Dec 2026 a federal rule lets a prescriber order ketamine by telehealth.",
        },
    }


OTHER_STATES: dict[str, dict[str, Any]] = {
    "empty": {
        "rows": [],
        "total": 0,
        "total_label": "0",
        "pager": None,
        "nearest_outside": sample_rows()[:3],
        "drop": [
            {"label": "IV infusion", "count": 12, "url": "?"},
            {"label": "TRICARE", "count": 3, "url": "?"},
        ],
    },
    "which": {
        "rows": [],
        "params": {"near": "Springfield"},
        "which_one": [{"label": f"Springfield, {state}", "url": "?"} for state in ("IL", "MA", "MO")],
    },
    "wrong": {
        "rows": [],
        "params": {"near": "Denvr", "within": "25"},
        "errors": {"near": ["We know no place called “Denvr”. Check the spelling, or type a ZIP code."]},
        "nearest_spellings": [{"label": "Denver, CO", "url": "?"}, {"label": "Denver, NC", "url": "?"}],
    },
}
