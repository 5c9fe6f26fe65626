"""Repeatable chance: the same seed throws the same numbers in every process."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice(random.Random):
    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def one(self, weights: Mapping[T, float]) -> T:
        """One key, as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def each(self, chances: Mapping[T, float]) -> list[T]:
        """Every key for itself, with its own probability."""
        return [value for value, probability in chances.items() if self.random() < probability]

    def maybe(self, probability: float, value: T) -> T | None:
        return value if self.random() < probability else None

    def days_before(self, day: datetime.date, nearest: int, farthest: int) -> datetime.date:
        return day - datetime.timedelta(days=self.randint(nearest, farthest))

    def round_amount(self, low: int, high: int, step: int = 25) -> int:
        return self.randrange(low, high + 1, step)

    def turn(self, cycle: Sequence[T], number: int) -> T:
        """The number-th of an endless repetition: rare values come for certain, and as often as listed."""
        return cycle[number % len(cycle)]
