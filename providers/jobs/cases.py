"""The queue each morning: what has waited long enough is ready again, and what the days bring is opened."""

from django.utils import timezone
from procrastinate.contrib.django import app

from providers.actions import case_upkeep, cases


@app.periodic(cron="20 0 * * *")
@app.task(name="wake_cases", lock="wake_cases")
def wake_cases(timestamp: int) -> int:
    return cases.wake(day=timezone.localdate())


@app.periodic(cron="40 0 * * *")
@app.task(name="follow_cases", lock="follow_cases")
def follow_cases(timestamp: int) -> int:
    return case_upkeep.follow_all().total()
