"""Reminders go out in the morning of the United States; what is due is computed from dates."""

from django.utils import timezone
from procrastinate.contrib.django import app

from providers.actions import reminders


@app.periodic(cron="0 14 * * *")
@app.task(name="send_reminders", lock="send_reminders")
def send_reminders(timestamp: int) -> int:
    return reminders.send_due(timezone.localdate())
