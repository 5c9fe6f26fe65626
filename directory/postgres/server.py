"""One embedded PostgreSQL server per checkout: found if it runs, started or recovered if it does not.

What is true about the server is what its own postmaster.pid says. It keeps running when the command that
started it ends, so that a development server and a test run can share it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from directory.postgres import binaries, owner
from directory.postgres.binaries import CannotServe, ProgramFailed

try:
    import fcntl
except ImportError:  # Windows has no file locks of this kind, and no embedded server here
    fcntl = None  # type: ignore[assignment]

USER = DATABASE = "directory"
PATIENCE = 60.0
PAUSE = 0.25
LONGEST_SOCKET_FOLDER = 80
SOCKET_FOLDER_PREFIX = "directory-pg-"
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


@dataclass(frozen=True)
class Postmaster:
    """What postmaster.pid says: line 1 the process, line 5 the folder of the socket, line 8 the state."""

    pid: int
    socket_folder: Path

    @classmethod
    def read(cls, data: Path) -> "Postmaster | None":
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            return cls(int(lines[0]), Path(lines[4]))
        except (OSError, ValueError, IndexError):
            return None

    @property
    def has_socket(self) -> bool:
        return (self.socket_folder / ".s.PGSQL.5432").exists()

    def is_alive_in(self, data: Path) -> bool:
        """Whether the process lives and is this folder's server: numbers are given out again after a restart."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        proc = Path("/proc", str(self.pid), "cwd")
        try:
            return proc.samefile(data)
        except PermissionError:
            return False
        except FileNotFoundError:
            return not Path("/proc/self").exists()


class EmbeddedServer:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home / "data"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    def recorded_socket(self) -> Path | None:
        """The socket's folder as the last started server recorded it; costs one small read, promises nothing."""
        postmaster = Postmaster.read(self.data)
        return postmaster.socket_folder if postmaster and postmaster.has_socket else None

    def ensure_running(self) -> Path:
        """Return the folder of a socket that answers. Raises CannotServe within a minute at worst."""
        with self._alone():
            if not (self.data / "PG_VERSION").exists():
                self._create()
            return self._answering_socket()

    def stop(self) -> None:
        with self._alone():
            if self._is_alive():
                self._pg_ctl("stop", "-m", "fast")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the checkout's lock, after looking at whether this user and machine can serve at all."""
        if fcntl is None:
            raise CannotServe("this platform is not supported")
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            with (self.home / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._refuse_a_strangers_folder()
                yield
        except PermissionError as error:
            raise CannotServe(f"{error.filename or self.home} belongs to another user") from error

    def _refuse_a_strangers_folder(self) -> None:
        if self.data.exists() and os.geteuid() not in (0, self.data.stat().st_uid):
            raise CannotServe(f"{self.data} belongs to another user; remove it or run as that user")

    def _create(self) -> None:
        """Initialise beside the final name, so that an interrupted start leaves nothing half made behind."""
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        owner.hand_over(fresh, owner.choose(self.home.parent))
        options = [part for name, value in TUNING.items() for part in ("-c", f"{name}={value}")]
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(fresh, "initdb", "-U", USER, "--auth=trust", *locale, *options)
        fresh.rename(self.data)

    def _answering_socket(self) -> Path:
        """Ask, start, and ask again: after a kill -9 the first start fails while the old children die."""
        deadline = time.monotonic() + PATIENCE
        while True:
            postmaster = Postmaster.read(self.data)
            if postmaster and postmaster.has_socket and self._answers(postmaster.socket_folder):
                return postmaster.socket_folder
            if time.monotonic() > deadline:
                raise CannotServe(f"it did not answer within {PATIENCE:.0f} seconds; {self.log} says why")
            if not self._is_alive():
                self._start()
            elif postmaster and not postmaster.has_socket:
                self._pg_ctl("stop", "-m", "fast")
            time.sleep(PAUSE)

    def _is_alive(self) -> bool:
        postmaster = Postmaster.read(self.data)
        return postmaster is not None and postmaster.is_alive_in(self.data)

    @staticmethod
    def _answers(socket_folder: Path) -> bool:
        """Whether the server takes connections; makes our database where it is missing."""
        try:
            with psycopg.connect(
                host=str(socket_folder), user=USER, dbname="postgres", connect_timeout=5, autocommit=True
            ) as connection:
                if not connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
                ).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
            return True
        except psycopg.OperationalError:
            return False

    def _start(self) -> None:
        """Start in a new socket folder, short enough for a socket's name and never shared with an older server."""
        if previous := Postmaster.read(self.data):
            if previous.socket_folder.name.startswith(SOCKET_FOLDER_PREFIX):
                shutil.rmtree(previous.socket_folder, ignore_errors=True)
            (self.data / "postmaster.pid").unlink(missing_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir=_short_temporary_folder()))
        owner.hand_over(folder, owner.of(self.data))
        try:
            self._pg_ctl("start", "-l", str(self.log), "-o", f"-c listen_addresses='' -k {folder}")
        except ProgramFailed:
            shutil.rmtree(folder, ignore_errors=True)

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        self._run(self.data, "pg_ctl", action, "-w", "-t", str(int(PATIENCE)), "-s", *arguments)

    def _run(self, data: Path, program: str, *arguments: str) -> None:
        """Run a program on a data folder as the folder's owner, who may need our leave to get there."""
        user = owner.of(data)
        if user is not None:
            owner.open_the_way(self.home, binaries.package(), Path(tempfile.gettempdir()))
            owner.open_to_read(binaries.package())
        binaries.run(program, *arguments, "-D", str(data), user=user)


def _short_temporary_folder() -> str | None:
    """A socket's whole name may have about 104 bytes, whatever TMPDIR says."""
    return None if len(tempfile.gettempdir()) <= LONGEST_SOCKET_FOLDER else os.path.join(os.sep, "tmp")
