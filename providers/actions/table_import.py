"""One table of a chain, taken over as a whole or not at all: what the forms would do, row by row.

Harmless facts are live at once, sensitive ones wait for staff. A dry run does it all and takes it all back,
so that whatever the database would refuse is known before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Provider, User
from providers.models.change_request import ChangeStatus

from . import changes, search_index
from .stated import hold

MOST_PROBLEMS = 200


@dataclass(frozen=True)
class Line:
    """One row of the file. facts: what its cells say, by field; columns that the file lacks are absent."""

    number: int
    facts: dict[str, Any]
    remove: bool = False


@dataclass(frozen=True)
class Problem:
    """field: whose column is wrong; "" for the row as a whole."""

    line: int
    field: str
    sentence: str


@dataclass(frozen=True)
class Told:
    """One thing that changes. what: which row; field: of the row, or a ChangedField.

    before and after: its value, or a dict of values by field.
    """

    line: int
    what: str
    field: str
    before: Any = None
    after: Any = None
    waits: bool = False


@dataclass
class Outcome:
    """changes is empty where problems is not: then nothing was done."""

    changes: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def digest(self) -> str:
        """Of what changes: the same where an import would do the same."""
        said = [[one.line, one.what, one.field, one.before, one.after, one.waits] for one in self.changes]
        return hashlib.sha256(json.dumps(said, cls=DjangoJSONEncoder).encode()).hexdigest()[:32]


@dataclass
class Work:
    """What a table's own module is given: who, the held listing, and where to tell what was done."""

    by: User
    provider: Provider
    outcome: Outcome = field(default_factory=Outcome)
    waiting: dict[int, ChangeRequest] = field(default_factory=dict)

    def open_change(
        self, field: str, *, location: int | None = None, subject: str = ""
    ) -> ChangeRequest | None:
        """What waited before this import."""
        for row in self.waiting.values():
            if (row.field, row.location_id, row.subject) == (field, location, subject):
                return row
        return None

    def ask(
        self, line: Line, what: str, field: str, *, before: Any = None, **rest: Any
    ) -> ChangeRequest | None:
        """As changes.request_change; told unless the very same waits already."""
        asked = changes.request_change(by=self.by, provider=self.provider, field=field, **rest)
        if asked is not None and asked.pk not in self.waiting:
            waits = asked.status == ChangeStatus.OPEN
            self.tell(line, what, field, before=before, after=asked.after, waits=waits)
        return asked

    def tell(self, line: Line, what: str, name: str, **rest: Any) -> None:
        self.outcome.changes.append(Told(line.number, what, name, **rest))

    def refuse(self, line: Line, name: str, sentence: str) -> None:
        if len(self.outcome.problems) < MOST_PROBLEMS:
            self.outcome.problems.append(Problem(line.number, name, sentence))

    @contextmanager
    def reading(self, line: Line) -> Iterator[None]:
        """Whatever refuses this row becomes a problem of its line. For what writes nothing."""
        try:
            yield
        except ValidationError as refusal:
            for name, sentence in _sentences(refusal):
                self.refuse(line, name, sentence)

    @contextmanager
    def row(self, line: Line) -> Iterator[None]:
        """The same for what writes: what PostgreSQL refuses leaves the transaction whole."""
        try:
            with self.reading(line), transaction.atomic():
                yield
        except IntegrityError:
            self.refuse(line, "", _("This row does not go with another one."))


def _sentences(refusal: ValidationError) -> list[tuple[str, str]]:
    if hasattr(refusal, "error_dict"):
        return [(name, text) for name, texts in refusal.message_dict.items() for text in texts]
    return [("", text) for text in refusal.messages]


TakeOver = Callable[[Work, Sequence[Line]], None]


class _TakenBack(Exception):
    """Rolls the whole import back."""


def run(
    take_over: TakeOver, *, by: User, provider: Provider, lines: Iterable[Line], seen: str | None
) -> Outcome:
    """seen: the digest of what a dry run showed; None for a dry run.

    Nothing is kept where anything is wrong, or where it would no longer do what was shown.
    """
    work = Work(by, provider)
    try:
        with transaction.atomic():
            work.provider = hold(provider)
            work.waiting = {row.pk: row for row in changes.open_changes(work.provider)}
            with pghistory.context(event="import_table", by=by.pk):
                take_over(work, list(lines))
            if seen is None or work.outcome.problems or work.outcome.digest() != seen:
                raise _TakenBack
            search_index.reindex(work.provider.locations.values_list("pk", flat=True))
    except _TakenBack:
        pass
    return work.outcome
