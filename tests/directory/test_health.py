"""What operators are told: the database, the worker, and mail that nobody takes."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from providers.models import Message

pytestmark = pytest.mark.django_db


def ask(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    return answer.json()


def worker(seconds_ago=5):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def message(minutes_ago, **over):
    made = Message.objects.create(key="1", template="letter", to="a@example.org", text="Hello", **over)
    Message.objects.filter(pk=made.pk).update(
        made_at=timezone.now() - datetime.timedelta(minutes=minutes_ago)
    )


def test_all_is_well_while_a_worker_lives(client):
    worker()
    assert ask(client) == {"status": "ok", "database": "ok", "worker": "ok", "mail": "ok"}


@pytest.mark.parametrize("seconds_ago", [None, 90])
def test_a_worker_that_is_silent_is_absent(client, seconds_ago):
    if seconds_ago:
        worker(seconds_ago)
    assert ask(client) == {"status": "degraded", "database": "ok", "worker": "absent", "mail": "ok"}


def test_mail_that_nobody_took_for_a_quarter_of_an_hour_is_late(client):
    worker()
    message(16)
    assert ask(client) == {"status": "degraded", "database": "ok", "worker": "ok", "mail": "late"}


@pytest.mark.parametrize(
    ("minutes_ago", "over"),
    [
        (14, {}),
        (60, {"error": "SMTPDataError: (451, b'later')", "attempts": 1}),
        (60, {"begun_at": timezone.now(), "sent_at": timezone.now()}),
    ],
    ids=["young", "tried", "sent"],
)
def test_mail_that_is_young_or_tried_or_sent_is_not_late(client, minutes_ago, over):
    worker()
    message(minutes_ago, **over)
    assert ask(client)["mail"] == "ok"
