"""The Spanish catalogue is whole: compiled, nothing missing or doubtful, and in step with the sources."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from directory.env import BASE_DIR

CATALOGUE = Path("providers", "locale", "es", "LC_MESSAGES", "django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{\w+\}|</?\w+|(?:href|rel)=\"[^\"]*\"")


def messages(entries: polib.POFile | polib.MOFile) -> dict[tuple[str | None, str], object]:
    return {(entry.msgctxt, entry.msgid): entry.msgstr or dict(entry.msgstr_plural) for entry in entries}


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(BASE_DIR / CATALOGUE))


def test_nothing_is_untranslated_doubtful_or_left_over(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue.obsolete_entries()] == []


def test_each_translation_keeps_the_placeholders_and_the_markup(catalogue):
    pairs = [(entry.msgid, entry.msgstr) for entry in catalogue if not entry.msgid_plural]
    for entry in catalogue:
        if entry.msgid_plural:
            pairs += [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    wrong = [
        pair for pair in pairs if sorted(PLACEHOLDER.findall(pair[0])) != sorted(PLACEHOLDER.findall(pair[1]))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_this_one(catalogue):
    compiled = polib.mofile(str((BASE_DIR / CATALOGUE).with_suffix(".mo")))
    assert messages(compiled) == messages(catalogue)


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_every_string_in_the_sources_is_in_the_catalogue(catalogue, tmp_path):
    for folder in ("directory", "providers", "templates"):
        shutil.copytree(BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BASE_DIR / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "--locale=es", "--no-obsolete", "--no-location"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    found = polib.pofile(str(tmp_path / CATALOGUE))
    assert {(entry.msgctxt, entry.msgid) for entry in found} == set(messages(catalogue))
