"""How old each register's file is, and which of them are missed."""

import datetime

import pytest
from django.utils import timezone

from providers.actions import feeds
from providers.models import Feed, FeedLoad

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)


def load(feed, days_ago, **over):
    made = {
        "status": "done",
        "finished_at": timezone.now(),
        "published_on": TODAY - datetime.timedelta(days_ago),
    }
    return FeedLoad.objects.create(feed=feed, **(made | over))


def age(feed):
    return next(each for each in feeds.ages(TODAY) if each.feed == feed)


def test_every_feed_is_there_with_one_query(django_assert_num_queries):
    load(Feed.LEIE, 3)
    with django_assert_num_queries(1):
        assert [each.feed for each in feeds.ages(TODAY)] == list(Feed)


def test_the_newest_that_was_done_counts():
    newest = load(Feed.LEIE, 40)
    load(Feed.LEIE, 80)
    load(Feed.LEIE, 1, status="failed")
    found = age(Feed.LEIE)
    assert (found.newest, found.days, found.cadence, found.is_old) == (newest, 40, 40, False)


def test_one_day_more_is_old():
    load(Feed.LEIE, 41)
    assert age(Feed.LEIE).is_old


def test_what_was_never_read_is_missed_only_where_it_is_needed():
    assert [each.feed for each in feeds.ages(TODAY) if each.is_old] == [Feed.LEIE, Feed.EXCLUSION_RUN]


def test_changes_are_as_young_as_the_whole_file():
    load(Feed.NPPES_WEEKLY, 30)
    load(Feed.NPPES, 5)
    assert (age(Feed.NPPES_WEEKLY).days, age(Feed.NPPES_WEEKLY).is_old) == (5, False)
