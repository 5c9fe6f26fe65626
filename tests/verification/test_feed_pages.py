"""The pages of the registers' files: how old, who read what, and the lines that were refused."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from providers.models import Feed, FeedLoad

from .. import cast
from ..sign_in import with_second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client):
    with_second_factor(client, cast.operator())
    return client


def load(feed=Feed.LEIE, days_ago=3, **over):
    now = timezone.now()
    made = {
        "status": "done", "finished_at": now, "file_name": "UPDATED.csv", "by": cast.lead_reviewer(),
        "published_on": now.date() - datetime.timedelta(days_ago),
    }  # fmt: skip
    return FeedLoad.objects.create(feed=feed, **(made | over))


def test_the_page_says_how_old_each_file_is_and_how_to_read_the_next(at_work):
    load(days_ago=50)
    page = at_work.get(reverse("staff_feeds"))
    states = {age.feed: (age.days, age.is_old) for age in page.context["feeds"]}
    assert states[Feed.LEIE] == (50, True)
    assert states[Feed.NPPES] == (None, False)
    text = page.content.decode()
    assert "Too old" in text
    assert "manage.py import_leie UPDATED.csv" in text


def test_a_reading_shows_its_refused_lines(at_work):
    found = load(rejected=3, rejections=[{"line": 7, "reason": "EXCLDATE is not a day: '<b>'"}])
    text = at_work.get(reverse("staff_feed_load", args=[found.pk])).content.decode()
    assert "EXCLDATE is not a day: &#x27;&lt;b&gt;&#x27;" in text
    assert "2 more lines are counted but not kept." in text


def test_a_failed_reading_says_why(at_work):
    failed = load(status="failed", error="The file is empty.")
    for url in (reverse("staff_feeds"), reverse("staff_feed_load", args=[failed.pk])):
        assert "The file is empty." in at_work.get(url).content.decode()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_the_page_asks_a_fixed_number_of_questions(at_work, django_assert_num_queries, rows):
    for _number in range(rows):
        load()
    with django_assert_num_queries(7):
        at_work.get(reverse("staff_feeds"))


def test_others_do_not_come_in(client):
    urls = (reverse("staff_feeds"), reverse("staff_feed_load", args=[load().pk]))
    for url in urls:
        assert client.get(url)["Location"].startswith(reverse("account_login"))
    with_second_factor(client, cast.editor())
    for url in urls:
        assert client.get(url).status_code == 403


def test_what_is_not_there_and_the_wrong_method(at_work):
    assert at_work.get(reverse("staff_feed_load", args=[10**9])).status_code == 404
    assert at_work.post(reverse("staff_feeds")).status_code == 405
