"""One migrated database that every worker's own is copied from: migrations run once per version of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from directory.env import BASE_DIR

PREFIX = "tests_start_from_"
LOCK = 5_0317


def ensure() -> str:
    """Return the template's name, made first if these migrations have none; other workers wait meanwhile."""
    name = PREFIX + _version()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{name}_unfinished"')
            _migrate(f"{name}_unfinished")
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _version() -> str:
    told = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    for path in (
        BASE_DIR / "requirements" / "runtime.txt",
        *sorted(BASE_DIR.glob("providers/migrations/*.py")),
    ):
        told.update(path.name.encode() + path.read_bytes())
    return told.hexdigest()[:16]


def _migrate(name: str) -> None:
    with connected_to(name):
        call_command("migrate", verbosity=0, interactive=False)


def copy(start: str, name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{start}"')


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """All threads read the same settings, so one change moves them all."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
