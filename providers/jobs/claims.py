"""Ends claims and removal requests whose time to be proved is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from providers.actions import claims, removals


@app.periodic(cron="7 * * * *")
@app.task(name="expire_claims", lock="expire_claims")
def expire_claims(timestamp: int) -> int:
    now = timezone.now()
    return claims.expire_old(now=now) + removals.expire_old(now=now)
