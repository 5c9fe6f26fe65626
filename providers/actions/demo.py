"""Loads fictional listings, marked as demo, and removes them again without a trace."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Provider, Question, SearchDensity

from . import search_density
from .demo_data import crew, removal
from .demo_data.answers import Questions
from .demo_data.copying import Writing, chunks, reserve_keys
from .demo_data.facts import index
from .demo_data.ground import Ground
from .demo_data.listing import make
from .demo_data.template import SEARCH_TABLES, TABLES, Template, template
from .refusals import refuse_unless

DIFFERENT_LISTINGS = 3_000  # beyond these, listings repeat one of them under another name in another place
WORTH_TWO_PROCESSES = 20_000

Progress = Callable[[int], None]


def no_progress(locations: int) -> None:
    """Says nothing."""


def load(*, count: int, seed: int, progress: Progress | None = None, processes: int | None = None) -> int:
    """Writes listings with `count` locations in all; the same seed on the same day gives the same ones.

    Up to 5,000 locations it is one transaction; beyond that each 5,000 are one, and `remove` clears up
    after a load that was cut short. `progress` is told how many more locations are there. Big loads are
    written by two processes where none is asked for; each has a transaction of its own for each part.
    """
    refuse_unless(count > 0, _("Ask for at least one location."))
    refuse_unless(not _is_loaded(seed), _("The demo listings of seed %s are here already.") % seed)
    ground, today = Ground.read(), timezone.localdate()
    templates = list(_templates(ground, count, seed, today))
    made = chunks(templates, count=count, seed=seed)
    reserve_keys(made)
    writing = Writing(seed, today, templates, ground)
    processes = processes or _processes_for(count)
    parts = crew.write_all(writing, made, processes) if processes > 1 else map(writing.write, made)
    for locations in parts:
        (progress or no_progress)(locations)
    _tidy()
    return count


def remove(*, progress: Progress | None = None) -> int:
    """Removes every demo listing with all that hangs on it; returns how many listings there were."""
    with transaction.atomic():
        removed = removal.remove_all()
        search_density.refresh()
    (progress or no_progress)(removed)
    return removed


def _processes_for(count: int) -> int:
    return 2 if count >= WORTH_TWO_PROCESSES and not connection.in_atomic_block else 1


def _is_loaded(seed: int) -> bool:
    return Provider.objects.demo().filter(slug__contains=f"-demo-{seed}-").exists()


def _templates(ground: Ground, count: int, seed: int, today: datetime.date) -> Iterator[Template]:
    """As many different listings as are needed, at most so many."""
    questions = Questions()
    numbers = {row.pk: row.number for row in questions.known}
    total = Question.objects.current().count()
    for number in range(DIFFERENT_LISTINGS):
        draft, shape = make(seed=seed, number=number, today=today, ground=ground, questions=questions)
        yield template(draft, shape, index(draft, today, numbers, total))
        count -= len(shape.sites)
        if count <= 0:
            return


def _tidy() -> None:
    """Fresh counts of where locations crowd, and fresh statistics.

    For search also the map of all-visible pages, which index-only scans need.
    """
    search_density.refresh()
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_names(TABLES))}")
        if not connection.in_atomic_block:
            cursor.execute(f"VACUUM {', '.join(_names([*SEARCH_TABLES, SearchDensity]))}")


def _names(models: Sequence[type[Model]]) -> list[str]:
    return [model._meta.db_table for model in models]
