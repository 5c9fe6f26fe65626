"""Mail as people get it: a real worker sends the outbox into a folder, and they read it there."""

import email
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from directory.env import BASE_DIR
from tests.shared_database import variables

from .aside import aside

LINK = re.compile(r"^https?://\S+$", re.M)
PATIENCE = 60.0


class Post:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, to: str, subject: str) -> str:
        """Of the newest mail to this address with these words in its subject; waits until there is one."""
        end = time.monotonic() + PATIENCE
        while not (found := self._found(to, subject)):
            assert time.monotonic() < end, f"No mail to {to} about “{subject}”"
            time.sleep(0.1)
        plain, html = found[-1].get_body(("plain",)), found[-1].get_body(("html",))
        assert plain is not None
        assert html is not None
        return str(plain.get_content())

    def path(self, to: str, subject: str) -> str:
        """Where the first link of this mail leads on the site."""
        found = LINK.search(self.text(to, subject))
        assert found is not None
        return urlsplit(found[0]).path

    def _found(self, to: str, subject: str) -> list[EmailMessage]:
        mails = [_read(path) for path in sorted(self.folder.glob("*.eml")) if path.stat().st_size]
        return [mail for mail in mails if mail["To"] == to and subject in mail["Subject"]]


def _read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=default)


@contextmanager
def delivered(folder: Path) -> Iterator[Post]:
    """`manage.py work`, as a process of its own, beside the site."""
    environment = aside(lambda: variables(MAIL_DIR=str(folder)))
    worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=BASE_DIR, env=environment)
    try:
        yield Post(folder)
    finally:
        worker.terminate()
        worker.wait(timeout=30)
