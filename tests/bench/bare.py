"""The plainest Django page with as many rows as a page of results: read by key, printed as they are."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from providers.models import Location

ROWS = 20


@lru_cache(maxsize=1)
def some_keys() -> list[int]:
    return list(Location.objects.order_by("pk").values_list("pk", flat=True)[:ROWS])


def bare(request: HttpRequest) -> HttpResponse:
    rows = Location.objects.filter(pk__in=some_keys()).select_related("provider")
    return render(request, "bench/bare.html", {"rows": rows})
