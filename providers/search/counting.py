"""Counts what patients see and choose, for the clinics: which location and what, and nothing of who."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from providers.actions.counts import tally
from providers.models.weekly_count import Counted

ROBOT = re.compile(r"bot\b|bot/|crawl|spider|slurp|http|curl|wget|python|java/|scan|monitor|preview", re.I)
CHOSEN = {"phone": Counted.PHONE, "website": Counted.WEBSITE}


def counted(
    request: HttpRequest, response: HttpResponse, what: Counted, locations: Iterable[int]
) -> HttpResponse:
    """Costs the visitor nothing: what is due is written once the answer is out and closed."""
    if response.status_code < 300 and is_a_patient(request):
        tally.add(what, locations)
        # Run by close(), while the request's database connection is still there.
        response._resource_closers.append(tally.write_if_due)  # type: ignore[attr-defined]
    return response


def is_a_patient(request: HttpRequest) -> bool:
    """No robot that says so, no page fetched in advance, nobody who is signed in."""
    agent = request.headers.get("User-Agent", "")
    in_advance = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    return bool(agent) and not ROBOT.search(agent) and not in_advance and not signed_in


@csrf_exempt  # it changes a count and nothing else, and patients have no cookie to abuse
@require_POST
def chosen(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """A telephone number or website was chosen on our own page; the answer says nothing."""
    if what not in CHOSEN:
        raise Http404
    response = HttpResponse(status=204)
    return counted(request, response, CHOSEN[what], [pk]) if is_from_here(request) else response


def is_from_here(request: HttpRequest) -> bool:
    """Browsers say so themselves; old ones at least name where the page came from."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
