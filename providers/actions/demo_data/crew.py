"""Processes that write chunks at the same time, each over a connection of its own."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from typing import TYPE_CHECKING

import django
from django.db import connection

if TYPE_CHECKING:
    from .copying import Chunk, Writing

_writing: Writing | None = None


def write_all(writing: Writing, made: Sequence[Chunk], processes: int) -> Iterator[int]:
    """Yields the number of locations of each chunk as it is done. Each chunk is a transaction."""
    start = (connection.settings_dict["NAME"], pickle.dumps(writing))
    with ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=start
    ) as pool:
        for done in as_completed([pool.submit(_write, chunk) for chunk in made]):
            yield done.result()


def _begin(database: str, pickled: bytes) -> None:
    """Django first: what is unpickled refers to its models. The bytes are those of write_all."""
    global _writing
    django.setup()
    connection.settings_dict["NAME"] = database
    _writing = pickle.loads(pickled)  # noqa: S301


def _write(chunk: Chunk) -> int:
    assert _writing is not None
    return _writing.write(chunk)
