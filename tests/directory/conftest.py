"""A copy of the checkout, so that a process can start in it as if it were new."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from directory.env import BASE_DIR
from directory.postgres.server import EmbeddedServer

Manage = Callable[..., subprocess.CompletedProcess[str]]
OURS = ("DJANGO_DEBUG", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS")


def inherited_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for folder in ("directory", "providers", "templates", "static"):
        shutil.copytree(BASE_DIR / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BASE_DIR / "manage.py", tmp_path)
    return tmp_path


@pytest.fixture
def manage(checkout: Path) -> Manage:
    """Run manage.py in the copy, with no variable of ours but those given."""

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=checkout,
            env=inherited_environment() | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server of the test's own, not started yet."""
    server = EmbeddedServer(tmp_path / ".postgres")
    yield server
    server.stop()
