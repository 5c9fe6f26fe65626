"""Where the data lives: the server that DATABASE_URL names or, in development and tests, the embedded one."""

from typing import Any

import dj_database_url

from directory import env
from directory.postgres.server import DATABASE, USER

# Prepared statements save 0.5 to 0.7 ms per query; they need values bound by the server.
OPTIONS = {"server_side_binding": True, "prepare_threshold": 5}


def config() -> dict[str, Any]:
    if env.DEBUG and not env.env.str("DATABASE_URL", ""):
        return _embedded()
    return _named(
        env.required("DATABASE_URL", "name the PostgreSQL server, as in postgres://user:password@host/name")
    )


def _embedded() -> dict[str, Any]:
    return {
        "ENGINE": "directory.postgres",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(env.EMBEDDED_HOME),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**OPTIONS},
        "TEST": {"NAME": f"test_{DATABASE}"},
    }


def _named(url: str) -> dict[str, Any]:
    """A small pool per process: gunicorn's workers are single-threaded, and a new connection costs 8 ms."""
    settings = dict(dj_database_url.parse(url, conn_max_age=0, conn_health_checks=True))
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), **OPTIONS, "pool": {"min_size": 1, "max_size": 4}}
    return settings
