"""A running site, a real Chromium, and people who visit: shared by the browser tests of one worker."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from . import serving, town
from .database import own_database
from .visitor import DESK, Visitor

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: continuous integration runs as root. No name resolves but this machine's.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@dataclass(frozen=True)
class Site:
    url: str
    town: town.Town


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def required_program(*names: str) -> str:
    """The first of these that is installed; without one the test is skipped, or fails where it must run."""
    for name in names:
        if path := shutil.which(name):
            return path
    missing = f"{names[0]} is not installed"
    if os.environ.get("BROWSER_REQUIRED") == "1":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="package")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return serving.collected(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="package")
def chromium_path() -> str:
    return required_program(*CHROMIUM)


@pytest.fixture(scope="package")
def site(chromium_path: str, static_root: Path, django_db_blocker: Any) -> Iterator[Site]:
    """All rows are made before the browser starts: its event loop keeps Django's queries off this thread."""
    with django_db_blocker.unblock(), own_database():
        listings = town.build()
        with serving.served(static_root) as url:
            yield Site(url, listings)


@pytest.fixture(scope="package")
def browser(chromium_path: str, site: Site) -> Iterator[Browser]:
    """Gone with the last browser test, so that the worker's other tests find no event loop running."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def arrive(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Brings one more visitor; when the test ends none of their pages may have complained."""
    people: list[Visitor] = []

    def arrive(path: str = "", *, size: dict[str, int] = DESK, status: int = 200, **context: Any) -> Visitor:
        person = Visitor(browser, site.url, size, **context)
        people.append(person)
        if path:
            person.go(path, status)
        return person

    yield arrive
    for person in people:
        person.leave()
