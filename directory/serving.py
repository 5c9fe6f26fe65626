"""The development site and its worker, side by side: whichever ends takes the other with it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from directory.env import BASE_DIR

PATIENCE = 10.0


def serve(address: str) -> int:
    """Until a signal comes or one of the two ends; returns that one's exit code."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(_start("work"))
        running.append(_start("runserver", address))
        return _first_to_end(running)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop(running)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C reaches this process only, which then stops each of them once."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=BASE_DIR, start_new_session=True)  # noqa: S603 - our own words


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    sys.exit(0)


def _first_to_end(running: list[subprocess.Popen[bytes]]) -> int:
    ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    return next((process.wait() for process in running if ended and process.pid == ended.si_pid), 1)


def _stop(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process of each session to end; after ten seconds insist."""
    for process in running:
        _tell(process, signal.SIGTERM)
    for process in running:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            _tell(process, signal.SIGKILL)
            process.wait()


def _tell(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS says the second of what has just ended
        os.killpg(process.pid, number)


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1]))
