"""All rows that hang on some listings, as JSON, and what differs between two such readings.

What a merge keeps, so that it can be undone to the last column.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.db import connection

OF_LISTINGS = "t.provider_id = ANY(%(listings)s)"
PLACES = "SELECT id FROM providers_location WHERE provider_id = ANY(%(listings)s)"
OF_PLACES = f"t.location_id IN ({PLACES})"
CLAIMS = "SELECT id FROM providers_claim WHERE provider_id = ANY(%(listings)s)"
# In an order in which rows can be put back: what others hang on comes first.
SCOPES: dict[str, str] = {
    "providers_provider": "t.id = ANY(%(listings)s)",
    "providers_formerslug": OF_LISTINGS,
    "providers_membership": OF_LISTINGS,
    "providers_claim": OF_LISTINGS,
    "providers_proofcode": f"t.claim_id IN ({CLAIMS})",
    "providers_location": OF_LISTINGS,
    "providers_policy": OF_LISTINGS,
    "providers_answer": OF_LISTINGS,
    "providers_credential": f"{OF_LISTINGS} OR {OF_PLACES}",
    "providers_document": OF_LISTINGS,
    "providers_openinghours": OF_PLACES,
    "providers_accessfact": OF_PLACES,
    "providers_language": OF_PLACES,
    "providers_telehealthreach": OF_PLACES,
    "providers_service": OF_PLACES,
    "providers_coverage": OF_PLACES,
    "providers_practitionerrole": OF_PLACES,
    "providers_match": OF_PLACES,
    "providers_report": OF_PLACES,
}
READ = """
    SELECT '{table}', t.id, to_jsonb(t) FROM {table} t WHERE {scope}
"""
Rows = dict[str, dict[int, dict[str, Any]]]
# Nothing of a visitor is copied: what a merge does to a report is to say which place it is about.
KEPT_OUT = {"providers_report": {"contact", "sender", "language", "message", "outcome"}}


def read(listings: Collection[int]) -> Rows:
    """One statement. By table and key."""
    union = " UNION ALL ".join(READ.format(table=table, scope=scope) for table, scope in SCOPES.items())
    found: Rows = {table: {} for table in SCOPES}
    with connection.cursor() as cursor:
        cursor.execute(union, {"listings": list(listings)})
        for table, pk, row in cursor.fetchall():
            whole = json.loads(row) if isinstance(row, str) else row
            for name in KEPT_OUT.get(table, ()):
                whole.pop(name)
            found[table][pk] = whole
    return found


def difference(before: Rows, after: Rows) -> dict[str, Any]:
    """changed: [table, key, columns before, the same after]; made: [table, key]; taken: [table, row]."""
    changed, made, taken = [], [], []
    for table in SCOPES:
        old, new = before[table], after[table]
        made += [[table, pk] for pk in sorted(new.keys() - old.keys())]
        taken += [[table, old[pk]] for pk in sorted(old.keys() - new.keys())]
        for pk in sorted(old.keys() & new.keys()):
            columns = [name for name, value in old[pk].items() if new[pk][name] != value]
            if columns:
                was, now = ({name: row[pk][name] for name in columns} for row in (old, new))
                changed.append([table, pk, was, now])
    return {"changed": changed, "made": made, "taken": taken}
