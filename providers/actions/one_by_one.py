"""Rows that a job ends one after the other: one that fails is logged with its number and stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)


def each(rows: Iterable[Any], act: Callable[[Any], bool]) -> int:
    """How many `act` did something to. Each has a transaction, or a savepoint, of its own."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += act(row)
        except Exception:
            logger.exception("Not done: %s %s", row._meta.model_name, row.pk)
    return done
