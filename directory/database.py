"""Where the data lives: the server that DATABASE_URL names or, in development and tests, the embedded one."""

from typing import Any

import dj_database_url

from directory import env
from directory.postgres.cursor import PreparingCursor
from directory.postgres.server import DATABASE, USER

OPTIONS = {"server_side_binding": True, "prepare_threshold": 5, "cursor_factory": PreparingCursor}
POOL = {"min_size": 1, "max_size": 4, "timeout": 5}


def config() -> dict[str, Any]:
    url = env.env.str("DATABASE_URL", "")
    if not url and env.DEBUG:
        return _embedded()
    return _named(
        env.required("DATABASE_URL", "name the PostgreSQL server, as postgres://user:password@host/name")
    )


def _embedded() -> dict[str, Any]:
    return {
        "ENGINE": "directory.postgres",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(env.EMBEDDED_HOME),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": OPTIONS,
    }


def _named(url: str) -> dict[str, Any]:
    """In production each process keeps a small pool: a connection per request would cost 8 ms each."""
    settings: dict[str, Any] = dict(
        dj_database_url.parse(url, conn_max_age=60 if env.DEBUG else 0, conn_health_checks=True)
    )
    pool = {} if env.DEBUG else {"pool": POOL}
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **OPTIONS, **pool}
    return settings
