"""Answers kept in the process's memory for a minute: of places, densities and crowds, never of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from cachetools.func import ttl_cache

SECONDS, MOST = 60, 2000
Asked = TypeVar("Asked", bound=Callable[..., Any])
_MEMORIES: list[Any] = []


def remembered(function: Asked) -> Asked:
    """Keeps the function's answers by its arguments; the least recently asked go first."""
    memory: Any = ttl_cache(maxsize=MOST, ttl=SECONDS)(function)
    _MEMORIES.append(memory)
    return memory  # type: ignore[no-any-return]


def forget() -> None:
    """Forgets everything, when the world changes between two questions: another test, another database."""
    for memory in _MEMORIES:
        memory.cache_clear()
