"""The two import commands: what they print, what they exit with, and a killed run that goes on."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.env import BASE_DIR
from providers.models import ImportRun, Location, Provider
from tests.sources.fake_findtreatment import FakeService, as_json, facility, page_of, services

pytestmark = pytest.mark.django_db

HEADER = "name1,street1,city,state,zip,phone,service_code_info"
ROWS = [
    "Birch Hill Clinic,9 Birch Lane,Pensacola,FL,32501,850-555-0102,MH * KIT * ADLT",
    "Cedar Grove Clinic,3 Cedar Way,Pensacola,FL,32501,850-555-0103,MH * OP",
    ",1 Fir Lane,Pensacola,FL,32501,850-555-0104,MH * KIT",
]


@pytest.fixture
def directory(tmp_path) -> Path:
    path = tmp_path / "directory.csv"
    path.write_text("\n".join([HEADER, *ROWS, ""]))
    return path


def run(*args: object, **options: object) -> str:
    out = StringIO()
    call_command(*map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_import_samhsa_reports_what_it_did(directory):
    printed = run("import_samhsa", directory)
    assert printed.splitlines() == [
        "Import finished:",
        "        1  created",
        "        0  updated",
        "        0  unchanged",
        "        0  skipped",
        "        1  refused",
        "        1  left out: do not state ketamine",
        "Refused:",
        "  line 4: it has no name",
        "Worth a look:",
        "  line 2: its ZIP code 32501 has no place on the map",
    ]
    assert Provider.objects.get().display_name == "Birch Hill Clinic"
    imported = ImportRun.objects.get()
    assert (imported.file_name, len(imported.digest)) == ("directory.csv", 64)


def test_import_samhsa_takes_everything_when_told(directory):
    run("import_samhsa", directory, "--all")
    assert Provider.objects.count() == 2


def test_a_dry_run_says_so_and_changes_nothing(directory):
    printed = run("import_samhsa", directory, "--dry-run")
    assert printed.startswith("Dry run; nothing was changed. A real run would have:\n        1  created")
    assert not Provider.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "another file"),
        (HEADER.encode() + b"\n", "No facility could be read"),
        (f"{HEADER}\n{ROWS[2]}\n".encode(), "No facility could be read"),
        (None, "No such file"),
    ],
)
def test_nothing_read_is_an_error(tmp_path, content, message):
    path = tmp_path / "file.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=message):
        run("import_samhsa", path)


@pytest.mark.parametrize("command", ["import_samhsa", "import_findtreatment"])
def test_a_folder_in_place_of_a_file_is_an_error(tmp_path, command):
    args = [tmp_path] if command == "import_samhsa" else ["--file", tmp_path]
    with pytest.raises(CommandError, match="Is a directory"):
        run(command, *args)


def test_the_exit_code_is_1_and_there_is_no_traceback(tmp_path):
    """As a process of its own, against an empty file: nothing of the database is needed or changed."""
    (tmp_path / "empty.csv").touch()
    done = subprocess.run(
        [sys.executable, "manage.py", "import_samhsa", tmp_path / "empty.csv"],
        cwd=BASE_DIR,
        env={**os.environ, "DJANGO_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [f"CommandError: {tmp_path}/empty.csv: The file is empty."]


def test_import_findtreatment_reads_a_saved_answer(tmp_path):
    path = tmp_path / "answer.json"
    rows = [facility(), facility(2, services=services(TAP="Group therapy")), "damage"]
    path.write_text(json.dumps(page_of(rows, 1, 30)))
    printed = run("import_findtreatment", "--file", path)
    assert "        1  created" in printed
    assert "  line 3: it is not a facility but 'damage'" in printed
    provider = Provider.objects.get()
    assert (provider.display_name, provider.source) == ("Cypress Clinic 1", "FindTreatment.gov")


@pytest.fixture
def service(httpserver):
    return FakeService(httpserver, [facility(number) for number in range(1, 8)])


def fetch(service, tmp_path, *more: object) -> str:
    options = ["--address", service.address, "--cache", tmp_path, "--page-size", 3, "--pause", 0]
    return run("import_findtreatment", *options, *more)


def test_import_findtreatment_pages_through_the_service(service, tmp_path):
    assert "        7  created" in fetch(service, tmp_path)
    assert service.asked == [1, 2, 3]
    assert Location.objects.count() == 7
    assert ImportRun.objects.get().file_name == service.address
    assert list(tmp_path.iterdir()) == []
    assert "        7  unchanged" in fetch(service, tmp_path)


def test_a_run_that_stopped_goes_on_where_it_was_and_stores_only_then(service, tmp_path):
    service.faults[3] = as_json({}, 404)
    with pytest.raises(CommandError, match="Page 3 could not be fetched"):
        fetch(service, tmp_path)
    assert not Provider.objects.exists()
    assert "        7  created" in fetch(service, tmp_path)
    assert service.asked == [1, 2, 3, 3]


def test_a_dry_run_keeps_the_pages_for_the_real_one(service, tmp_path):
    fetch(service, tmp_path, "--dry-run")
    assert not Provider.objects.exists()
    fetch(service, tmp_path)
    assert service.asked == [1, 2, 3]
    assert Provider.objects.count() == 7


def test_the_address_comes_from_the_settings(service, tmp_path, settings):
    settings.FINDTREATMENT_URL = service.address
    printed = run("import_findtreatment", "--cache", tmp_path, "--page-size", 7)
    assert "        7  created" in printed
