"""The names of specialties: a few that ship with the project, and all of them once NUCC's file is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from providers.models import Feed, FeedLoad, Taxonomy, User
from providers.models.facility import Refused
from providers.sources import nucc
from providers.sources.nucc import Specialty
from providers.sources.reading import UnreadableSourceError, digest_of

from . import feed_loads

FIELDS = ("grouping", "classification", "specialization", "definition", "is_current")
SMALLEST_SHARE = 0.9


@dataclass(frozen=True)
class Outcome:
    """retired: codes that the list no longer has; they stay here, as the register still uses them."""

    load: FeedLoad
    retired: int


def load(*, by: User | None, path: Path, again: bool = False) -> Outcome:
    """All of the file or nothing. Where a row was refused no code is retired: it may be that row's.

    Raises UnreadableSourceError for a file that is damaged, cut off or of another kind; TransitionRefused for
    the one that was read last, but for again.
    """
    digest = digest_of(path)
    if not again:
        feed_loads.refuse_the_same(Feed.NUCC, digest)
    with (
        path.open("rb") as stream,
        feed_loads.recorded(
            by=by,
            feed=Feed.NUCC,
            file_name=path.name,
            digest=digest,
            published_on=nucc.published_on(path.name),
        ) as account,
    ):
        found = {each.code: each for each in _accepted(account, nucc.read(stream))}
        account.rows = len(found)
        _refuse_shrunk(len(found))
        return Outcome(account, _store(found, may_retire=not account.rejected))


@transaction.atomic
def load_shipped(given: Iterable[dict[str, Any]]) -> Counter[str]:
    """Names for a few codes, until NUCC's file brings its own, which are never touched."""
    known = set(Taxonomy.objects.values_list("code", flat=True))
    rows = [Taxonomy(**each) for each in given]
    new = [row for row in rows if row.code not in known]
    Taxonomy.objects.bulk_create(new)
    counts = {"created": len(new), "unchanged": len(rows) - len(new)}
    return Counter({outcome: number for outcome, number in counts.items() if number})


def _accepted(account: FeedLoad, rows: Iterable[Specialty | Refused]) -> Iterator[Specialty]:
    for row in rows:
        if isinstance(row, Refused):
            feed_loads.reject(account, row)
        else:
            yield row


def _store(found: dict[str, Specialty], *, may_retire: bool) -> int:
    Taxonomy.objects.bulk_create(
        [Taxonomy(**asdict(each), is_current=True) for each in found.values()],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=FIELDS,
    )
    if not may_retire:
        return 0
    gone = Taxonomy.objects.filter(is_current=True).exclude(code__in=found)
    return gone.update(is_current=False)


def _refuse_shrunk(count: int) -> None:
    known = Taxonomy.objects.filter(is_current=True).count()
    if not count or count < SMALLEST_SHARE * known:
        raise UnreadableSourceError(f"The file has {count:,} codes where {known:,} are known: is it cut off?")
