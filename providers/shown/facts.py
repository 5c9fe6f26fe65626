"""The smallest pieces of a provider's page: a fact and what is stated of it, codes as words."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from providers.models.evidence import vouched
from providers.models.provenance import Provenance


def labels(codes: Iterable[str] | None, names: type) -> str:
    """The codes' labels in a row; "" for null, which is not stated."""
    return ", ".join(str(names(code).label) for code in codes or ())


def label(code: str | None, names: type) -> str:
    return str(names(code).label) if code else ""


@dataclass(frozen=True)
class Fact:
    """A name and what is stated; an empty text is drawn as "Not stated".

    who: who says so, where that is not what is said of the whole group.
    """

    name: str
    text: str
    who: str = ""


@dataclass(frozen=True)
class Facts:
    """What is stated, and the names of what is not: both are said, the second in one line."""

    stated: list[Fact]
    unstated: list[str]

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Facts:
        everything = list(facts)
        return cls([fact for fact in everything if fact.text], [f.name for f in everything if not f.text])


@dataclass(frozen=True)
class Voice:
    """Who speaks for a group of rows: said once for most of them, and beside each of the others."""

    most: str
    today: datetime.date

    @classmethod
    def of(cls, rows: Iterable[Provenance], today: datetime.date) -> Voice:
        words = Counter(vouched(row, today) for row in rows)
        return cls(words.most_common(1)[0][0] if words else "", today)

    def beside(self, rows: Iterable[Provenance]) -> str:
        """ "" where these rows have nothing of their own to say."""
        own = dict.fromkeys(vouched(row, self.today) for row in rows)
        return "; ".join(words for words in own if words != self.most)
