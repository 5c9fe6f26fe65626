"""How the commands that load a register's file show progress and report; no rule of the loading itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser, OutputWrapper
from tqdm import tqdm

from providers.actions.feed_loads import AlreadyRead
from providers.models import FeedLoad, User
from providers.sources.reading import UnreadableSourceError

MOST_SHOWN = 100


def add_by(parser: CommandParser) -> None:
    parser.add_argument("--by", metavar="EMAIL", help="who loads it, for the record")


def person(email: str | None) -> User | None:
    if email is None:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return found


@contextmanager
def progress() -> Iterator[Callable[[int, int, FeedLoad], None]]:
    """A bar of bytes on the terminal, with the rows read; nothing where the output goes into a file."""
    with tqdm(unit="B", unit_scale=True, file=sys.stderr, disable=None) as bar:

        def show(done: int, size: int, load: FeedLoad) -> None:
            bar.total = size
            bar.set_postfix_str(f"{load.rows:,} rows, {load.rejected:,} refused", refresh=False)
            bar.update(done - bar.n)

        yield show


@contextmanager
def failures_told(path: Path, out: OutputWrapper) -> Iterator[None]:
    """As sentences, for exit code 1; what was read before is told too, and is no failure."""
    try:
        yield
    except AlreadyRead as done:
        out.write(" ".join(done.messages))
    except ValidationError as refusal:
        raise CommandError(" ".join(refusal.messages)) from refusal
    except (OSError, UnreadableSourceError) as error:
        raise CommandError(f"{path}: {error} Nothing was changed.") from error
    except KeyboardInterrupt:
        raise CommandError("Stopped. The same command goes on where this one was.") from None


def finish(load: FeedLoad, out: OutputWrapper, *, counts: Mapping[str, int], warning: str = "") -> None:
    """What was read and done, and the lines that were refused, with their reasons."""
    out.write(f"Read {load.file_name}:")
    for label, number in {"rows": load.rows, "refused": load.rejected, **counts}.items():
        out.write(f"{number:>12,}  {label}")
    for each in load.rejections[:MOST_SHOWN]:
        out.write(f"  line {each['line']}: {each['reason']}")
    if load.rejected > MOST_SHOWN:
        out.write(f"  and {load.rejected - MOST_SHOWN:,} more")
    if warning:
        out.write(f"Note: {warning}")
