"""Stopwatches: one request in this process, and eight clients against a server with two workers."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any, NamedTuple
from wsgiref.util import setup_testing_defaults

from django.db import connection

WORKERS, CLIENTS = 2, 8


class Times(NamedTuple):
    """Milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Times":
        return cls(median(seconds) * 1000, quantiles(seconds, n=20)[-1] * 1000)


class Request(NamedTuple):
    """One answered request: seconds in all and in the database, how many queries, and the status."""

    seconds: float
    sql_seconds: float
    queries: int
    status: int
    size: int


def ask(application: Any, address: str, cookie: str = "") -> Request:
    """Through the whole WSGI stack, in this process."""
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "127.0.0.1"}
    if cookie:
        environ["HTTP_COOKIE"] = cookie
    setup_testing_defaults(environ)
    waited: list[float] = []
    status: list[str] = []

    def timed(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            waited.append(time.perf_counter() - start)

    with connection.execute_wrapper(timed):
        start = time.perf_counter()
        response = application(environ, lambda line, headers: status.append(line))
        size = sum(len(part) for part in response)
        seconds = time.perf_counter() - start
    response.close()
    return Request(seconds, sum(waited), len(waited), int(status[0][:3]), size)


@contextmanager
def server(database: str) -> Iterator[int]:
    """gunicorn with two workers on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "tests.bench.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(WORKERS), "--log-level", "warning"),
        ],
        env={**os.environ, "BENCH_DATABASE": database, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            fetch(port, "/bare/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def fetch(port: int, address: str) -> float:
    """Seconds until the whole answer is here."""
    start = time.perf_counter()
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", address)
    client.getresponse().read()
    client.close()
    return time.perf_counter() - start


def crowd(port: int, address: str, each: int) -> list[float]:
    """Eight clients at once, each asking so many times."""
    seconds: list[float] = []

    def client() -> None:
        for _ in range(each):
            seconds.append(fetch(port, address))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seconds
