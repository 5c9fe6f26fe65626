"""Which user the server runs as: PostgreSQL refuses root, so root lends the work to somebody else."""

import os
import pwd
import stat
from collections.abc import Iterable
from pathlib import Path

TRAVERSE = stat.S_IXGRP | stat.S_IXOTH
READ = stat.S_IRGRP | stat.S_IROTH


def choose(checkout: Path) -> int | None:
    """The user for a new server, None for ourselves: the checkout's owner if that is not root, else a system user."""
    if os.geteuid() != 0:
        return None
    if (uid := checkout.stat().st_uid) and _is_known(uid):
        return uid
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None


def of(data: Path) -> int | None:
    """The user an existing server's folder belongs to, None for ourselves."""
    return data.stat().st_uid if os.geteuid() == 0 else None


def hand_over(folder: Path, user: int | None) -> None:
    if user is not None:
        os.chown(folder, user, pwd.getpwuid(user).pw_gid)


def open_the_way(*folders: Path) -> None:
    """Let another user pass through (not list) the folders above; needed under root's own home, for instance."""
    for folder in folders:
        for step in (folder, *folder.parents):
            if (mode := step.stat().st_mode) & TRAVERSE != TRAVERSE:
                step.chmod(mode | TRAVERSE)


def open_to_read(tree: Path) -> None:
    """Let another user run the programs of an installation that was made with a strict umask."""
    for path in _everything_in(tree):
        mode = path.stat().st_mode
        wanted = mode | READ | (TRAVERSE if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def _everything_in(tree: Path) -> Iterable[Path]:
    return (path for path in (tree, *tree.rglob("*")) if not path.is_symlink())


def _is_known(uid: int) -> bool:
    try:
        return bool(pwd.getpwuid(uid))
    except KeyError:
        return False
