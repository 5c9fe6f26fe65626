"""Reads the federal exclusion list into its table: all of a file or nothing of it, and the same twice."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Exclusion, ExclusionMatch, Feed, FeedLoad, User
from providers.models.excluded import Excluded
from providers.models.exclusion import MatchState
from providers.models.facility import Refused
from providers.models.feed import LoadStatus
from providers.permissions import Permission, allows
from providers.sources import leie
from providers.sources.reading import UnreadableSourceError, digest_of

from . import exclusion_feed, exclusion_matches, exclusion_rows, feed_loads
from .clock import refuse_future
from .name_keys import listed_firm_keys, listed_person_keys
from .refusals import refuse_unless

# People leave the list by the dozen each month, of some eighty thousand.
SMALLEST_SHARE = 0.9
Records = Iterable[Excluded | Refused]


@dataclass
class Outcome:
    """kept: exclusions that the file no longer names, left open because lines of it were refused.

    unknown: reinstatements of somebody whom we had not as excluded. warnings: (line, what was left out).
    """

    load: FeedLoad
    added: int = 0
    changed: int = 0
    ended: int = 0
    kept: int = 0
    unknown: int = 0
    ended_matches: int = 0
    warnings: list[tuple[int, str]] = field(default_factory=list)


def load(
    *,
    by: User | None,
    path: Path,
    is_supplement: bool = False,
    published_on: datetime.date | None = None,
    force: bool = False,
    progress: Callable[[Records], Records] = lambda records: records,
) -> Outcome:
    """Raises UnreadableSourceError, and changes nothing, for a file cut off, empty or of another kind.

    published_on: the day the file speaks for; that of its last change unless given. force: a lead takes a
    file that is much smaller than what is here or older, and ends what its refused lines may have named.
    """
    may_force = by is not None and allows(by, Permission.LEAD)
    refuse_unless(may_force or not force, _("Only a lead may do this."))
    feed = Feed.LEIE_SUPPLEMENT if is_supplement else Feed.LEIE
    digest, day = digest_of(path), published_on or _last_changed(path)
    refuse_future(day)
    if not force:
        _refuse_old(feed, digest, day)
    account = feed_loads.recorded(by=by, feed=feed, file_name=path.name, digest=digest, published_on=day)
    with account as reading, path.open("rb") as stream:
        exclusion_feed.take_turn(reading)
        outcome = Outcome(reading)
        rows = _rows(progress(leie.read(stream)), outcome, day)
        with exclusion_rows.staged(rows) as count:
            reading.rows = count
            _refuse_small(count, is_whole=not is_supplement, force=force)
            _store(outcome, is_whole=not is_supplement, force=force)
    return outcome


def _store(outcome: Outcome, *, is_whole: bool, force: bool) -> None:
    reading = outcome.load
    outcome.added, outcome.changed, outcome.unknown = exclusion_rows.merge(reading)
    if is_whole:
        is_sure = force or not reading.rejected
        outcome.ended, outcome.kept = exclusion_rows.end_missing(reading, is_sure=is_sure)
    outcome.ended_matches = _end_matches()


def _last_changed(path: Path) -> datetime.date:
    changed = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    return min(changed.date(), timezone.localdate())


def _refuse_old(feed: Feed, digest: str, day: datetime.date) -> None:
    done = FeedLoad.objects.filter(status=LoadStatus.DONE, feed__in=exclusion_feed.LISTS)
    same = done.filter(feed=feed, digest=digest).first()
    refuse_unless(same is None, f"This file was read on {same and same.started_at.date()}: nothing to do.")
    newer = done.filter(published_on__gt=day).order_by("-published_on").first()
    refuse_unless(
        newer is None or feed == Feed.LEIE_SUPPLEMENT,
        f"A newer file, of {newer and newer.published_on}, was read before.",
    )


def _refuse_small(count: int, *, is_whole: bool, force: bool) -> None:
    if not count:
        raise UnreadableSourceError("No row of the file could be read.")
    here = Exclusion.objects.filter(ended_on__isnull=True).count()
    if is_whole and not force and count < SMALLEST_SHARE * here:
        raise UnreadableSourceError(
            f"The file names {count:,} exclusions where {here:,} are known: a part of it may be missing."
        )


def _rows(records: Records, outcome: Outcome, day: datetime.date) -> Iterator[dict[str, Any]]:
    """Of rows that are alike in who and when, the second is told from the first by its number."""
    seen: Counter[tuple[str, ...]] = Counter()
    for record in records:
        if isinstance(record, Refused):
            feed_loads.reject(outcome.load, record)
            continue
        outcome.warnings += [(record.line, warning) for warning in record.warnings]
        seen[record.identity] += 1
        yield _row(record, seen[record.identity], day)


def _row(record: Excluded, number: int, day: datetime.date) -> dict[str, Any]:
    identity = (*record.identity, str(number))
    is_over = record.reinstated_on is not None and record.reinstated_on <= day
    return {
        **{name: getattr(record, name) for name in exclusion_rows.SAID},
        "key": hashlib.sha256("\x1f".join(identity).encode()).hexdigest(),
        "keys": sorted(keys_of(record)),
        "ended_on": record.reinstated_on if is_over else None,
    }


def keys_of(record: Excluded) -> set[str]:
    people = listed_person_keys(record.last_name, record.first_name, is_cut=record.is_cut)
    return people | listed_firm_keys(record.business, is_cut=record.is_cut)


def _end_matches() -> int:
    over = ExclusionMatch.objects.filter(
        state__in=[MatchState.OPEN, MatchState.CONFIRMED], exclusion__ended_on__isnull=False
    )
    matches = list(over.order_by("pk"))
    for match in matches:
        exclusion_matches.end(match=match)
    return len(matches)
