"""A database name of its own for each test process, so that two runs at once never meet."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOCKS = 5_0318_00
MOST = 64


@contextmanager
def taken() -> Iterator[str]:
    """The first free name; the server frees it when the process ends, however it ends."""
    with connection._nodb_cursor() as cursor:
        for number in range(MOST):
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCKS + number])
            if cursor.fetchone()[0]:
                yield f"tests_in_slot_{number}"
                return
    raise RuntimeError(f"{MOST} test processes run already.")
