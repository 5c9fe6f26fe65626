"""A mail server, and workers: real ones, which can be killed."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from directory.env import BASE_DIR
from tests.shared_database import variables

from .smtp_server import MailServer

Worker = subprocess.Popen[bytes]


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """This process's mail goes to it too, for workers that run inside the test."""
    server = MailServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", server.port, False
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def start_worker(shared: None, mail_server: MailServer) -> Iterator[Callable[..., Worker]]:
    """Starts `manage.py work` as a process; none is left over when the test ends."""
    started: list[Worker] = []

    def start(*arguments: str) -> Worker:
        environment = variables(EMAIL_URL=f"smtp+plain://127.0.0.1:{mail_server.port}")
        command = [sys.executable, "manage.py", "work", *arguments]
        started.append(subprocess.Popen(command, cwd=BASE_DIR, env=environment))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
