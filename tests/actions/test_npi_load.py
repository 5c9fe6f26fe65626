"""The NPI register's file becomes rows: all of it or nothing, the same twice, and further after a kill."""

import datetime
import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from providers.actions import npi_load
from providers.actions.refusals import TransitionRefused
from providers.models import Feed, FeedLoad, NpiRecord
from providers.models.feed import LoadStatus
from providers.sources.reading import UnreadableSourceError

from .. import cast
from ..bench import nppes_file

pytestmark = pytest.mark.django_db

WHOLE = "npidata_pfile_20050523-20250608.csv"
WEEK = "npidata_pfile_20250609-20250615.csv"
CLINIC = {"Entity Type Code": "2", "Provider Organization Name (Legal Business Name)": "BIRCH HILL CLINIC"}


class Killed(BaseException):
    """Not an error that anything catches."""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def written(folder, name, *rows, tail=b""):
    """rows: numbers, each with what differs from a clinic of that number."""
    names = nppes_file.columns()
    lines = [nppes_file.quoted(names)]
    for number, over in rows:
        cells = {"NPI": nppes_file.npi(number), **CLINIC, **over}
        lines.append(nppes_file.quoted([cells.get(each, "") for each in names]))
    path = folder / name
    path.write_bytes(b"".join(lines) + tail)
    return path


def clinics(count, **over):
    return [(number, over) for number in range(count)]


def load(path, **over):
    return npi_load.load(by=over.pop("by", None), path=path, **over)


def npis():
    return set(NpiRecord.objects.values_list("npi", flat=True))


def staging_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'npi\\_staging\\_%'")
        return cursor.fetchone()[0]


def test_a_whole_file_becomes_the_register(folder):
    path = folder / WHOLE
    nppes_file.write_csv(path, 400)

    outcome = load(path, by=cast.lead_reviewer())

    assert NpiRecord.objects.count() == outcome.merged.added == outcome.load.rows == 400
    account = FeedLoad.objects.get()
    assert (account.feed, account.status, account.by) == (Feed.NPPES, LoadStatus.DONE, cast.lead_reviewer())
    assert (account.published_on, account.file_name) == (datetime.date(2025, 6, 8), WHOLE)
    assert account.finished_at is not None
    assert len(account.digest) == 64
    assert staging_tables() == 0


def test_every_field_of_a_row_is_kept(folder):
    licence = {
        "Healthcare Provider Taxonomy Code_1": "2084P0800X",
        "Provider License Number_1": "ME12345",
        "Provider License Number State Code_1": "FL",
        "Healthcare Provider Primary Taxonomy Switch_1": "Y",
    }
    other = "Provider Other Organization Name"
    named = {other: 'THE "HILL"', f"{other} Type Code": "3"}
    load(written(folder, WHOLE, (1, {**licence, **named, "Last Update Date": "07/08/2023"})))

    row = NpiRecord.objects.get()
    assert (row.npi, row.entity, row.organization) == (nppes_file.npi(1), 2, "BIRCH HILL CLINIC")
    assert row.taxonomies == [{"code": "2084P0800X", "licence": "ME12345", "state": "FL", "primary": True}]
    assert row.other_names == [{"organization": 'THE "HILL"', "kind": "3"}]
    assert (row.updated_on, row.is_active) == (datetime.date(2023, 7, 8), True)
    assert row.load == FeedLoad.objects.get()


def test_the_next_whole_file_changes_what_differs_and_drops_what_it_no_longer_names(folder):
    load(written(folder, WHOLE, *clinics(20)))
    first = FeedLoad.objects.get()
    moved = {"Provider Business Practice Location Address City Name": "DENVER"}
    later = written(folder, "npidata_pfile_20050523-20250713.csv", *clinics(18), (19, moved), (30, {}))

    merged = load(later).merged

    assert (merged.added, merged.changed, merged.dropped) == (1, 1, 1)
    assert NpiRecord.objects.get(pk=nppes_file.npi(19)).city == "DENVER"
    assert nppes_file.npi(18) not in npis()
    assert NpiRecord.objects.filter(load=first).count() == 18


