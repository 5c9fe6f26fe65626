"""What a data folder's postmaster.pid says about its server, and whether that is still true."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    pid: int
    socket_folder: Path

    @classmethod
    def read(cls, data: Path) -> "Postmaster | None":
        """Line 1 is the process, line 5 the folder of its socket. None where nothing whole is there."""
        try:
            lines = (data / "postmaster.pid").read_text().splitlines()
            return cls(int(lines[0]), Path(lines[4]))
        except (FileNotFoundError, ValueError, IndexError):
            return None

    @property
    def has_socket(self) -> bool:
        return (self.socket_folder / ".s.PGSQL.5432").exists()

    @property
    def number_is_taken(self) -> bool:
        """Whether any process has this number."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True

    @property
    def is_alive(self) -> bool:
        """Whether that process is this server: after a restart the number soon belongs to another."""
        if not self.number_is_taken:
            return False
        try:
            return os.fsencode(self.socket_folder) in Path("/proc", str(self.pid), "cmdline").read_bytes()
        except FileNotFoundError:
            return not Path("/proc/self").exists()
