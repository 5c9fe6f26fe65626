"""Everybody against the exclusion list: once a month, when a new list has come, and whoever is new at once.

A run goes from batch to batch, each a transaction of its own, and asks each time who still has no check: so a
killed one goes on, two at once share the work, and the same again does nothing.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from providers.models import Check, Credential, Feed, FeedLoad, Practitioner, Provider, User
from providers.models.feed import LoadStatus
from providers.models.vocabulary import Gate

from . import exclusion_holds, feed_loads
from .clock import today
from .exclusion_compare import KINDS, PRACTITIONERS, PROVIDERS, Compared, compare, waiting
from .exclusion_feed import newest_list

logger = logging.getLogger(__name__)

BATCH = 5_000
LOCK = 5_0320
RUN_EVERY_DAYS = 28
EVER = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
NEWER = "A newer list has come; the run begins again."
Progress = Callable[[int], object]


def run(*, by: User | None = None, progress: Progress = lambda count: None) -> FeedLoad | None:
    """Everybody anew. None where no list was ever read: nobody can then be said not to be on it."""
    listed = newest_list()
    if listed is None:
        return None
    account = _resume(listed) or feed_loads.begin(
        by=by, feed=Feed.EXCLUSION_RUN, file_name="", digest=listed.digest, published_on=today()
    )
    for count in _batches(since=account.started_at, digest=listed.digest):
        FeedLoad.objects.filter(pk=account.pk).update(rows=F("rows") + count)
        progress(count)
    account.refresh_from_db()
    if (newest := newest_list()) and newest.digest != listed.digest:
        feed_loads.fail(account, NEWER)
        return run(by=by, progress=progress)
    if account.status == LoadStatus.RUNNING:
        feed_loads.finish(account)
    return account


def _resume(listed: FeedLoad) -> FeedLoad | None:
    """The run that was killed, if it was against this list."""
    under_way = FeedLoad.objects.filter(feed=Feed.EXCLUSION_RUN, status=LoadStatus.RUNNING)
    for old in under_way.exclude(digest=listed.digest):
        feed_loads.fail(old, NEWER)
    found: FeedLoad | None = under_way.filter(digest=listed.digest).first()
    return found


def catch_up() -> int:
    """Whoever has no check against the newest list as they are now. Returns how many there were."""
    listed = newest_list()
    return sum(_batches(since=EVER, digest=listed.digest)) if listed else 0


def keep_up() -> int:
    """For every day: a run where one is due or was interrupted, else only those who are new or changed."""
    listed = newest_list()
    if listed is None:
        return 0
    last = FeedLoad.objects.filter(feed=Feed.EXCLUSION_RUN).order_by("-started_at").first()
    is_done = last is not None and last.status == LoadStatus.DONE and last.digest == listed.digest
    if last and is_done and (today() - timezone.localdate(last.started_at)).days < RUN_EVERY_DAYS:
        return catch_up()
    account = run()
    return account.rows if account else 0


def _batches(*, since: Any, digest: str) -> Iterator[int]:
    """Ends early where another list has come meanwhile."""
    for kind in KINDS:
        after = 0
        while True:
            count, after = _batch(kind, since=since, after=after, digest=digest)
            follow_hits()
            if not count:
                break
            yield count


@transaction.atomic
def _batch(kind: Compared, *, since: Any, after: int, digest: str) -> tuple[int, int]:
    _take_turn()
    listed = newest_list()
    if listed is None or listed.digest != digest:
        return 0, after
    rows = waiting(kind, listed, since=since, after=after, most=BATCH)
    if rows:
        compare(kind, rows, listed)
        after = rows[-1]["id"]
    return len(rows), after


def _take_turn() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def follow_hits(**about: Any) -> None:
    """What hits ask for. One that fails is logged, stops no other, and is tried again by the next run."""
    for match in exclusion_holds.to_follow().filter(**about).order_by("pk"):
        try:
            with transaction.atomic():
                exclusion_holds.follow(match)
        except Exception:
            logger.exception("The consequences of a hit were not drawn: match %s", match.pk)


def check_practitioner(practitioner: Practitioner) -> Check | None:
    """At once, in the caller's transaction. The newest check; None for demo people, or without a list."""
    return _check_one(PRACTITIONERS, practitioner.pk, {"practitioner": practitioner})


def check_provider(provider: Provider) -> Check | None:
    return _check_one(PROVIDERS, provider.pk, {"provider": provider})


def check_holder(credential: Credential) -> Check | None:
    """Whoever holds it: a person, a listing, or the listing of a place."""
    if credential.practitioner:
        return check_practitioner(credential.practitioner)
    provider = credential.provider or (credential.location and credential.location.provider)
    return check_provider(provider) if provider else None


@transaction.atomic
def _check_one(kind: Compared, pk: int, about: dict[str, Any]) -> Check | None:
    listed = newest_list()
    if listed is None:
        return None
    rows = waiting(kind, listed, since=EVER, after=0, most=1, only=pk)
    if rows:
        compare(kind, rows, listed)
        follow_hits(**about)
    checks = Check.objects.filter(**about, gate=Gate.EXCLUSION, digest=listed.digest)
    found: Check | None = checks.order_by("-checked_at", "-pk").first()
    return found