def test_a_week_adds_and_changes_and_drops_nothing(folder):
    load(written(folder, WHOLE, *clinics(5)))
    taken = dict.fromkeys(CLINIC, "") | {"NPI Deactivation Date": "06/10/2025"}

    outcome = load(written(folder, WEEK, (4, taken), (9, {})), weekly=True)

    assert (outcome.merged.added, outcome.merged.changed, outcome.merged.dropped) == (1, 1, 0)
    assert outcome.warning == ""
    gone = NpiRecord.objects.get(pk=nppes_file.npi(4))
    assert (gone.deactivated_on, gone.organization) == (datetime.date(2025, 6, 10), "")
    assert NpiRecord.objects.count() == 6


def test_a_missing_week_is_said(folder):
    load(written(folder, WHOLE, *clinics(5)))

    outcome = load(written(folder, "npidata_pfile_20250616-20250622.csv", (9, {})), weekly=True)

    assert "between June 8, 2025 and June 16, 2025 are missing" in outcome.warning


def test_the_same_file_twice_is_nothing_to_do_unless_told(folder):
    path = written(folder, WHOLE, *clinics(5))
    load(path)

    with pytest.raises(TransitionRefused, match="nothing to do"):
        load(path)
    merged = load(path, again=True).merged

    assert (merged.added, merged.changed, merged.dropped) == (0, 0, 0)
    assert FeedLoad.objects.count() == 2


def test_of_a_number_named_twice_the_later_line_counts(folder):
    renamed = {"Provider Organization Name (Legal Business Name)": "LAST"}
    twice = [(1, {}), (2, {}), (1, renamed)]
    load(written(folder, WHOLE, *twice))
    assert NpiRecord.objects.get(pk=nppes_file.npi(1)).organization == "LAST"

    load(written(folder, WEEK, (2, {}), (2, renamed)), weekly=True)
    assert NpiRecord.objects.get(pk=nppes_file.npi(2)).organization == "LAST"


def test_a_bad_row_costs_itself_and_is_told_with_its_line(folder):
    outcome = load(written(folder, WHOLE, (1, {}), (2, {"NPI": "12345"}), (3, {})))

    assert npis() == {nppes_file.npi(1), nppes_file.npi(3)}
    assert outcome.load.rejected == 1
    assert FeedLoad.objects.get().rejections == [{"line": 3, "reason": "“12345” is not an NPI"}]


def cut_off(folder):
    path = written(folder, "npidata_pfile_20050523-20250713.csv", *clinics(6))
    path.write_bytes(path.read_bytes()[:-200])
    return path


def cut_zip(folder):
    path = folder / "cut.zip"
    nppes_file.write_zip(path, "npidata_pfile_20050523-20250713.csv", 500)
    path.write_bytes(path.read_bytes()[:-100])
    return path


def wrong_checksum(folder):
    """Everything unpacks; only the sum at the end says that it is not what was packed."""
    path = folder / "wrong.zip"
    csv = written(folder, "plain.csv", *clinics(6)).read_bytes()
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("npidata_pfile_20050523-20250713.csv", csv)
    path.write_bytes(path.read_bytes().replace(b"BIRCH HILL", b"BIRCH HALL"))
    return path


def smaller(folder):
    return written(folder, "npidata_pfile_20050523-20250713.csv", *clinics(3))


def older(folder):
    return written(folder, "npidata_pfile_20050523-20250511.csv", *clinics(7))


def mostly_damage(folder):
    return written(folder, "npidata_pfile_20050523-20250713.csv", *clinics(6), tail=b'"1"\n' * 101)


def week_as_whole(folder):
    return written(folder, WEEK, *clinics(7))


def other_file(folder):
    path = folder / "leie.csv"
    path.write_bytes(b"LASTNAME,FIRSTNAME\nASHGROVE,JUNE\n")
    return path


def no_rows(folder):
    return written(folder, "npidata_pfile_20050523-20250713.csv")


BAD = (cut_off, cut_zip, wrong_checksum, smaller, older, mostly_damage, week_as_whole, other_file, no_rows)


