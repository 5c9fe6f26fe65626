"""How a reading of a register's file is written down: begun, what of it was refused, ended well or failed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from providers.models import Feed, FeedLoad, User
from providers.models.facility import Refused
from providers.models.feed import LoadStatus

from .refusals import TransitionRefused

MOST_KEPT = 1000


class AlreadyRead(TransitionRefused):
    """There is nothing to do, and nothing is wrong."""


def refuse_the_same(feed: Feed, digest: str) -> None:
    """Where the last reading of the feed was of this very file, there is nothing to do."""
    last = FeedLoad.objects.filter(feed=feed, status=LoadStatus.DONE).order_by("-finished_at").first()
    if last is not None and last.finished_at is not None and last.digest == digest:
        raise AlreadyRead(f"This file was read on {date_format(last.finished_at)}: nothing to do.")


def begin(
    *, by: User | None, feed: Feed, file_name: str, digest: str, published_on: datetime.date | None = None
) -> FeedLoad:
    load: FeedLoad = FeedLoad.objects.create(
        by=by, feed=feed, file_name=file_name[-255:], digest=digest, published_on=published_on
    )
    return load


def reject(load: FeedLoad, refused: Refused) -> None:
    """Counted; the first thousand are kept with line and reason. The caller saves."""
    load.rejected += 1
    if len(load.rejections) < MOST_KEPT:
        load.rejections.append({"line": refused.line, "reason": refused.reason})


def finish(load: FeedLoad, **found: Any) -> None:
    """In the transaction that makes the rows count."""
    _end(load, status=LoadStatus.DONE, error="", **found)


def fail(load: FeedLoad, error: str) -> None:
    _end(load, status=LoadStatus.FAILED, error=error[:2000])


def _end(load: FeedLoad, **changes: Any) -> None:
    for name, value in {**changes, "finished_at": timezone.now()}.items():
        setattr(load, name, value)
    load.save(update_fields=[*changes, "finished_at", "rows", "rejected", "rejections"])


@contextmanager
def recorded(
    *, by: User | None, feed: Feed, file_name: str, digest: str, published_on: datetime.date | None = None
) -> Iterator[FeedLoad]:
    """For a file that is read in one transaction: what fails takes back everything but the account of it."""
    load = begin(by=by, feed=feed, file_name=file_name, digest=digest, published_on=published_on)
    try:
        with transaction.atomic():
            yield load
            finish(load)
    except Exception as error:
        fail(load, str(error) or type(error).__name__)
        raise
