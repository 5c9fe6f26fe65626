"""A database whose rows other processes see too; nothing is rolled back in it."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from providers.models import Message
from tests import template_database


@pytest.fixture(scope="session")
def database_for_workers(django_db_blocker: Any) -> Iterator[str]:
    name = f"worker_tests_{os.getpid()}"
    with django_db_blocker.unblock():
        template_database.copy(template_database.ensure(), name)
    yield name
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def shared(
    database_for_workers: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Threads of a worker inside this process close their connections after each job."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    with django_db_blocker.unblock(), template_database.connected_to(database_for_workers):
        yield
        Message.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def variables(**over: str) -> dict[str, str]:
    """For a process that uses the database that this one is connected to."""
    connection.ensure_connection()
    info = connection.connection.info
    url = f"postgres://{info.user}@{quote(info.host, safe='')}:{info.port}/{info.dbname}"
    return {**os.environ, "DJANGO_DEBUG": "1", "DATABASE_URL": url, **over}
