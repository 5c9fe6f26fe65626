"""Everything that ever changed about one listing, read from the tables that the database's triggers write.

Two statements for a page, however many kinds of rows hang on the listing. Words are made elsewhere.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from .change_request import ChangeRequest
from .claim import Claim
from .coverage import Coverage
from .credential import Credential
from .location import AccessFact, Language, Location, OpeningHours
from .membership import Invitation, Membership
from .policy import Policy
from .practitioner import Practitioner, PractitionerRole
from .price import Price
from .provider import Provider
from .question import Answer
from .report import Report
from .service import Service, TelehealthReach

# Rows that are gone count too, so the keys of locations and services come from their own events.
KEYS = "SELECT {} FROM {} WHERE {}"
OF_LISTING = "provider_id = %(listing)s"
OF_LOCATION = f"location_id IN ({KEYS.format('pgh_obj_id', 'providers_locationevent', OF_LISTING)})"
SERVICES = KEYS.format("pgh_obj_id", "providers_serviceevent", OF_LOCATION)
PEOPLE = KEYS.format("practitioner_id", "providers_practitionerroleevent", OF_LOCATION)
# Who was ever at another listing has a history there too, which is not this one's to read.
ELSEWHERE = """
    SELECT 1 FROM providers_practitionerroleevent o JOIN providers_location p ON p.id = o.location_id
    WHERE o.practitioner_id = {} AND p.provider_id <> %(listing)s
"""
PERSON, HOLDER = "providers_practitionerevent.pgh_obj_id", "providers_credentialevent.practitioner_id"
OWN_PERSON = f"{PERSON} IN ({PEOPLE}) AND NOT EXISTS ({ELSEWHERE.format(PERSON)})"
OWN_HOLDER = f"{HOLDER} IN ({PEOPLE}) AND NOT EXISTS ({ELSEWHERE.format(HOLDER)})"

# In the order in which one save is told.
SCOPES: dict[type[models.Model], str] = {
    Provider: "pgh_obj_id = %(listing)s",
    Membership: OF_LISTING,
    Invitation: OF_LISTING,
    Claim: OF_LISTING,
    ChangeRequest: OF_LISTING,
    Location: OF_LISTING,
    OpeningHours: OF_LOCATION,
    AccessFact: OF_LOCATION,
    Language: OF_LOCATION,
    TelehealthReach: OF_LOCATION,
    Practitioner: OWN_PERSON,
    PractitionerRole: OF_LOCATION,
    Credential: f"{OF_LISTING} OR {OF_LOCATION} OR {OWN_HOLDER}",
    Service: OF_LOCATION,
    Price: f"service_id IN ({SERVICES})",
    Coverage: OF_LOCATION,
    Policy: OF_LISTING,
    Answer: OF_LISTING,
    Report: OF_LOCATION,
}
KINDS: dict[str, type[models.Model]] = {str(model._meta.model_name): model for model in SCOPES}

ANY_OF_THEM = """
    SELECT {position} AS position, pgh_id, pgh_created_at FROM {table} WHERE ({scope}) {more}
"""
WHOLE = """
    SELECT {position}, e.pgh_id, e.pgh_label, e.pgh_obj_id, e.pgh_created_at, c.metadata,
           to_jsonb(e), to_jsonb(b), to_jsonb(l)
    FROM {table} e
    LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id
    LEFT JOIN LATERAL (
        SELECT * FROM {table} o WHERE o.pgh_obj_id = e.pgh_obj_id AND o.pgh_id < e.pgh_id
        ORDER BY o.pgh_id DESC LIMIT 1
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT * FROM {table} o WHERE o.pgh_obj_id = e.pgh_obj_id ORDER BY o.pgh_id DESC LIMIT 1
    ) l ON true
    WHERE e.pgh_id = ANY(%({kind})s::bigint[])
"""
COUNT = "SELECT count(*) FROM ({union}) AS events"
STRETCH = """
    SELECT position, pgh_id FROM ({union}) AS events
    ORDER BY pgh_created_at DESC, position, pgh_id DESC LIMIT %(length)s OFFSET %(start)s
"""
LATEST = """
    SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, to_jsonb(e) FROM {table} e
    WHERE pgh_obj_id = ANY(%(pks)s::bigint[]) ORDER BY pgh_obj_id, pgh_id DESC
"""


@dataclass(frozen=True)
class Change:
    """One row made, changed or taken away. row: as it then was; before: as it was before; now: its latest.

    Values are as JSON has them. context: who, and for what, as the action said it.
    """

    kind: str
    pk: int
    label: str
    row_pk: int
    at: datetime.datetime
    context: dict[str, Any]
    row: dict[str, Any]
    before: dict[str, Any] = field(default_factory=dict)
    now: dict[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Of an update: each field that differs, from and to."""
        if self.label != "update" or not self.before:
            return {}
        return {
            name: (self.before.get(name), value)
            for name, value in self.row.items()
            if not name.startswith("pgh_") and self.before.get(name) != value
        }


def table_of(model: type[models.Model]) -> str:
    """pghistory's name for the table of a model's events."""
    return f"{model._meta.db_table}event"


def count_changes(provider: Provider) -> int:
    sql = COUNT.format(union=_union(ANY_OF_THEM))
    return int(_rows(sql, {"listing": provider.pk})[0][0])


def changes_of(provider: Provider, *, start: int, length: int) -> list[Change]:
    """A stretch of the history, newest first; rows of one save in the order of SCOPES."""
    sql = STRETCH.format(union=_union(ANY_OF_THEM))
    found = _rows(sql, {"listing": provider.pk, "length": length, "start": start})
    return _whole([(list(SCOPES)[position], pk) for position, pk in found])


def change_of(provider: Provider, *, kind: str, pk: int) -> Change | None:
    """One change, if it belongs to this listing."""
    model = KINDS.get(kind)
    if model is None:
        return None
    sql = _branch(ANY_OF_THEM, model, more="AND pgh_id = %(pk)s")
    found = _rows(sql, {"listing": provider.pk, "pk": pk})
    return _whole([(model, pk)])[0] if found else None


def _whole(keys: Sequence[tuple[type[models.Model], int]]) -> list[Change]:
    models_of = list(SCOPES)
    wanted: dict[str, Any] = {kind: [] for kind in KINDS}
    for model, pk in keys:
        wanted[str(model._meta.model_name)].append(pk)
    found = {}
    for position, pk, label, row_pk, at, context, *rows in _rows(_union(WHOLE), wanted):
        model = models_of[position]
        row, before, now = (_json(one) for one in rows)
        kind = str(model._meta.model_name)
        found[model, pk] = Change(kind, pk, label, row_pk, at, _json(context), row, before, now)
    return [found[key] for key in keys if key in found]


def _union(template: str) -> str:
    return " UNION ALL ".join(_branch(template, model) for model in SCOPES)


def _branch(template: str, model: type[models.Model], more: str = "") -> str:
    return template.format(
        position=list(SCOPES).index(model),
        table=table_of(model),
        scope=SCOPES[model],
        kind=model._meta.model_name,
        more=more,
    )


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _json(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        value = json.loads(value)
    return value or {}


def latest_rows(model: type[models.Model], pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The last that is known of these rows, those that are gone included. One statement."""
    sql = LATEST.format(table=table_of(model))
    return {pk: _json(row) for pk, row in _rows(sql, {"pks": sorted(set(pks))})}
