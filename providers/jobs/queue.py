"""Keeps the queue itself in order."""

from typing import Any

from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from providers.actions import queue

KEPT = 30 * 24


# No lock: were its own worker killed, nothing could free it.
@app.periodic(cron="* * * * *")
@app.task(name="put_back_stalled", queueing_lock="put_back_stalled", priority=10)
def put_back_stalled(timestamp: int) -> int:
    return queue.put_back_stalled()


@app.periodic(cron="40 4 * * *")
@app.task(name="forget_failed_jobs", queueing_lock="forget_failed_jobs", pass_context=True)
async def forget_failed_jobs(context: JobContext, timestamp: int) -> Any:
    """What succeeded is gone at once; what failed can be looked at for 30 days."""
    await builtin_tasks.remove_old_jobs(context, max_hours=KEPT, remove_failed=True, remove_aborted=True)
