"""Puts work into the queue within the caller's transaction: what is rolled back is never done."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from procrastinate import tasks
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.sql import queries

logger = logging.getLogger(__name__)

# Inside the worker procrastinate's own app has other connections, which know nothing of our transaction.
OURS = JobManager(DjangoConnector())
# A living worker says so every ten seconds.
SILENCE = datetime.timedelta(minutes=1)
MOST_STARTS = 10


def defer(task: str, *, queue: str = "default", **arguments: int | str) -> None:
    """task: its name, as providers/jobs gives it. arguments: keys of rows, never what rows hold."""
    tasks.configure_task(name=task, job_manager=OURS, queue=queue).defer(**arguments)


@transaction.atomic
def put_back_stalled() -> int:
    """Jobs whose worker has fallen silent are done again; one that outlived ten workers is given up."""
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=timezone.now() - SILENCE)
    stalled = ProcrastinateJob.objects.filter(silent, status=Status.DOING.value)
    jobs = list(stalled.select_for_update(skip_locked=True, of=("self",)))
    for job in jobs:
        if job.attempts >= MOST_STARTS:
            logger.error("Job %s (%s) is given up: ten workers died over it.", job.pk, job.task_name)
            _fail(job.pk)
        else:
            OURS.retry_job_by_id(job.pk, timezone.now())
    return len(jobs)


def _fail(job_id: int) -> None:
    OURS.connector.get_sync_connector().execute_query(
        query=queries["finish_job"], job_id=job_id, status=Status.FAILED.value, delete_job=False
    )
