"""The exclusion list becomes rows: whole or not at all, the same twice, and who leaves it is off it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from providers.models import Exclusion, FeedLoad
from providers.models.feed import LoadStatus
from providers.sources.reading import UnreadableSourceError

from .. import cast, factories
from ..exclusion_list import firm, load, row, text
from ..factories.facts import day

pytestmark = pytest.mark.django_db

MANY = [row(f"MADEUP{number}") for number in range(20)]


def names(**where):
    return set(Exclusion.objects.filter(**where).values_list("last_name", flat=True))


def test_a_file_becomes_rows_and_its_reading_is_recorded(tmp_path):
    by = cast.lead_reviewer()
    outcome = load(tmp_path, row(NPI="1234567893"), firm(), by=by, published_on=day(3))
    assert (outcome.added, outcome.changed, outcome.ended) == (2, 0, 0)
    account = FeedLoad.objects.get()
    assert (account.feed, account.status, account.rows, account.rejected) == ("leie", "done", 2, 0)
    assert (account.by, account.published_on, account.file_name) == (by, day(3), "UPDATED.csv")
    assert len(account.digest) == 64
    assert account.finished_at is not None
    person = Exclusion.objects.get(npi="1234567893")
    assert (person.keys, person.load) == (["MADEUP,WANDA"], account)
    assert Exclusion.objects.get(npi="").keys == ["=MADEUPINFUSIONS"]


def test_the_same_file_is_read_once(tmp_path):
    load(tmp_path, row())
    with pytest.raises(ValidationError, match="nothing to do"):
        load(tmp_path, row())
    assert FeedLoad.objects.count() == 1


def test_an_unchanged_row_is_not_written_again(tmp_path):
    load(tmp_path, row(), published_on=day(40))
    outcome = load(tmp_path, row(), row("NEWLY"), published_on=day(3))
    assert (outcome.added, outcome.changed, outcome.ended) == (1, 0, 0)


def test_an_npi_that_is_added_later_stays_the_same_exclusion(tmp_path):
    load(tmp_path, row(), published_on=day(40))
    outcome = load(tmp_path, row(NPI="1234567893", ADDRESS="2 ELSEWHERE RD"), published_on=day(3))
    assert (outcome.added, outcome.changed) == (0, 1)
    assert Exclusion.objects.get().npi == "1234567893"


def test_two_rows_alike_in_who_and_when_are_two(tmp_path):
    assert load(tmp_path, firm(), firm(ADDRESS="9 OTHER ST")).added == 2
    assert Exclusion.objects.count() == 2


def test_who_left_the_whole_file_is_off_the_list(tmp_path):
    load(tmp_path, *MANY, published_on=day(40))
    assert load(tmp_path, *MANY[1:], published_on=day(3)).ended == 1
    assert names(ended_on=day(3)) == {"MADEUP0"}
    outcome = load(tmp_path, *MANY, row("NEWLY"), published_on=day(1))
    assert (outcome.added, outcome.changed) == (1, 1)
    assert names(ended_on__isnull=False) == set()


def test_nobody_is_taken_off_for_a_line_that_could_not_be_read(tmp_path):
    load(tmp_path, *MANY, published_on=day(40))
    damaged = text(*MANY).replace(b'"MADEUP0"', b'"MADEUP0')
    outcome = load(tmp_path, content=damaged, published_on=day(3))
    assert (outcome.ended, outcome.kept, outcome.load.rejected) == (0, 1, 1)
    assert outcome.load.rejections[0]["line"] == 2
    assert names(ended_on__isnull=False) == set()


def test_a_supplement_adds_and_reinstates_and_takes_nobody_else_off(tmp_path):
    load(tmp_path, row(), row("STAYS"), published_on=day(40))
    outcome = load(
        tmp_path, row("NEWLY"), row(REINDATE="20200601"), row("STRANGER", REINDATE="20200601"),
        is_supplement=True, published_on=day(3),
    )  # fmt: skip
    assert (outcome.added, outcome.changed, outcome.ended, outcome.unknown) == (2, 1, 0, 1)
    assert names(ended_on__isnull=True) == {"STAYS", "NEWLY"}
    assert Exclusion.objects.get(last_name="MADEUP").ended_on == datetime.date(2020, 6, 1)


def test_a_reinstatement_still_to_come_ends_nothing_yet(tmp_path):
    load(tmp_path, row(REINDATE=f"{day(-30):%Y%m%d}"))
    assert names(ended_on__isnull=True) == {"MADEUP"}


@pytest.mark.parametrize(
    "content",
    [b"", b"A,B\n", text(), text(*MANY)[:-5], text(*MANY[:10])],
    ids=["nothing", "other", "only the first line", "breaks off", "half"],
)
def test_a_bad_file_changes_nothing_and_is_recorded(tmp_path, content):
    load(tmp_path, *MANY, published_on=day(40))
    with pytest.raises(UnreadableSourceError):
        load(tmp_path, content=content, published_on=day(3))
    assert len(names(ended_on__isnull=True)) == 20
    failed = FeedLoad.objects.get(status=LoadStatus.FAILED)
    assert failed.error
    assert failed.finished_at


def test_an_older_whole_file_is_refused(tmp_path):
    load(tmp_path, *MANY, published_on=day(3))
    with pytest.raises(ValidationError, match="newer file"):
        load(tmp_path, *MANY, row("NEWLY"), published_on=day(4))


def test_only_a_lead_takes_a_small_file(tmp_path):
    load(tmp_path, *MANY, published_on=day(40))
    for person in (None, cast.reviewer()):
        with pytest.raises(ValidationError, match="Only a lead"):
            load(tmp_path, *MANY[:2], by=person, force=True, published_on=day(3))
    assert load(tmp_path, *MANY[:2], by=cast.lead_reviewer(), force=True, published_on=day(3)).ended == 18


def test_a_day_to_come_is_refused(tmp_path):
    with pytest.raises(ValidationError, match="still to come"):
        load(tmp_path, row(), published_on=day(-1))


def test_a_killed_reading_does_not_stay_under_way(tmp_path):
    killed = FeedLoad.objects.create(feed="leie")
    load(tmp_path, row())
    killed.refresh_from_db()
    assert (killed.status, killed.error) == ("failed", "It was interrupted.")


def test_the_command_reads_and_compares(tmp_path, capsys):
    person = factories.practitioner(npi="1234567893")
    path = tmp_path / "UPDATED.csv"
    path.write_bytes(text(row(NPI="1234567893"), row(EXCLDATE="x")))
    call_command("import_leie", str(path), by=cast.lead_reviewer().email, published=day(2))
    out = capsys.readouterr().out
    assert "line 3: EXCLDATE is not a day" in out
    assert person.exclusion_matches.get().strength == "npi"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "Nothing was changed"),
        ({"by": "nobody@example.org"}, "Nobody here"),
        ({"force": True}, "Only a lead"),
    ],
)
def test_the_command_says_why_not(tmp_path, options, said):
    path = tmp_path / "UPDATED.csv"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match=said):
        call_command("import_leie", str(path), **options)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_leie", str(tmp_path / "none.csv"))
