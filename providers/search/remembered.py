"""Answers kept in the process's memory for a minute: of places and densities, never of a person."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, TypeVar

Answer = TypeVar("Answer")
_MEMORIES: list[dict[Hashable, tuple[float, Any]]] = []


def remembered(
    *, seconds: float, most: int, worth: Callable[[Any], bool] = lambda answer: True
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Keeps a function's answers by its arguments; when there are too many, all are forgotten."""

    def decorate(function: Callable[..., Answer]) -> Callable[..., Answer]:
        memory: dict[Hashable, tuple[float, Any]] = {}
        _MEMORIES.append(memory)

        @wraps(function)
        def ask(*arguments: Hashable) -> Answer:
            until, answer = memory.get(arguments, (0.0, None))
            now = time.monotonic()
            if until > now:
                return answer  # type: ignore[no-any-return]
            answer = function(*arguments)
            if worth(answer):
                if len(memory) >= most:
                    memory.clear()
                memory[arguments] = now + seconds, answer
            return answer

        return ask

    return decorate


def forget() -> None:
    """Forgets everything: for tests, in which the world changes between two questions."""
    for memory in _MEMORIES:
        memory.clear()
