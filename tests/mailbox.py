"""The outbox and the queue, for tests: jobs run only when a test says `deliver()`."""

import json
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from providers.models import Message

TAKE = """
    DELETE FROM procrastinate_jobs WHERE id = (
        SELECT id FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
        ORDER BY priority DESC, id LIMIT 1
    ) RETURNING task_name, args::text
"""


def sent() -> list[Message]:
    """Every mail that was written, oldest first; sent_at says whether the worker has handed it over."""
    return list(Message.objects.order_by("id"))


def deliver() -> None:
    """Run what is due in the queue, in this test's transaction; what a job raises, the test sees.

    Mails that were handed over are in django.core.mail.outbox.
    """
    while job := _next():
        name, arguments = job
        app.tasks[name](**arguments)


def _next() -> tuple[str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(TAKE)
        row = cursor.fetchone()
    return (row[0], json.loads(row[1])) if row else None
