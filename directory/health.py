"""Whether this process can serve, a worker is there and the registers' files are young: for monitors."""

import datetime
import json
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from providers.actions import feeds

# A worker says every ten seconds that it lives; a mail that nobody has tried to send waits for one.
ASK = """
    SELECT EXISTS (
        SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'
    ), EXISTS (
        SELECT FROM providers_message
        WHERE sent_at IS NULL AND begun_at IS NULL AND error = '' AND made_at < now() - interval '15 minutes'
    ), (
        SELECT jsonb_object_agg(feed, day)::text FROM (
            SELECT feed, max(coalesce(published_on, started_at::date)) AS day
            FROM providers_feedload WHERE status = 'done' GROUP BY feed
        ) AS newest
    )
"""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers a question, 503 when it does not.

    "degraded" is still 200: pages are served, but mail waits, no worker is there to send it, or a register's
    file is older than its rhythm. A list that was never read counts too, but not in development.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASK)
            works, is_late, newest = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    files = _files(newest)
    is_well = works and not is_late and files["feeds"] == "ok"
    return JsonResponse(
        {
            "status": "ok" if is_well else "degraded",
            "database": "ok",
            "worker": "ok" if works else "absent",
            "mail": "late" if is_late else "ok",
            **files,
        }
    )


def _files(newest: str | None) -> dict[str, Any]:
    days = {feed: datetime.date.fromisoformat(day) for feed, day in json.loads(newest or "{}").items()}
    state = feeds.state_of(days.items(), timezone.localdate())
    missing = [feed for feed in state.unread if feed in feeds.NEEDED and not settings.DEBUG]
    return {
        "feeds": "late" if state.late or missing else "ok",
        "feeds_late": state.late,
        "feeds_never_read": state.unread,
    }
