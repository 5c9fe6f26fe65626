"""The development site with its worker: they come together, serve together and leave nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import httpx
import pytest

from directory.env import BASE_DIR
from tests.shared_database import variables

pytestmark = [
    pytest.mark.usefixtures("shared"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc"),
]


class Serving:
    def __init__(self, address):
        self.address = address
        self.mark = f"SERVED_BY_TEST={uuid.uuid4()}"
        name, value = self.mark.split("=")
        command = [sys.executable, "-m", "directory.serving", self.address]
        self.process = subprocess.Popen(
            command, cwd=BASE_DIR, env=variables(**{name: value}), stderr=subprocess.DEVNULL
        )

    def processes(self):
        """Every process of this run that still lives."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((int(folder.name), (folder / "cmdline").read_bytes()))
            except OSError:
                continue
        return found

    def the_one_that(self, word):
        [pid] = [pid for pid, command in self.processes() if word in command]
        return pid

    def wait_until_well(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if httpx.get(f"http://{self.address}/healthz").json()["status"] == "ok":
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        pytest.fail("no site with a worker came up")


@pytest.fixture
def listener():
    """Its port is taken until it is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest.fixture
def serve(listener):
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    started = []

    def serve():
        started.append(Serving(address))
        return started[-1]

    yield serve
    for serving in started:
        for pid, _ in serving.processes():
            os.kill(pid, signal.SIGKILL)
        serving.process.wait()


@pytest.fixture
def serving(serve, listener):
    listener.close()
    serving = serve()
    serving.wait_until_well()
    return serving


def test_ctrl_c_stops_site_and_worker(serving):
    assert len(serving.processes()) == 4  # this one, the worker, and runserver with its reloader
    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(20) == 0
    assert serving.processes() == []


def test_a_worker_that_ends_takes_the_site_with_it(serving):
    os.kill(serving.the_one_that(b"\0work\0"), signal.SIGKILL)
    assert serving.process.wait(20) != 0
    assert serving.processes() == []


def test_a_port_that_is_taken_leaves_no_worker_behind(serve):
    serving = serve()
    assert serving.process.wait(30) != 0
    assert serving.processes() == []
