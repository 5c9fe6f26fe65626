"""Lets the gates look at what is new; what is undecided every day, everyone every month."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from providers.actions.gates import asked, rounds, run

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=60)


@app.task(name=asked.OF_CREDENTIAL, retry=AGAIN)
def gates_of_credential(credential_id: int) -> int:
    return len(run.on_credential(credential_id))


@app.task(name=asked.OF_PERSON, retry=AGAIN)
def gates_of_person(practitioner_id: int) -> int:
    return len(run.on_person(practitioner_id))


@app.task(name=asked.OF_LISTING, retry=AGAIN)
def gates_of_listing(provider_id: int) -> int:
    return len(run.on_listing(provider_id))


@app.periodic(cron="20 1 * * *")
@app.task(name="run_gates", lock="run_gates")
def run_gates(timestamp: int) -> int:
    return rounds.daily(timezone.now())
