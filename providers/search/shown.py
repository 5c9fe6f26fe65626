"""The smallest pieces of a provider's page: a fact and what is stated of it, codes as words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


def labels(codes: Iterable[str] | None, names: type) -> str:
    """The codes' labels in a row; "" for null, which is not stated."""
    return ", ".join(str(names(code).label) for code in codes or ())


def label(code: str | None, names: type) -> str:
    return str(names(code).label) if code else ""


@dataclass(frozen=True)
class Fact:
    """A name and what is stated; an empty text is drawn as "Not stated"."""

    name: str
    text: str


@dataclass(frozen=True)
class Facts:
    """What is stated, and the names of what is not: both are said, the second in one line."""

    stated: list[Fact]
    unstated: list[str]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        everything = list(facts)
        return cls([fact for fact in everything if fact.text], [f.name for f in everything if not f.text])
