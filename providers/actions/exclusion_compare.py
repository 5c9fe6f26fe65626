"""One batch of people or listings held against the exclusion list: hits and a stored check of each, in sets.

We hold nobody's day of birth, and neither does the NPI register, so no hit is ever of that strength.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from providers.models import Check, Exclusion, ExclusionMatch, FeedLoad
from providers.models.vocabulary import ListingStatus

from .name_keys import firm_keys, middle_initial, person_keys

SOURCE, SOURCE_URL = "OIG LEIE", "https://exclusions.oig.hhs.gov/"
NEVER_SHOWN = [ListingStatus.REMOVED_BY_REQUEST.value, ListingStatus.MERGED.value]
CHECKS, EXCLUSIONS, MATCHES = (model._meta.db_table for model in (Check, Exclusion, ExclusionMatch))

# Whoever could be on a page: not those who work at demo listings only, nor at those that are gone.
PEOPLE = """
    SELECT who.id, who.npi, jsonb_build_object('names', jsonb_build_array(who.name), 'npi', who.npi,
        'states', to_jsonb(lives.states)) AS compared
    FROM providers_practitioner AS who
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(state ORDER BY state), '{}') AS states FROM (
            SELECT place.state FROM providers_practitionerrole AS role
            JOIN providers_location AS place ON place.id = role.location_id
            WHERE role.practitioner_id = who.id AND place.state <> ''
            UNION SELECT state FROM providers_credential WHERE practitioner_id = who.id AND state <> ''
        ) AS found
    ) AS lives
    WHERE (NOT EXISTS (SELECT FROM providers_practitionerrole WHERE practitioner_id = who.id) OR EXISTS (
        SELECT FROM providers_practitionerrole AS role
        JOIN providers_location AS place ON place.id = role.location_id
        JOIN providers_provider AS listing ON listing.id = place.provider_id
        WHERE role.practitioner_id = who.id AND NOT listing.is_demo AND listing.status <> ALL(%(never)s)
    ))
"""
LISTINGS = """
    SELECT who.id, who.npi, jsonb_build_object(
        'names', jsonb_build_array(who.display_name, who.legal_name) || to_jsonb(who.other_names),
        'npi', who.npi, 'states', to_jsonb(lives.states)) AS compared
    FROM providers_provider AS who
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(DISTINCT state ORDER BY state), '{}') AS states
        FROM providers_location WHERE provider_id = who.id AND state <> ''
    ) AS lives
    WHERE NOT who.is_demo AND who.status <> ALL(%(never)s)
"""


@dataclass(frozen=True)
class Compared:
    """column: of checks and matches. rows: SQL for who there is. keys and middle: of their names."""

    column: str
    rows: str
    keys: Callable[[Sequence[str]], set[str]]
    middle: Callable[[Sequence[str]], str]


KINDS = (
    Compared("practitioner_id", PEOPLE, lambda names: person_keys(names[0]), lambda n: middle_initial(n[0])),
    Compared("provider_id", LISTINGS, firm_keys, lambda names: ""),
)
PRACTITIONERS, PROVIDERS = KINDS


def waiting(
    kind: Compared, listed: FeedLoad, *, since: Any, after: int, most: int, only: int | None = None
) -> list[dict[str, Any]]:
    """The next of those without a check against this list, as they are now, since that moment."""
    these = "who.id > %(after)s" if only is None else "who.id = %(only)s"
    query = f"""
        SELECT id, npi, compared FROM ({kind.rows} AND {these}) AS who
        WHERE NOT EXISTS (
            SELECT FROM {CHECKS} AS made
            WHERE made.{kind.column} = who.id AND made.gate = 'exclusion' AND made.digest = %(digest)s
            AND made.checked_at >= %(since)s AND made.found->'compared' = who.compared
        )
        ORDER BY id LIMIT %(most)s
    """
    bound = {
        "after": after,
        "most": most,
        "digest": listed.digest,
        "since": since,
        "never": NEVER_SHOWN,
        "only": only,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, bound)
        return [_prepared(kind, *row) for row in cursor.fetchall()]


def _prepared(kind: Compared, pk: int, npi: str, compared: Any) -> dict[str, Any]:
    said = json.loads(compared) if isinstance(compared, str) else compared
    names = said["names"]
    return {
        "id": pk,
        "npi": npi,
        "keys": sorted(kind.keys(names)),
        "middle": kind.middle(names),
        "states": said["states"],
        "compared": said,
    }


def compare(kind: Compared, batch: Sequence[dict[str, Any]], listed: FeedLoad) -> None:
    """Inside a transaction. What was cleared stays so, unless the very NPI has turned up since."""
    bound: dict[str, Any] = {
        "batch": json.dumps(batch),
        "now": timezone.now(),
        "source": SOURCE,
        "url": SOURCE_URL,
        "day": listed.published_on or listed.started_at.date(),
        "digest": listed.digest,
    }
    with connection.cursor() as cursor:
        cursor.execute(_matches(kind), bound)
        cursor.execute(_checks(kind), bound)


BATCH = """
    batch AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(%(batch)s)
        AS who(id bigint, npi text, keys varchar[], middle text, states text[], compared jsonb)
    )
