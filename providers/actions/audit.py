"""Whether anything that may never change was changed: digests, links, rows and files, all recomputed.

Reads in pieces, so that memory stays flat; writes only what it found. The chain: models/audit_chain.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from providers.models import AuditEntry, AuditRun
from providers.models.audit_chain import IS_DEMO

from .audit_documents import altered_documents

PIECE = 20_000
MOST_KEPT = 100
Progress = Callable[[int], None]

JOINS = " ".join(
    f'LEFT JOIN {table} {table}_row ON e."table" = \'{table}\' AND {table}_row.id = e."row"'
    for table in IS_DEMO
)
ROW_NOW = " ".join(f"WHEN '{table}' THEN to_jsonb({table}_row)" for table in IS_DEMO)
# A column that came later is in the row and not in what the entry holds: it is not compared.
JUDGE = f"""
    WITH piece AS MATERIALIZED (
        SELECT * FROM providers_auditentry WHERE id > %(after)s ORDER BY id LIMIT %(piece)s
    ), judged AS (
        SELECT e.id, e."table", e."row", e.digest, CASE
            WHEN e.previous IS DISTINCT FROM lag(e.digest, 1, %(head)s) OVER (ORDER BY e.id) THEN 'link'
            WHEN e.digest <> encode(sha256(convert_to(
                concat_ws(E'\\n', e.previous, e."table", e."row"::text, e.content::text), 'UTF8'
            )), 'hex') THEN 'digest'
            WHEN now_is.content IS NULL THEN 'gone'
            WHEN now_is.content <> e.content AND e.content IS DISTINCT FROM (
                SELECT jsonb_object_agg(key, value) FROM jsonb_each(now_is.content) WHERE e.content ? key
            ) THEN 'row'
        END AS fault
        FROM piece e {JOINS}
        CROSS JOIN LATERAL (SELECT CASE e."table" {ROW_NOW} END AS content) now_is
    )
    SELECT count(*), max(id), (array_agg(digest ORDER BY id DESC))[1],
        jsonb_agg(jsonb_build_array("table", "row", fault) ORDER BY id) FILTER (WHERE fault IS NOT NULL)::text
    FROM judged
"""  # noqa: S608
UNCHAINED = """
    SELECT fresh.id FROM {table} fresh
    WHERE NOT EXISTS (
        SELECT 1 FROM providers_auditentry e WHERE e."table" = '{table}' AND e."row" = fresh.id
    ) AND ({is_demo}) IS NOT TRUE ORDER BY fresh.id
"""
# Where a rule of models/decision_rules.py was got round: an approval whose evidence is not, or not its own.
WITHOUT_EVIDENCE = f"""
    SELECT fresh.id FROM providers_decision fresh
    LEFT JOIN providers_check seen ON seen.id = fresh.evidence_id
    WHERE (fresh.evidence_id IS NOT NULL AND seen.credential_id IS DISTINCT FROM fresh.credential_id
        OR fresh.event = 'approve' AND fresh.evidence_id IS NULL)
    AND ({IS_DEMO["providers_decision"]}) IS NOT TRUE ORDER BY fresh.id
"""  # noqa: S608


@dataclass(frozen=True)
class Fault:
    """what: link, digest, gone, row, unchained, evidence, file, lost or head (see audit_words.py)."""

    table: str
    row: int
    what: str


@dataclass
class Account:
    """What was found. head: the newest digest; altered counts all faults, faults holds the first."""

    entries: int = 0
    head: str = ""
    documents: int = 0
    altered: int = 0
    faults: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self.altered += 1
        if len(self.faults) < MOST_KEPT:
            self.faults.append(fault)


def verify(*, noted_head: str = "", progress: Progress | None = None) -> Account:
    """noted_head: a digest that somebody noted elsewhere, which must still be in the chain."""
    started, account = timezone.now(), Account()
    for fault in _faults(account, progress or _silent):
        account.add(fault)
    if noted_head and not AuditEntry.objects.filter(digest=noted_head).exists():
        account.add(Fault("providers_auditentry", 0, "head"))
    AuditRun.objects.create(
        started_at=started,
        finished_at=timezone.now(),
        entries=account.entries,
        head=account.head,
        altered=account.altered,
        faults=[asdict(fault) for fault in account.faults],
    )
    return account


def last_verification() -> AuditRun | None:
    run: AuditRun | None = AuditRun.objects.first()
    return run


def _silent(entries: int) -> None:
    """Says nothing."""


def _faults(account: Account, progress: Progress) -> Iterator[Fault]:
    yield from _chain(account, progress)
    for table, is_demo in IS_DEMO.items():
        rows = _rows(UNCHAINED.format(table=table, is_demo=is_demo))
        yield from (Fault(table, row, "unchained") for (row,) in rows)
    yield from (Fault("providers_decision", row, "evidence") for (row,) in _rows(WITHOUT_EVIDENCE))
    for document, what in altered_documents():
        account.documents += 1
        if what:
            yield Fault("providers_document", document, what)


def _chain(account: Account, progress: Progress) -> Iterator[Fault]:
    after = 0
    while True:
        values = {"after": after, "piece": PIECE, "head": account.head}
        count, last, head, faults = _rows(JUDGE, values)[0]
        if not count:
            return
        account.entries += count
        after, account.head = last, head
        progress(count)
        yield from (Fault(table, row, what) for table, row, what in json.loads(faults or "[]"))


def _rows(sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """Times are compared as they were written: in UTC."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
