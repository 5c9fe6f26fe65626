"""Writes listings by COPY: what is to be written is planned first, then written chunk by chunk."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pgtrigger
from django.db import InternalError, ProgrammingError, connection, transaction

from providers.models import Check, Credential, Decision

from .dice import Dice
from .draft import NUMBERED
from .ground import Ground
from .identity import invent, slug_ending
from .template import TABLES, Template, columns

LOCATIONS_PER_CHUNK = 5_000
PIECE = 1_000_000
DECIDED = (Credential, Check, Decision)
SEEDS_APART = 10_007


@dataclass
class Chunk:
    """Listings that are written in one transaction. first: the number of its first listing.

    identifiers: how many were given out before.
    """

    number: int
    first: int
    identifiers: int = 0
    templates: list[int] = field(default_factory=list)
    locations: int = 0
    counts: list[int] = field(default_factory=lambda: [0] * len(NUMBERED))
    bases: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Writing:
    """All that a process needs to write any chunk."""

    seed: int
    today: datetime.date
    templates: Sequence[Template]
    ground: Ground

    def write(self, chunk: Chunk) -> int:
        """Returns how many locations were written."""
        texts = self._texts(chunk)
        with transaction.atomic(), connection.cursor() as cursor, without_triggers():
            for model, lines in zip(TABLES, texts, strict=True):
                if lines:
                    _copy(cursor, model, "".join(lines))
        return chunk.locations

    def _texts(self, chunk: Chunk) -> list[list[str]]:
        texts: list[list[str]] = [[] for _table in TABLES]
        dice = Dice(f"{self.seed}:chunk:{chunk.number}")
        bases, identifiers = list(chunk.bases), chunk.identifiers
        for number, place in enumerate(chunk.templates, chunk.first):
            chosen = self.templates[place]
            ending = slug_ending(self.seed, number)
            identity = invent(chosen.shape, self.ground, dice, ending, identifiers)
            chosen.fill(bases, identity, texts)
            identifiers += chosen.shape.identifiers
            bases = [base + count for base, count in zip(bases, chosen.counts, strict=True)]
        return texts


def _copy(cursor: Any, model: Any, text: str) -> None:
    names = ", ".join(f'"{field.column}"' for field in columns(model))
    with cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy:
        for start in range(0, len(text), PIECE):
            copy.write(text[start : start + PIECE])


def chunks(templates: Sequence[Template], *, count: int, seed: int) -> list[Chunk]:
    """Each template once, then by chance until there are exactly `count` locations."""
    dice = Dice(f"{seed}:chunks")
    made: list[Chunk] = []
    left, number, identifiers = count, 0, seed * SEEDS_APART
    while left:
        place = number if number < len(templates) else dice.randrange(len(templates))
        sites = len(templates[place].shape.sites)
        if sites > left:
            number = max(number, len(templates))
            continue
        if not made or made[-1].locations >= LOCATIONS_PER_CHUNK:
            made.append(Chunk(len(made), number, identifiers))
        _append(made[-1], place, templates[place])
        identifiers += templates[place].shape.identifiers
        left, number = left - sites, number + 1
    return made


def _append(chunk: Chunk, place: int, chosen: Template) -> None:
    chunk.templates.append(place)
    chunk.locations += len(chosen.shape.sites)
    chunk.counts = [have + more for have, more in zip(chunk.counts, chosen.counts, strict=True)]


def reserve_keys(made: Sequence[Chunk]) -> None:
    """Takes the keys of all numbered rows out of the tables' sequences, so that nobody else gets them."""
    for place, model in enumerate(NUMBERED):
        key = _reserve(model._meta.db_table, sum(chunk.counts[place] for chunk in made))
        for chunk in made:
            chunk.bases.append(key)
            key += chunk.counts[place]


def _reserve(table: str, count: int) -> int:
    """The first of `count` keys in a row. Asks again where somebody else took one in between."""
    query = (
        "SELECT min(key), max(key) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS key"
        " FROM generate_series(1, %s)) AS keys"
    )
    with connection.cursor() as cursor:
        while count:
            cursor.execute(query, [table, count])
            first, last = cursor.fetchone()
            if last - first == count - 1:
                return first
    return 0


@contextmanager
def without_triggers() -> Iterator[bool]:
    """Inside a transaction: no history rows, and no look-up for each reference, if the database role may.

    Yields whether it may. Check constraints and unique indexes hold all the same. Where it may not, loading
    is slower and writes history, which is removed with the listings; made-up decisions need nobody to have
    taken them.
    """
    allowed = _set_role("replica")
    if not allowed:
        _ignore([trigger.get_pgid(model) for model, trigger in pgtrigger.registered() if model in DECIDED])
    yield allowed
    if allowed:
        _set_role("origin")
    else:
        _ignore([])


def _ignore(triggers: list[str]) -> None:
    """As pgtrigger.ignore, which does not reach COPY."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{','.join(triggers)}}}"])


def _set_role(role: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL session_replication_role = {role}")
    except (ProgrammingError, InternalError):
        return False
    return True
