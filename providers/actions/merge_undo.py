"""Takes a merge apart again: both listings are as they were, to the last column.

What was edited since stays edited; where the parts themselves have moved on, it refuses with a sentence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pghistory
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import DuplicatePair, Merge, Provider, User
from providers.models.claim import LIFE as CLAIM_LIFE
from providers.models.duplicate import PairState
from providers.models.provider import LIFE as LISTING_LIFE
from providers.permissions import Permission, allows

from . import cases, search_index
from .listing_mail import members_of, tell
from .listing_merge import cases_follow_their_listing
from .merge_obstacles import Row, is_moved_place, moves_people, read, why_not
from .refusals import TransitionRefused, refuse_unless

DAYS = ("last_confirmed_on", "closed_on", "reopens_on")
LIVES: dict[str, Any] = {"providers_provider": LISTING_LIFE, "providers_claim": CLAIM_LIFE}


@transaction.atomic
def undo_merge(*, by: User, merge: Merge) -> Merge:
    """Raises TransitionRefused; nothing is half undone."""
    refuse_unless(allows(by, Permission.DECIDE_DUPLICATES), _("You may not do this with listings."))
    gone, kept = _both_locked(merge)
    row = Merge.objects.select_for_update().get(pk=merge.pk)
    problems = why_not(row)
    if problems:
        raise TransitionRefused(problems)
    if moves_people(row):
        refuse_unless(allows(by, Permission.LEAD), _("People changed places with it: a lead undoes this."))
    people = {*members_of(gone), *members_of(kept)}
    with pghistory.context(event="undo_merge", by=by.pk, merge=row.pk):
        _put_back(row.before)
    row.undone_at, row.undone_by = timezone.now(), by
    row.save(update_fields=["undone_at", "undone_by"])
    _afterwards(row, gone, kept, by, people)
    return row


def _both_locked(merge: Merge) -> tuple[Provider, Provider]:
    keys = [merge.gone_id, merge.kept_id]
    rows = {row.pk: row for row in Provider.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    return rows[merge.gone_id], rows[merge.kept_id]


def _put_back(before: Row) -> None:
    """A place between: slugs are unique at every moment, and two places may have to change theirs."""
    try:
        with transaction.atomic():
            for table, pk in reversed(before["made"]):
                _run(f"DELETE FROM {table} WHERE id = %s", pk)  # noqa: S608 - our own tables
            for table, pk, _was, now in before["changed"]:
                if is_moved_place(table, now) and "slug" in now:
                    _run("UPDATE providers_location SET slug = 'between-' || id WHERE id = %s", pk)
            for table, pk, was, now in before["changed"]:
                _restore(table, pk, was, now)
            for table, row in before["taken"]:
                insert = f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)"  # noqa: S608
                _run(insert, json.dumps(row))
    except DatabaseError as error:
        sentence = _("What was entered since stands in the way, so this can no longer be undone.")
        raise TransitionRefused(sentence) from error


def _restore(table: str, pk: int, was: Row, now: Row) -> None:
    """A column that somebody has edited since keeps the edit."""
    current = read(table, pk)
    values = {name: value for name, value in was.items() if current[name] == now[name] or name == "slug"}
    if "status" in values and table in LIVES:
        _walk(table, pk, current, values)
    _write(table, pk, values)


def _walk(table: str, pk: int, current: Row, values: Row) -> None:
    """Through the states between: the database allows no other way, and no merge makes an exception."""
    for status in way(LIVES[table], current["status"], values["status"])[:-1]:
        _write(table, pk, {**_as_needed(table, current, values), "status": status})


def _as_needed(table: str, current: Row, values: Row) -> Row:
    """What the state between demands of a listing; the day is written over at once."""
    if table != "providers_provider":
        return {}
    today = timezone.localdate().isoformat()
    wanted = {
        name: values.get(name, current[name]) for name in ("last_confirmed_on", "closed_on", "reopens_on")
    }
    values.update(wanted)
    return {"merged_into_id": None, **{name: value or today for name, value in wanted.items()}}


def way(life: dict[Any, list[Any]], start: str, end: str) -> list[str]:
    """The shortest way from one state to another, without the start."""
    known: dict[str, list[str]] = {start: []}
    waiting = [start]
    while waiting and end not in known:
        state = waiting.pop(0)
        for following in life.get(state, []):
            if str(following) not in known:
                known[str(following)] = [*known[state], str(following)]
                waiting.append(str(following))
    return known.get(end, [end])


def _write(table: str, pk: int, values: Row) -> None:
    if not values:
        return
    columns = ", ".join(f'"{name}"' for name in values)
    given = ", ".join(f'r."{name}"' for name in values)
    _run(
        f"UPDATE {table} t SET ({columns}) = ROW({given})"  # noqa: S608 - names of our own columns
        f" FROM jsonb_populate_record(NULL::{table}, %s) r WHERE t.id = %s",
        json.dumps(values),
        pk,
    )


def _run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _afterwards(merge: Merge, gone: Provider, kept: Provider, by: User, people: Iterable[User]) -> None:
    """Search, cases, the pair, and a mail to everybody who runs or ran one of the two."""
    for row in (gone, kept):
        row.refresh_from_db()
    cases_follow_their_listing(gone, kept)
    for claim in _claims(gone, kept):
        cases.follow(claim, by=by)
    search_index.reindex([place.pk for one in (gone, kept) for place in one.locations.all()])
    if merge.pair_id is not None:
        pair = DuplicatePair.objects.select_for_update().get(pk=merge.pair_id)
        pair.state, pair.decided_at, pair.decided_by = PairState.OPEN.value, None, None
        pair.save(update_fields=["state", "decided_at", "decided_by"])
        cases.follow(pair, by=by)
        for another in pairs_of(gone):
            cases.follow(another, by=by)
    told = {*people, *members_of(gone), *members_of(kept)}
    for one, other in ((gone, kept), (kept, gone)):
        tell(
            [person for person in told if person in members_of(one)],
            template="listing_unmerged",
            provider=one,
            other=other.display_name,
        )


def pairs_of(gone: Provider) -> Iterator[DuplicatePair]:
    """What was nobody's business while it was gone."""
    open_ones = DuplicatePair.objects.filter(state=PairState.OPEN).select_related("one", "other")
    yield from (open_ones.filter(one=gone) | open_ones.filter(other=gone)).order_by("pk")


def _claims(*listings: Provider) -> Iterator[Any]:
    for listing in listings:
        yield from listing.claims.all()
