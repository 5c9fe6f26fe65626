"""Loads the NPI register's file: in pieces, so that a killed run goes on; it counts only when it is whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import transaction

from providers.models import Feed, FeedLoad, User
from providers.models.facility import Refused
from providers.models.feed import LoadStatus
from providers.sources.npi_row import NpiRow
from providers.sources.nppes import Reading
from providers.sources.nppes_file import Opened, opened
from providers.sources.reading import UnreadableSourceError, digest_of

from . import feed_loads, npi_staging, npi_suspicions
from .npi_staging import Merged
from .refusals import refuse_unless

PIECE = 50_000
Progress = Callable[[int, int, FeedLoad], None]


def no_progress(done: int, size: int, load: FeedLoad) -> None:
    """done, size: bytes of the unpacked file."""


@dataclass(frozen=True)
class Outcome:
    """warning: what to know although the file was loaded, or ""."""

    load: FeedLoad
    merged: Merged
    warning: str


def load(
    *,
    by: User | None,
    path: Path,
    weekly: bool = False,
    again: bool = False,
    progress: Progress = no_progress,
) -> Outcome:
    """Each piece is a transaction of its own, so a killed run goes on; the last one makes the file count.

    Raises UnreadableSourceError, and changes nothing, for a file that is damaged, cut off, of another kind,
    or older or much smaller than what is here; TransitionRefused for the file that was read last, and while
    the reading of another is unfinished. again: read it although it is the last, older or smaller, and give
    up what is unfinished.
    """
    feed, digest = Feed.NPPES_WEEKLY if weekly else Feed.NPPES, digest_of(path)
    if not again:
        feed_loads.refuse_the_same(feed, digest)
    account = _begin(by=by, feed=feed, file_name=path.name, digest=digest, give_up=again)
    try:
        with opened(path) as file:
            reading = Reading(file.stream)
            npi_suspicions.refuse_another_kind(file, weekly=weekly)
            if not again:
                npi_suspicions.refuse_old(file.last_day)
            warning = npi_suspicions.gap(file.first_day) if weekly else ""
            _gather(account, reading, file, progress)
        merged = _make_it_count(account, file.last_day, is_trusted=again)
    except UnreadableSourceError as error:
        _give_up(account, str(error))
        raise
    return Outcome(account, merged, warning)


def _begin(*, by: User | None, feed: Feed, file_name: str, digest: str, give_up: bool) -> FeedLoad:
    """A new reading, or the unfinished one of the same file, to go on with."""
    unfinished = list(FeedLoad.objects.filter(feed__in=npi_suspicions.FEEDS, status=LoadStatus.RUNNING))
    same = next((each for each in unfinished if each.digest == digest and each.feed == feed), None)
    for other in unfinished:
        if other is not same:
            refuse_unless(
                give_up,
                f"The reading of {other.file_name} is not finished. Finish it by reading that file again, or "
                "give it up with --again.",
            )
            _give_up(other, "Given up for another file.")
    account = same or feed_loads.begin(by=by, feed=feed, file_name=file_name, digest=digest)
    if not npi_staging.prepare(account):
        account.rows = account.rejected = account.position = 0
        account.rejections = []
        account.save(update_fields=["rows", "rejected", "position", "rejections"])
    return account


def _gather(account: FeedLoad, reading: Reading, file: Opened, progress: Progress) -> None:
    rows = reading.rows(after=account.position)
    before = -1
    while before != account.position:
        before = account.position
        _gather_piece(account, reading, islice(rows, PIECE))
        progress(reading.offset, file.size, account)


@transaction.atomic
def _gather_piece(account: FeedLoad, reading: Reading, rows: Iterable[NpiRow | Refused]) -> None:
    _refuse_unless_ours(account)
    account.rows += npi_staging.copy(account, _accepted(account, rows))
    account.position = max(account.position, reading.line)
    account.save(update_fields=["rows", "rejected", "rejections", "position"])


def _accepted(account: FeedLoad, rows: Iterable[NpiRow | Refused]) -> Iterator[NpiRow]:
    for row in rows:
        if isinstance(row, NpiRow):
            yield row
        else:
            feed_loads.reject(account, row)


@transaction.atomic
def _make_it_count(account: FeedLoad, last_day: datetime.date | None, *, is_trusted: bool) -> Merged:
    _refuse_unless_ours(account)
    is_whole = account.feed == Feed.NPPES
    npi_suspicions.refuse_damaged(account)
    if is_whole and not is_trusted:
        npi_suspicions.refuse_shrunk(account)
    published_on = last_day or npi_staging.last_update(account)
    merged = npi_staging.merge(account, is_whole=is_whole)
    npi_staging.drop(account)
    feed_loads.finish(account, published_on=published_on)
    return merged


def _refuse_unless_ours(account: FeedLoad) -> None:
    """After the lock: another process may have gone on with the same file, or given it up."""
    now = FeedLoad.objects.select_for_update().get(pk=account.pk)
    refuse_unless(
        (now.status, now.position) == (LoadStatus.RUNNING, account.position),
        "Another process is reading the NPI register's file.",
    )


@transaction.atomic
def _give_up(account: FeedLoad, why: str) -> None:
    npi_staging.drop(account)
    feed_loads.fail(account, why)
