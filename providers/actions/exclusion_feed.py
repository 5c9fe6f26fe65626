"""The newest reading of the exclusion list, and that only one is read at a time."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from providers.models import Feed, FeedLoad
from providers.models.feed import LoadStatus

LISTS = (Feed.LEIE, Feed.LEIE_SUPPLEMENT)
LOCK = 5_0319


def newest_list() -> FeedLoad | None:
    """What everybody is compared with; none before a whole file was read: a supplement alone is no list."""
    done = FeedLoad.objects.filter(status=LoadStatus.DONE)
    if not done.filter(feed=Feed.LEIE).exists():
        return None
    found: FeedLoad | None = done.filter(feed__in=LISTS).order_by("-finished_at", "-pk").first()
    return found


def take_turn(load: FeedLoad) -> None:
    """Waits for another reading. Earlier ones that still count as under way then were killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    killed = FeedLoad.objects.filter(feed=load.feed, status=LoadStatus.RUNNING, pk__lt=load.pk)
    killed.update(status=LoadStatus.FAILED, error="It was interrupted.", finished_at=timezone.now())