"""


def _matches(kind: Compared) -> str:
    return f"""
        WITH {BATCH}, hits AS (
            SELECT who.id, listed.id AS exclusion_id, 'npi' AS strength
            FROM batch AS who JOIN {EXCLUSIONS} AS listed ON listed.npi = who.npi AND listed.npi <> ''
            WHERE listed.ended_on IS NULL
            UNION ALL
            SELECT who.id, listed.id, 'name_state'
            FROM batch AS who JOIN {EXCLUSIONS} AS listed ON listed.keys && who.keys
            WHERE listed.ended_on IS NULL AND listed.state = ANY(who.states)
            AND (who.middle = '' OR listed.middle_name = '' OR left(listed.middle_name, 1) = who.middle)
        )
        INSERT INTO {MATCHES} AS old ({kind.column}, exclusion_id, strength, state, found_at, reason)
        SELECT id, exclusion_id, max(strength), 'open', %(now)s, '' FROM hits GROUP BY id, exclusion_id
        ON CONFLICT (exclusion_id, practitioner_id, provider_id) DO UPDATE SET
            strength = excluded.strength, state = 'open', found_at = excluded.found_at, reason = '',
            decided_at = NULL, decided_by_id = NULL, endorsed_at = NULL, endorsed_by_id = NULL
        WHERE old.state = 'ended'
        OR (excluded.strength = 'npi' AND old.strength <> 'npi' AND old.state IN ('open', 'cleared'))
    """


def _checks(kind: Compared) -> str:
    """differs: what stands against them now. Nothing of whoever is on the list is copied but the day."""
    return f"""
        WITH {BATCH}
        INSERT INTO {CHECKS} ({kind.column}, gate, source, source_url, source_date, checked_at, method,
            result, found, digest)
        SELECT who.id, 'exclusion', %(source)s, %(url)s, %(day)s, %(now)s, 'register_file',
            CASE WHEN against.differs IS NULL THEN 'agrees' ELSE 'differs' END,
            jsonb_strip_nulls(jsonb_build_object('compared', who.compared, 'differs', against.differs,
                'matches', against.matches)), %(digest)s
        FROM batch AS who CROSS JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_object('field', hit.strength,
                'claim', CASE WHEN hit.strength = 'npi' THEN who.npi ELSE who.compared->'names'->>0 END,
                'source', to_char(listed.excluded_on, 'YYYY-MM-DD')) ORDER BY hit.id) AS differs,
                jsonb_agg(hit.id ORDER BY hit.id) AS matches
            FROM {MATCHES} AS hit JOIN {EXCLUSIONS} AS listed ON listed.id = hit.exclusion_id
            WHERE hit.{kind.column} = who.id AND hit.state IN ('open', 'confirmed')
        ) AS against
    """
