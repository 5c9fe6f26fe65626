"""How a row joins the chain of AuditEntry: three triggers, so that the chain's lock is always taken last.

A statement's new rows are noted at once; at the commit the note goes behind all else that waited for it (the
look-ups of foreign keys lock rows); then the links are written under one lock. Whoever holds it waits for
nobody, so no deadlock has a part of it. Rows of demo listings are left out: they come and go in sets.
"""

from __future__ import annotations

from typing import Any

import pgtrigger

from .fields import refusal

# Any number that nothing else in this database locks by.
CHAIN_LOCK = 4_815_162_342

LISTING_IS_DEMO = "(SELECT is_demo FROM providers_provider WHERE id = {})"
PLACE_IS_DEMO = """(
  SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_location WHERE id = {})
)"""
# As in the removal of demo listings: somebody who is at demo listings only.
PERSON_IS_DEMO = """(
  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role
  JOIN providers_location place ON place.id = role.location_id
  JOIN providers_provider listing ON listing.id = place.provider_id
  WHERE role.practitioner_id = {}
)"""
CREDENTIAL_IS_DEMO = f"""(
  SELECT COALESCE(
    {LISTING_IS_DEMO.format("held.provider_id")},
    {PLACE_IS_DEMO.format("held.location_id")},
    {PERSON_IS_DEMO.format("held.practitioner_id")}
  ) FROM providers_credential held WHERE held.id = {{}}
)"""  # noqa: S608
LISTING_OF = "(SELECT provider_id FROM {} WHERE id = {})"

# Of each table in the chain: whether a row of it, called `fresh`, belongs to a demo listing. Null is no.
IS_DEMO = {
    "providers_check": f"""COALESCE(
      {LISTING_IS_DEMO.format("fresh.provider_id")},
      {PERSON_IS_DEMO.format("fresh.practitioner_id")},
      {CREDENTIAL_IS_DEMO.format("fresh.credential_id")},
      {LISTING_IS_DEMO.format(LISTING_OF.format("providers_claim", "fresh.claim_id"))}
    )""",
    "providers_decision": CREDENTIAL_IS_DEMO.format("fresh.credential_id"),
    "providers_caseevent": LISTING_IS_DEMO.format(LISTING_OF.format("providers_case", "fresh.case_id")),
}

NOTE = """
INSERT INTO providers_auditwaiting ("table", rows, is_last)
SELECT TG_TABLE_NAME, array_agg(fresh.id ORDER BY fresh.id), false FROM fresh
WHERE ({is_demo}) IS NOT TRUE HAVING count(*) > 0;
RETURN NULL;
"""
LAST_TURN = "UPDATE providers_auditwaiting SET is_last = true WHERE id = NEW.id; RETURN NULL;"

# Times are written in UTC, whatever the session shows.
APPEND = f"""
PERFORM pg_advisory_xact_lock({CHAIN_LOCK});
zone := current_setting('TimeZone');
PERFORM set_config('TimeZone', 'UTC', true);
SELECT digest INTO link FROM providers_auditentry ORDER BY id DESC LIMIT 1;
link := COALESCE(link, '');
FOR fact IN EXECUTE format('SELECT to_jsonb(t) FROM %I t WHERE id = ANY($1) ORDER BY id', NEW."table")
  USING NEW.rows
LOOP
  fresh := encode(
    sha256(convert_to(concat_ws(E'\\n', link, NEW."table", fact->>'id', fact::text), 'UTF8')), 'hex'
  );
  INSERT INTO providers_auditentry ("table", "row", content, previous, digest, at)
  VALUES (NEW."table", (fact->>'id')::bigint, fact, link, fresh, clock_timestamp());
  link := fresh;
END LOOP;
PERFORM set_config('TimeZone', zone, true);
DELETE FROM providers_auditwaiting WHERE id = NEW.id;
RETURN NULL;
"""  # noqa: S608


def chained(table: str) -> pgtrigger.Trigger:
    """New rows of this table join the chain when their transaction ends. table: "check", "decision", ..."""
    return pgtrigger.Trigger(
        name=f"{table}_joins_the_chain",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="fresh"),  # type: ignore[no-untyped-call]
        func=NOTE.format(is_demo=IS_DEMO[f"providers_{table}"]),
    )


def take_the_last_turn(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=LAST_TURN,
    )


def append_links(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        timing=pgtrigger.Deferred,
        declare=[("zone", "text"), ("link", "text"), ("fresh", "text"), ("fact", "jsonb")],
        func=APPEND,
    )


def refuse_by_hand(name: str, operation: Any = pgtrigger.Insert) -> pgtrigger.Trigger:
    """Only other triggers write here."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        condition=pgtrigger.Condition("pg_trigger_depth() = 0"),
        func=refusal(name, "Only the database itself writes the chain."),
    )
