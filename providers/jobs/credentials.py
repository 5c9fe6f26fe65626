"""Keeps the clocks of credentials, soon after the day has changed and before search is rebuilt."""

from procrastinate.contrib.django import app

from providers.actions import credential_deadlines


@app.periodic(cron="3 0 * * *")
@app.task(name="keep_time", lock="keep_time")
def keep_time(timestamp: int) -> int:
    return credential_deadlines.keep_time()
