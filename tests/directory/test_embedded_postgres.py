"""The embedded server: found, started, recovered, or refused in one sentence."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import ConnectionHandler

from directory import database
from directory.env import BASE_DIR
from directory.postgres import binaries
from directory.postgres import server as server_module
from directory.postgres.binaries import CannotServe
from directory.postgres.postmaster import Postmaster
from directory.postgres.server import EmbeddedServer

NOBODY = 65534
ENSURE = (
    "import sys, pathlib; from directory.postgres.server import EmbeddedServer; "
    "print(EmbeddedServer(pathlib.Path(sys.argv[1])).ensure_running())"
)


def ask(server: EmbeddedServer, question: str) -> str:
    with psycopg.connect(host=str(server.ensure_running()), user="directory", autocommit=True) as connection:
        answer = connection.execute(question)
        return str(answer.fetchone()[0]) if answer.description else ""


def pid_of(server: EmbeddedServer) -> int:
    return Postmaster.read(server.data).pid


def another_process(server: EmbeddedServer) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", ENSURE, str(server.home)], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
    )


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)


def test_it_is_postgresql_18_on_a_socket_without_a_port(server):
    assert ask(server, "SHOW server_version_num").startswith("18")
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SHOW jit") == "off"
    assert server.data.stat().st_uid != 0


def test_a_second_process_finds_the_running_server(server):
    socket, pid = server.ensure_running(), pid_of(server)
    with another_process(server) as second:
        assert second.stdout.read().strip() == str(socket)
    assert pid_of(server) == pid


def test_two_processes_that_start_at_once_make_one_server(server):
    with another_process(server) as first, another_process(server) as second:
        sockets = {first.stdout.read().strip(), second.stdout.read().strip()}
    assert sockets == {str(server.ensure_running())}


def test_a_server_killed_with_9_comes_back_with_its_rows(server):
    ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    ask(server, "CHECKPOINT")
    os.kill(pid_of(server), signal.SIGKILL)
    assert ask(server, "SELECT answer FROM kept") == "42"


def test_djangos_next_connection_recovers_a_killed_server(server, django_db_blocker):
    config = {**database.config(), "ENGINE": "directory.postgres", "HOST": str(server.home)}
    connection = ConnectionHandler({"default": config})["default"]
    for _ in range(2):
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT current_database()")
            assert cursor.fetchone() == ("directory",)
        connection.close()
        os.kill(pid_of(server), signal.SIGKILL)


def test_a_long_path_still_has_a_socket(tmp_path):
    server = EmbeddedServer(tmp_path / ("deep" * 30) / "checkout" / ".postgres")
    server.home.parent.mkdir(parents=True)
    assert ask(server, "SELECT 1") == "1"
    assert len(str(server.recorded_socket() / ".s.PGSQL.5432")) < 104
    server.stop()


def test_a_process_number_given_out_again_is_not_taken_for_the_server(server):
    server.ensure_running()
    left_behind = (server.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    (server.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left_behind[1:]]) + "\n")
    assert ask(server, "SELECT 1") == "1"
    assert pid_of(server) != os.getpid()


def test_a_moved_checkout_keeps_its_running_server(server, tmp_path):
    socket = server.ensure_running()
    moved = EmbeddedServer(tmp_path / "elsewhere")
    server.home.rename(moved.home)
    assert moved.ensure_running() == socket
    moved.stop()
    assert ask(moved, "SELECT 1") == "1"
    moved.stop()


def test_a_socket_that_was_cleaned_away_is_made_again(server):
    shutil.rmtree(server.ensure_running())
    assert ask(server, "SELECT 1") == "1"


def test_an_interrupted_first_start_is_begun_again(server):
    (server.home / "data.new" / "base").mkdir(parents=True)
    assert ask(server, "SELECT 1") == "1"


def test_a_folder_of_another_user_is_refused_in_one_sentence():
    with as_an_ordinary_user(), pytest.raises(CannotServe, match=r"belongs to another user.*DATABASE_URL"):
        EmbeddedServer(Path("/", ".postgres")).ensure_running()


def test_a_missing_package_is_refused_in_one_sentence(server, monkeypatch):
    monkeypatch.setattr(binaries.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CannotServe, match=r"not installed.*DATABASE_URL"):
        server.ensure_running()


def test_an_unsupported_platform_is_refused_in_one_sentence(server, monkeypatch):
    with monkeypatch.context() as windows:
        windows.setattr(server_module, "fcntl", None)
        with pytest.raises(CannotServe, match=r"this platform.*DATABASE_URL"):
            server.ensure_running()


def test_it_stops_when_told_and_not_before(server):
    with another_process(server) as starter:
        starter.communicate()
    postmaster = Postmaster.read(server.data)
    assert postmaster.is_alive
    server.stop()
    assert not postmaster.is_alive
    assert not postmaster.socket_folder.exists()
