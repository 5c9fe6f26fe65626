"""Sends the outbox, and erases what old mail said."""

from typing import Any

from django.utils import timezone
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from providers.actions import mail, outbox
from providers.actions.delivery_failures import NotSent


class AsTold(BaseRetryStrategy):
    """Again when the failure says so; a database that was away is asked again a few times."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, NotSent):
            return RetryDecision(retry_at=timezone.now() + exception.wait) if exception.wait else None
        return RetryDecision(retry_in={"minutes": 5}) if job.attempts < 10 else None


@app.task(name=mail.TASK, queue=mail.QUEUE, retry=AsTold())
def send_message(message_id: int) -> None:
    outbox.hand_over(message_id=message_id)


@app.periodic(cron="20 4 * * *")
@app.task(name="erase_old_mail", lock="erase_old_mail")
def erase_old_mail(timestamp: int) -> Any:
    return outbox.erase_old()
