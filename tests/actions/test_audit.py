"""Verification: silent where nothing was touched, and it names each row that was altered behind our back."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from providers.actions import audit, credentials, documents
from providers.actions.audit_words import sentence
from providers.models import AuditEntry, AuditRun, Check, Decision
from tests import cast, factories, uploads
from tests.actions.claims import in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved():
    """A credential with its whole way behind it, and its links written."""
    row = credentials.approve(by=cast.reviewer(), credential=in_review(cast.stranger()))
    connection.check_constraints()
    return row


def behind_our_back(*statements):
    """As somebody would who may switch the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def found(**options):
    return [(fault.table, fault.row, fault.what) for fault in audit.verify(**options).faults]


def command(*arguments):
    out = io.StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def test_an_empty_directory_has_nothing_to_complain_of():
    assert (found(), audit.last_verification().head) == ([], "")


def test_what_nobody_touched_passes_and_the_head_is_told(approved):
    code, said = command()
    head = AuditEntry.objects.last().digest
    assert code == 0
    assert f"{AuditEntry.objects.count():,} entries" in said
    assert head in said
    assert said.endswith("Nothing was altered.\n")
    run = audit.last_verification()
    assert (run.head, run.altered, run.faults) == (head, 0, [])


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Check, "result = 'differs'"),
        (Check, "checked_at = checked_at - interval '1 day'"),
        (Check, """found = '{"expires_on": "2099-01-01"}'"""),
        (Decision, "by_id = NULL"),
        (Decision, "reason = 'Another.'"),
    ],
)
def test_an_altered_row_is_named(approved, model, change):
    row = model.objects.last() if model is Decision else model.objects.at_source().last()
    behind_our_back(f"UPDATE {model._meta.db_table} SET {change} WHERE id = {row.pk}")
    code, said = command()
    assert code == 1
    assert f"{model._meta.db_table} {row.pk}: the row was altered." in said
    assert "Altered: 1." in said
    assert AuditRun.objects.get().altered == 1


def test_more_in_a_found_value_is_an_alteration_too(approved):
    check = approved.checks.create(
        source="r", source_date="2026-01-05", checked_at="2026-01-05T12:00Z", method="register_web",
        result="agrees", found={"differs": [{"field": "name"}]},
    )  # fmt: skip
    connection.check_constraints()
    behind_our_back(
        f"""UPDATE providers_check SET found = '{{"differs": [{{"field": "name", "claim": "x"}}]}}'
        WHERE id = {check.pk}"""
    )
    assert found() == [("providers_check", check.pk, "row")]


def test_a_removed_row_is_named_and_so_is_the_decision_that_stood_on_it(approved):
    check = approved.checks.at_source().get()
    stood_on_it = set(approved.decisions.filter(evidence=check).values_list("pk", flat=True))
    behind_our_back(f"DELETE FROM providers_check WHERE id = {check.pk}")
    faults = found()
    assert ("providers_check", check.pk, "gone") in faults
    assert {row for _table, row, what in faults if what == "evidence"} == stood_on_it


def test_a_row_that_was_written_past_the_chain_is_named(approved):
    behind_our_back(
        f"""INSERT INTO providers_decision
        (credential_id, event, from_status, to_status, reason, at, transaction)
        VALUES ({approved.pk}, 'attest', 'active', 'active', '', now(), 1)"""
    )
    assert found() == [("providers_decision", Decision.objects.order_by("pk").last().pk, "unchained")]


def test_an_entry_that_was_altered_with_its_row_still_shows(approved):
    row = Decision.objects.last()
    behind_our_back(
        f"UPDATE providers_decision SET reason = 'Another.' WHERE id = {row.pk}",
        f"""UPDATE providers_auditentry SET content = content || '{{"reason": "Another."}}'
        WHERE "table" = 'providers_decision' AND "row" = {row.pk}""",
    )
    assert found() == [("providers_decision", row.pk, "digest")]


def test_a_removed_entry_breaks_the_chain(approved):
    gone, after = AuditEntry.objects.all()[1:3]
    behind_our_back(f"DELETE FROM providers_auditentry WHERE id = {gone.pk}")
    assert found() == [(after.table, after.row, "link"), (gone.table, gone.row, "unchained")]


def test_a_chain_that_lost_its_end_is_known_by_the_head_that_was_noted(approved):
    entry = AuditEntry.objects.last()
    assert command("--head", entry.digest)[0] == 0

    behind_our_back(
        f"DELETE FROM {entry.table} WHERE id = {entry.row}",
        f"DELETE FROM providers_auditentry WHERE id = {entry.pk}",
    )

    assert found() == []
    assert found(noted_head=entry.digest) == [("providers_auditentry", 0, "head")]
    assert "not in the chain" in command("--head", entry.digest)[1]


def test_a_column_that_came_later_is_no_alteration(approved):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE providers_check ADD COLUMN later text DEFAULT 'x'")
    assert found() == []


def test_pieces_hang_together(approved, monkeypatch):
    monkeypatch.setattr(audit, "PIECE", 3)
    told = []
    assert audit.verify(progress=told.append).altered == 0
    assert sum(told) == AuditEntry.objects.count() > 3


def test_another_time_zone_reads_the_same(approved):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'America/Denver'")
    assert found() == []


def test_documents_are_read_again():
    listing = factories.published_listing().provider
    row = factories.licence(status="claimed")
    kept, changed, lost = (
        documents.store(
            by=cast.owner(listing),
            upload=uploads.upload(uploads.pdf(pages)),
            provider=listing,
            credential=row,
        )
        for pages in (1, 2, 3)
    )
    with open(changed.file.path, "ab") as file:
        file.write(b"%")
    lost.file.storage.delete(lost.file.name)

    account = audit.verify()

    assert account.documents == 3
    assert [(fault.row, fault.what) for fault in account.faults] == [(changed.pk, "file"), (lost.pk, "lost")]
    assert kept.pk not in {fault.row for fault in account.faults}


def test_demo_rows_are_no_matter_of_the_chain():
    site = factories.location(provider=factories.provider(is_demo=True))
    row = factories.licence(factories.role(site).practitioner)
    row.decisions.create(event="claim", from_status="claimed", to_status="claimed")
    assert (found(), AuditEntry.objects.exists()) == ([], False)


def test_only_the_first_hundred_are_kept_and_all_are_counted(approved):
    check = Check.objects.at_source().get()
    values = {field.attname: getattr(check, field.attname) for field in Check._meta.concrete_fields[1:]}
    Check.objects.bulk_create([Check(**values) for _number in range(120)])
    connection.check_constraints()
    behind_our_back("UPDATE providers_check SET source = 'Elsewhere'")
    account = audit.verify()
    assert (account.altered, len(account.faults), len(AuditRun.objects.get().faults)) == (121, 100, 100)
    assert "And 21 more." in command()[1]


@pytest.mark.parametrize("what", ["link", "digest", "gone", "row", "unchained", "evidence", "lost", "file"])
def test_every_fault_has_its_sentence(what):
    assert sentence({"table": "providers_check", "row": 7, "what": what}).startswith("providers_check 7: ")
