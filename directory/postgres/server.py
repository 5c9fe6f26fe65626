"""One embedded PostgreSQL server per checkout: found if it runs, started or recovered if it does not.

It keeps running when the command that started it ends, so that a development server and a test run share it.
"""

import os
import shlex
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from directory.postgres import binaries, owner
from directory.postgres.binaries import CannotServe, ProgramFailed
from directory.postgres.postmaster import Postmaster

try:
    import fcntl
except ImportError:  # Windows: no such locks, and no embedded server
    fcntl = None  # type: ignore[assignment]

USER = DATABASE = "directory"
PATIENCE = 60.0
PAUSE = 0.25
SOCKET_FOLDER_PREFIX = "directory-pg-"
LONGEST_TEMPORARY_FOLDER = 70
TUNING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "60",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
}
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]


class EmbeddedServer:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"
        self.log = self.data / "server.log"

    def recorded_socket(self) -> Path | None:
        """The socket's folder as the server last started recorded it: one small read, and no promise."""
        try:
            postmaster = Postmaster.read(self.data)
        except PermissionError:
            return None
        return postmaster.socket_folder if postmaster and postmaster.has_socket else None

    def ensure_running(self) -> Path:
        """Return the folder of a socket that answers. Raises CannotServe within a minute or so at worst."""
        with self._alone():
            if not self.data.exists():
                self._create()
            return self._answering_socket()

    def stop(self) -> None:
        with self._alone():
            if postmaster := Postmaster.read(self.data):
                if postmaster.is_alive:
                    _halt(postmaster)
                _clear_away(postmaster.socket_folder)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the checkout's lock, so that two processes that start at once make one server."""
        if fcntl is None:
            raise CannotServe("this platform has no support for it")
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if self.data.exists() and os.geteuid() not in (0, self.data.stat().st_uid):
                    raise PermissionError(None, None, str(self.data))
                yield
        except PermissionError as error:
            raise CannotServe(
                f"{error.filename} belongs to another user; run as that user, or remove {self.home}"
            ) from error

    def _create(self) -> None:
        """Initialise beside the final name, so that an interrupted start leaves nothing half made behind."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        owner.hand_over(fresh, owner.choose(self.home.parent))
        tuning = [part for name, value in TUNING.items() for part in ("-c", f"{name}={value}")]
        self._run(fresh, "initdb", "-U", USER, "--auth=trust", *LOCALE, *tuning)
        fresh.rename(self.data)

    def _answering_socket(self) -> Path:
        """Ask, start, ask again: after a kill -9 the first start fails, while old children still die."""
        deadline = time.monotonic() + PATIENCE
        trouble = ""
        while time.monotonic() < deadline:
            postmaster = Postmaster.read(self.data)
            if postmaster and postmaster.has_socket and self._answers(postmaster.socket_folder):
                return postmaster.socket_folder
            try:
                self._repair(postmaster)
            except ProgramFailed as error:
                trouble = error.words
                time.sleep(PAUSE)
        raise CannotServe(f"it did not answer within {PATIENCE:.0f} seconds ({trouble}); see {self.log}")

    def _repair(self, postmaster: Postmaster | None) -> None:
        """One step towards a server that answers."""
        if postmaster and postmaster.is_alive and postmaster.has_socket:
            time.sleep(PAUSE)
        elif postmaster and postmaster.is_alive:
            _halt(postmaster)
        else:
            self._start(postmaster)

    def _start(self, previous: Postmaster | None) -> None:
        """Start with a new socket folder: a short path, and not the one that a dying server clears away.

        The old postmaster.pid stays, as PostgreSQL reads in it whether old children still run; it goes only
        where its number now belongs to another process, which PostgreSQL would take for a server.
        """
        if previous and previous.number_is_taken:
            (self.data / "postmaster.pid").unlink()
        if previous:
            _clear_away(previous.socket_folder)
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir=_temporary_folder()))
        owner.hand_over(folder, owner.of(self.data))
        options = f"-c listen_addresses='' -k {shlex.quote(str(folder))}"
        try:
            self._pg_ctl("start", "-l", str(self.log), "-o", options)
        except ProgramFailed:
            _clear_away(folder)
            raise

    @staticmethod
    def _answers(socket_folder: Path) -> bool:
        """Whether the server takes connections; makes our database where it is missing."""
        address = make_conninfo(host=str(socket_folder), user=USER, dbname="postgres")
        try:
            with psycopg.connect(address, connect_timeout=5, autocommit=True) as connection:
                found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
                if not found.rowcount:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        self._run(self.data, "pg_ctl", action, "-w", "-s", "-t", str(int(PATIENCE)), *arguments)

    def _run(self, data: Path, program: str, *arguments: str) -> None:
        """Run a program on a data folder as the folder's owner, who may need root's leave to get there."""
        user = owner.of(data)
        if user is not None:
            owner.open_the_way(self.home, binaries.package(), _temporary_folder())
            owner.open_to_read(binaries.package(), binaries.libraries())
        binaries.run(program, *arguments, "-D", str(data), user=user)


def _clear_away(socket_folder: Path) -> None:
    """Remove a folder of ours; a server that somebody started by hand may name any other."""
    if socket_folder.name.startswith(SOCKET_FOLDER_PREFIX):
        shutil.rmtree(socket_folder, ignore_errors=True)


def _temporary_folder() -> Path:
    """Where sockets go: a socket's whole name may have about 104 bytes, whatever TMPDIR says."""
    folder = Path(tempfile.gettempdir())
    return folder if len(os.fsencode(folder)) <= LONGEST_TEMPORARY_FOLDER else Path(os.sep, "tmp")


def _halt(postmaster: Postmaster) -> None:
    """A fast shutdown. Not pg_ctl's: that waits on for a killed server which nobody has reaped."""
    with suppress(ProcessLookupError):
        os.kill(postmaster.pid, signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    while postmaster.is_alive:
        if time.monotonic() > deadline:
            raise ProgramFailed("postgres", f"it does not stop within {PATIENCE:.0f} seconds")
        time.sleep(PAUSE)
