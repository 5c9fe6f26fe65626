"""The public page that says how we verify, what we found about ourselves, and what we cannot check."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from providers.actions import accuracy, board, case_needs, feeds
from providers.models.credential import NEXT_CHECK_DAYS, OLDEST_CHECK_DAYS
from providers.models.provider import AGEING_DAYS, FRESH_DAYS

from .accuracy import wrong_facts
from .board import measures


@require_safe
def how_we_verify(request: HttpRequest) -> HttpResponse:
    """The figures are counted anew each time: four queries."""
    today = timezone.localdate()
    context = {
        "estimate": accuracy.estimate(),
        "wrong": [row for row in wrong_facts() if row[2]],
        "measures": measures(board.quality(today)),
        "feeds": feeds.ages(today),
        "today": today,
        "next_check": NEXT_CHECK_DAYS,
        "oldest_check": OLDEST_CHECK_DAYS,
        "fresh": FRESH_DAYS,
        "stale": AGEING_DAYS,
        "reply": case_needs.REPLY_BUSINESS_DAYS,
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "verification/how_we_verify.html", context)
