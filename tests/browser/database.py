"""A database of the browser tests' own, which the server's threads see: copied, filled, dropped."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from directory.env import BASE_DIR
from providers.actions.places import load_places
from providers.sources import gazetteer
from tests import template_database

PREFIX = "browser_tests_start_from_"
LOCK = 5_0318
PLACES = ("providers/sources/data/*", "providers/sources/gazetteer*.py", "providers/models/place*.py")


@contextmanager
def own_database() -> Iterator[None]:
    """Every thread of this process uses it meanwhile; it begins with the tables and all the places."""
    name = f"browser_tests_{os.getpid()}"
    template_database.copy(_with_places(), name)
    try:
        with template_database.connected_to(name):
            yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _with_places() -> str:
    """The name of a database to copy, made first if these places have none; other workers wait meanwhile."""
    migrated = template_database.ensure()
    name = PREFIX + _version(migrated)
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for old in found:
                cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            template_database.copy(migrated, f"{name}_unfinished")
            with template_database.connected_to(f"{name}_unfinished"):
                load_places(records=gazetteer.places())
            cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def _version(migrated: str) -> str:
    told = hashlib.sha256(migrated.encode())
    for pattern in PLACES:
        for path in sorted(path for path in BASE_DIR.glob(pattern) if path.is_file()):
            told.update(path.read_bytes())
    return told.hexdigest()[:16]
