"""Puts work into the queue within the caller's transaction: what is rolled back is never done."""

from __future__ import annotations

from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

# Inside the worker procrastinate's own app has other connections, which know nothing of our transaction.
OURS = JobManager(DjangoConnector())


def defer(task: str, *, queue: str = "default", **arguments: int | str) -> None:
    """task: its name, as providers/jobs gives it. arguments: keys of rows, never what rows hold."""
    tasks.configure_task(name=task, job_manager=OURS, queue=queue).defer(**arguments)
