"""What operators are told: the database, the worker, mail that nobody takes, and files that are too old."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from providers.models import Feed, FeedLoad, Message

pytestmark = pytest.mark.django_db

WELL = {
    "status": "ok",
    "database": "ok",
    "worker": "ok",
    "mail": "ok",
    "feeds": "ok",
    "feeds_late": [],
    "feeds_never_read": [],
}


@pytest.fixture(autouse=True)
def every_file():
    """Each register's file was read today."""
    for feed in Feed:
        load(feed, 0)


def load(feed, days_ago, **over):
    now = timezone.now()
    made = {"status": "done", "finished_at": now, "published_on": now.date() - datetime.timedelta(days_ago)}
    return FeedLoad.objects.create(feed=feed, **(made | over))


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
    assert ask(client) == WELL


@pytest.mark.parametrize("seconds_ago", [None, 90])
def test_a_worker_that_is_silent_is_absent(client, seconds_ago):
    if seconds_ago:
        worker(seconds_ago)
    assert ask(client) == WELL | {"status": "degraded", "worker": "absent"}


def test_mail_that_nobody_took_for_a_quarter_of_an_hour_is_late(client):
    worker()
    message(16)
    assert ask(client) == WELL | {"status": "degraded", "mail": "late"}


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


def test_a_file_past_its_rhythm_is_named(client):
    worker()
    FeedLoad.objects.filter(feed__in=["leie", "leie_supplement"]).delete()
    load(Feed.LEIE, 41)
    load(Feed.LEIE, 90)
    load(Feed.LEIE, 0, status="failed")
    assert ask(client) == WELL | {
        "status": "degraded",
        "feeds": "late",
        "feeds_late": ["leie"],
        "feeds_never_read": ["leie_supplement"],
    }


@pytest.mark.parametrize(("days_ago", "late"), [(5, []), (20, ["nppes_weekly"])])
def test_changes_are_as_young_as_the_whole_file(client, days_ago, late):
    FeedLoad.objects.filter(feed__startswith="nppes").delete()
    load(Feed.NPPES_WEEKLY, 30)
    load(Feed.NPPES, days_ago)
    assert ask(client)["feeds_late"] == late


@pytest.mark.parametrize(("is_development", "state"), [(False, "late"), (True, "ok")])
def test_a_list_that_was_never_read_is_missed_but_not_in_development(client, settings, is_development, state):
    settings.DEBUG = is_development
    FeedLoad.objects.all().delete()
    found = ask(client)
    assert (found["feeds"], found["feeds_late"], len(found["feeds_never_read"])) == (state, [], len(Feed))


def test_only_the_exclusion_list_and_its_run_are_needed(client):
    FeedLoad.objects.exclude(feed__in=["leie", "exclusion_run"]).delete()
    assert ask(client)["feeds"] == "ok"


def test_the_whole_answer_is_one_question(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        ask(client)
