"""Which user the server runs as: PostgreSQL refuses root, so root lends the work to somebody else."""

import os
import stat
from pathlib import Path

try:
    import pwd
except ImportError:  # Windows: no such users, and no embedded server
    pwd = None  # type: ignore[assignment]

TRAVERSE = stat.S_IXGRP | stat.S_IXOTH
READ = stat.S_IRGRP | stat.S_IROTH


def choose(checkout: Path) -> int | None:
    """The user of a new server: ourselves (None) or, for root, the checkout's owner or a system user."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_uid for entry in pwd.getpwall()}
    names = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    if (uid := checkout.stat().st_uid) in known - {0}:
        return uid
    return names.get("postgres", names.get("nobody"))


def of(folder: Path) -> int | None:
    """The user of an existing server: the owner of its folder, None for ourselves."""
    return folder.stat().st_uid if os.geteuid() == 0 else None


def group_of(user: int) -> int:
    return pwd.getpwuid(user).pw_gid


def hand_over(folder: Path, user: int | None) -> None:
    if user is not None:
        os.chown(folder, user, group_of(user))


def open_the_way(*folders: Path) -> None:
    """Let others pass through the folders above, without listing them; root's home is usually closed."""
    for folder in folders:
        for step in (folder, *folder.parents):
            _allow(step, TRAVERSE)


def open_to_read(*trees: Path) -> None:
    """Let others run the programs of an installation that was made under a strict umask."""
    for tree in trees:
        for path in tree.rglob("*"):
            _allow(path, READ | (TRAVERSE if path.stat().st_mode & stat.S_IXUSR else 0))


def _allow(path: Path, wanted: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode | wanted != mode:
        path.chmod(mode | wanted)
