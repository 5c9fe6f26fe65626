"""The registers' files: how old each is, who read which when, and which of their lines were refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from providers.actions import feeds
from providers.models import Feed, FeedLoad

from .entrance import StaffRequest, staff

SHOWN_LOADS = 60


@dataclass(frozen=True)
class Command:
    """How an operator reads a file; the words of the command are no language's."""

    feed: Feed
    line: str


COMMANDS = (
    Command(Feed.NPPES, "manage.py import_nppes NPPES_Data_Dissemination_….zip"),
    Command(Feed.NPPES_WEEKLY, "manage.py import_nppes --weekly NPPES_Data_Dissemination_…_Weekly.zip"),
    Command(Feed.LEIE, "manage.py import_leie UPDATED.csv"),
    Command(Feed.LEIE_SUPPLEMENT, "manage.py import_leie --supplement ….csv"),
    Command(Feed.NUCC, "manage.py import_nucc nucc_taxonomy_….csv"),
    Command(Feed.EXCLUSION_RUN, "manage.py compare_exclusions"),
)


@require_safe
@staff()
def staff_feeds(request: StaffRequest) -> HttpResponse:
    """Two queries beside who is asking."""
    loads = FeedLoad.objects.select_related("by").defer("rejections")[:SHOWN_LOADS]
    context = {
        "feeds": feeds.ages(timezone.localdate()),
        "loads": [(load, Feed(load.feed).label, _grouped(load.rows)) for load in loads],
        "commands": COMMANDS,
    }
    return render(request, "staff/feeds/feeds.html", context)


@require_safe
@staff()
def staff_feed_load(request: StaffRequest, pk: int) -> HttpResponse:
    load = get_object_or_404(FeedLoad.objects.select_related("by"), pk=pk)
    context = {
        "load": load,
        "feed": Feed(load.feed).label,
        "rows": _grouped(load.rows),
        "more": load.rejected - len(load.rejections),
    }
    return render(request, "staff/feeds/load.html", context)


def _grouped(number: int) -> str:
    return str(number_format(number, force_grouping=True))
