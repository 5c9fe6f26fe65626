"""Whether this process can serve, and whether a worker is there: for load balancers and supervisors."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# A worker says every ten seconds that it lives; a mail that nobody has tried to send waits for one.
ASK = """
    SELECT EXISTS (
        SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'
    ), EXISTS (
        SELECT FROM providers_message
        WHERE sent_at IS NULL AND begun_at IS NULL AND error = '' AND made_at < now() - interval '15 minutes'
    )
"""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers a question, 503 when it does not.

    "degraded" is still 200: pages are served, but mail waits or no worker is there to send it.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASK)
            works, is_late = cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "no answer"}, status=503)
    return JsonResponse(
        {
            "status": "ok" if works and not is_late else "degraded",
            "database": "ok",
            "worker": "ok" if works else "absent",
            "mail": "late" if is_late else "ok",
        }
    )
