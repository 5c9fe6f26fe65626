"""The chain over checks, decisions and what happens to cases: written by the database, and by nobody else."""

import hashlib
import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from providers.models import AuditEntry, AuditWaiting, CaseEvent, Check, Decision
from tests import cast, factories
from tests.actions.claims import in_review
from tests.together import at_once

from .rows import check, decision
from .staff_rows import case_event

pytestmark = pytest.mark.django_db
CHAINED = {"providers_check": check, "providers_decision": decision, "providers_caseevent": case_event}


def entries():
    connection.check_constraints()
    return list(AuditEntry.objects.all())


@pytest.mark.parametrize("table", CHAINED)
def test_a_new_row_joins_at_the_commit_with_all_that_it_holds(table):
    row = CHAINED[table]()
    assert not AuditEntry.objects.exists()

    entry = next(one for one in entries() if one.table == table)

    assert entry.row == row.pk
    assert set(entry.content) == {field.column for field in row._meta.concrete_fields}
    moment = row.checked_at if isinstance(row, Check) else row.at
    written = entry.content["checked_at" if isinstance(row, Check) else "at"]
    assert timezone.datetime.fromisoformat(written) == moment
    assert written.endswith("+00:00")
    assert not AuditWaiting.objects.exists()


def test_each_link_holds_the_digest_of_the_one_before():
    check(), decision(), check()
    previous = ""
    for entry in entries():
        with connection.cursor() as cursor:
            cursor.execute("SELECT content::text FROM providers_auditentry WHERE id = %s", [entry.pk])
            (text,) = cursor.fetchone()
        assert json.loads(text) == entry.content
        line = "\n".join([previous, entry.table, str(entry.row), text])
        assert entry.previous == previous
        assert entry.digest == hashlib.sha256(line.encode()).hexdigest()
        previous = entry.digest
    assert AuditEntry.objects.count() >= 3


def test_one_statement_with_many_rows_is_as_many_links():
    one = check()
    rows = [Check(**{**values(one), "source_date": "2026-01-06"}) for _number in range(20)]
    Check.objects.bulk_create(rows)
    assert [entry.row for entry in entries()] == sorted(Check.objects.values_list("pk", flat=True))


def values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields[1:]}


def test_a_session_in_another_time_zone_writes_the_same_and_keeps_its_own():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'America/Denver'")
        check()
        assert entries()[0].content["checked_at"].endswith("+00:00")
        cursor.execute("SHOW timezone")
        assert cursor.fetchone() == ("America/Denver",)


@pytest.mark.parametrize("is_demo", [True, False])
@pytest.mark.parametrize("held", ["person", "listing", "place"])
def test_rows_of_demo_listings_stay_out(is_demo, held):
    site = factories.location(provider=factories.provider(is_demo=is_demo))
    person = factories.role(site).practitioner
    holder = {"person": {"practitioner": person}, "listing": {"provider": site.provider}}
    holder["place"] = {"location": site}
    row = factories.licence(type="board_certification", state="", **holder[held])
    look = {**values(check()), "credential_id": None}
    connection.check_constraints()
    before = AuditEntry.objects.count()

    row.decisions.create(event="claim", from_status="claimed", to_status="claimed")
    Check.objects.create(**{**look, "credential_id": row.pk})
    if held != "place":
        subject = {"practitioner_id": person.pk} if held == "person" else {"provider_id": site.provider_id}
        Check.objects.create(**{**look, "gate": "exclusion", **subject})
    event = case_event()
    event.case.provider = site.provider
    event.case.save(update_fields=["provider"])
    event.case.events.create(kind="note", text="Called.")
    expected = 1 if is_demo else (4 if held == "place" else 5)
    assert len(entries()) - before == expected


@pytest.mark.parametrize("table", ["providers_auditentry", "providers_auditwaiting"])
def test_nobody_writes_the_chain_by_hand(table):
    decision()
    connection.check_constraints()
    columns = {
        "providers_auditentry": '("table", "row", content, previous, digest, at)'
        " VALUES ('providers_check', 1, '{}', 'x', 'y', now())",
        "providers_auditwaiting": "(\"table\", rows, is_last) VALUES ('providers_decision', '{1}', false)",
    }[table]
    with (
        pytest.raises(IntegrityError, match="Only the database itself"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO {table} {columns}")


@pytest.mark.parametrize("model", [AuditEntry, Check, Decision, CaseEvent])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 1", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_kept_for_ever_is_neither_changed_nor_removed_nor_emptied(model, change):
    check(), decision(), case_event()
    connection.check_constraints()
    before = model.objects.count()
    with (
        pytest.raises(DatabaseError, match=r"Cannot (update|delete|truncate)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(model._meta.db_table))
    assert model.objects.count() == before > 0


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_make_one_chain():
    owner = cast.stranger()
    rows = [in_review(owner) for _number in range(4)]

    def endorse(row):
        return lambda: row.decisions.create(event="endorse", from_status="in_review", to_status="in_review")

    results = at_once(*(endorse(row) for row in rows))

    assert all(isinstance(one, Decision) for one in results)
    chain = list(AuditEntry.objects.values_list("previous", "digest"))
    assert [previous for previous, _digest in chain] == ["", *(digest for _previous, digest in chain[:-1])]
    assert AuditEntry.objects.filter(table="providers_decision").count() == Decision.objects.count()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_link():
    with transaction.atomic():
        check()
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()
    check()
    assert AuditEntry.objects.get().previous == ""
