"""Forgets sign-ins that are over and accounts whose address nobody proved."""

from django.utils import timezone
from procrastinate.contrib.django import app

from providers.actions import account


@app.periodic(cron="30 4 * * *")
@app.task(name="forget_unproved_accounts", lock="forget_unproved_accounts")
def forget_unproved_accounts(timestamp: int) -> int:
    return account.forget_unproved(now=timezone.now())
