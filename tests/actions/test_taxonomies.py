"""The names of specialties: shipped ones first, NUCC's own as soon as its file is loaded."""

import json

import pytest
from django.core.management import call_command

from providers.actions import taxonomies
from providers.actions.refusals import TransitionRefused
from providers.management.commands.load_texts import STAFF_CONTENT
from providers.models import Feed, FeedLoad, Taxonomy
from providers.models.feed import LoadStatus
from providers.sources.reading import UnreadableSourceError

from .. import cast

pytestmark = pytest.mark.django_db

HEADER = "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
NAMES = ("207L00000X", "2084P0800X", "367500000X", "363A00000X", "207Q00000X")


def written(folder, *codes, name="nucc_taxonomy_251.csv", tail=""):
    path = folder / name
    path.write_text(HEADER + "".join(f"{code},Group,Class {code},,,,,\n" for code in codes) + tail)
    return path


def load(path, **over):
    return taxonomies.load(by=None, path=path, **over)


def current():
    return set(Taxonomy.objects.filter(is_current=True).values_list("code", flat=True))


def test_the_list_is_loaded_and_recorded(tmp_path):
    call_command("import_nucc", written(tmp_path, *NAMES), by=cast.lead_reviewer().email)

    assert current() == set(NAMES)
    account = FeedLoad.objects.get()
    assert (account.feed, account.status, account.rows) == (Feed.NUCC, LoadStatus.DONE, 5)
    assert (account.published_on.isoformat(), account.by) == ("2025-07-01", cast.lead_reviewer())


def test_the_next_list_renames_and_retires(tmp_path):
    load(written(tmp_path, *NAMES * 2, *(f"10{n:07}X" for n in range(20))))
    Taxonomy.objects.update(classification="old")

    outcome = load(written(tmp_path, *NAMES, *(f"10{n:07}X" for n in range(19))))

    assert outcome.retired == 1
    assert not Taxonomy.objects.get(pk="100000019X").is_current
    assert Taxonomy.objects.get(pk="207L00000X").classification == "Class 207L00000X"


def test_the_same_list_twice_is_nothing_to_do(tmp_path):
    path = written(tmp_path, *NAMES)
    load(path)

    with pytest.raises(TransitionRefused, match="nothing to do"):
        load(path)
    assert load(path, again=True).retired == 0


def test_a_refused_row_retires_nothing(tmp_path):
    load(written(tmp_path, *NAMES, *(f"10{n:07}X" for n in range(20))))
    bad = written(tmp_path, "bad", *NAMES, *(f"10{n:07}X" for n in range(19)))

    outcome = load(bad)
    assert (outcome.retired, outcome.load.rejected) == (0, 1)
    assert "100000019X" in current()


@pytest.mark.parametrize("tail", ["207P0", "207P00000X,Group,"])
def test_a_list_that_is_cut_off_changes_nothing(tmp_path, tail):
    load(written(tmp_path, *NAMES))

    with pytest.raises(UnreadableSourceError, match="breaks off"):
        load(written(tmp_path, *NAMES, "100000001X", tail=tail))
    assert current() == set(NAMES)
    assert FeedLoad.objects.first().status == LoadStatus.FAILED


def test_a_much_smaller_list_changes_nothing(tmp_path):
    load(written(tmp_path, *NAMES))

    with pytest.raises(UnreadableSourceError, match="is it cut off"):
        load(written(tmp_path, *NAMES[:3]))
    assert current() == set(NAMES)


def test_shipped_names_leave_those_of_the_list_alone(tmp_path):
    load(written(tmp_path, *NAMES))
    shipped = json.loads((STAFF_CONTENT / "taxonomies.json").read_text())

    assert taxonomies.load_shipped(shipped) == {"created": 9, "unchanged": 5}
    assert taxonomies.load_shipped(shipped) == {"unchanged": 14}
    assert Taxonomy.objects.get(pk="207L00000X").classification == "Class 207L00000X"
    assert Taxonomy.objects.get(pk="261QI0500X").specialization == "Infusion Therapy"