@pytest.mark.parametrize("bad", BAD, ids=lambda make: make.__name__)
def test_a_bad_file_changes_nothing_and_the_account_says_why(folder, bad):
    load(written(folder, WHOLE, *clinics(6)))
    before = list(NpiRecord.objects.order_by("npi").values())

    with pytest.raises(UnreadableSourceError) as raised:
        load(bad(folder))

    assert list(NpiRecord.objects.order_by("npi").values()) == before
    account = FeedLoad.objects.first()
    assert (account.status, account.error) == (LoadStatus.FAILED, str(raised.value))
    assert account.finished_at is not None
    assert staging_tables() == 0


def test_a_killed_run_goes_on_where_it_was(folder, monkeypatch):
    monkeypatch.setattr(npi_load, "PIECE", 10)
    path = written(folder, WHOLE, *clinics(34), (99, {"NPI": "x"}))

    with pytest.raises(Killed):
        load(path, progress=killer(after=2))
    half = FeedLoad.objects.get()
    assert (half.status, half.rows, half.position) == (LoadStatus.RUNNING, 20, 21)
    assert NpiRecord.objects.count() == 0

    seen = []
    outcome = load(path, progress=lambda done, size, account: seen.append(account.rows))

    assert seen[0] == 30
    assert outcome.load.pk == half.pk
    assert (outcome.load.rows, outcome.load.rejected, NpiRecord.objects.count()) == (34, 1, 34)


def killer(after):
    calls = []

    def progress(done, size, account):
        calls.append(done)
        if len(calls) == after:
            raise Killed

    return progress


def test_a_run_killed_at_the_very_end_only_has_to_make_it_count(folder):
    path = written(folder, WHOLE, *clinics(5))
    with pytest.raises(Killed):
        load(path, progress=killer(after=2))

    assert load(path).merged.added == 5
    assert FeedLoad.objects.get().rows == 5


def test_what_a_crash_of_the_database_emptied_is_read_again(folder):
    path = written(folder, WHOLE, *clinics(5))
    with pytest.raises(Killed):
        load(path, progress=killer(after=1))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE npi_staging_{FeedLoad.objects.get().pk}")

    assert load(path).load.rows == 5
    assert NpiRecord.objects.count() == 5


def test_another_file_waits_for_the_unfinished_one_unless_told(folder):
    with pytest.raises(Killed):
        load(written(folder, WHOLE, *clinics(5)), progress=killer(after=1))
    other = written(folder, "npidata_pfile_20050523-20250713.csv", *clinics(7))

    with pytest.raises(TransitionRefused, match="is not finished"):
        load(other)
    load(other, again=True)

    assert FeedLoad.objects.order_by("pk")[0].error == "Given up for another file."
    assert NpiRecord.objects.count() == 7
    assert staging_tables() == 0


def test_two_processes_do_not_read_the_same_pieces(folder, monkeypatch):
    monkeypatch.setattr(npi_load, "PIECE", 2)
    path = written(folder, WHOLE, *clinics(5))

    def the_other_was_faster(done, size, account):
        FeedLoad.objects.filter(pk=account.pk).update(position=account.position + 2)

    with pytest.raises(TransitionRefused, match="Another process"):
        load(path, progress=the_other_was_faster)
    assert NpiRecord.objects.count() == 0


def test_the_command_reports(folder, capsys):
    path = written(folder, WHOLE, (1, {}), (2, {"NPI": "12345"}))

    call_command("import_nppes", path, by=cast.lead_reviewer().email)

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        f"Read {WHOLE}:",
        "1  rows",
        "1  refused",
        "1  added",
        "0  changed",
        "0  no longer named",
        "line 3: “12345” is not an NPI",
    ]
    assert FeedLoad.objects.get().by == cast.lead_reviewer()


def test_the_command_has_nothing_to_do_twice_and_that_is_no_failure(folder, capsys):
    path = written(folder, WHOLE, *clinics(2))
    call_command("import_nppes", path)
    call_command("import_nppes", path)

    assert capsys.readouterr().out.splitlines()[-1].endswith("nothing to do.")
    assert FeedLoad.objects.count() == 1


def test_the_command_says_what_is_wrong(folder):
    with pytest.raises(CommandError, match=r"no NPPES file.* Nothing was changed"):
        call_command("import_nppes", other_file(folder))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_nppes", folder / "absent.zip")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("import_nppes", other_file(folder), by="nobody@example.org")
