"""The plainest Django pages with as many rows as ours: read by key, printed as they are."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from providers.models import Case, Location
from providers.verification.entrance import staff

ROWS = 20


@lru_cache(maxsize=1)
def some_keys() -> list[int]:
    return list(Location.objects.order_by("pk").values_list("pk", flat=True)[:ROWS])


def bare(request: HttpRequest) -> HttpResponse:
    rows = Location.objects.filter(pk__in=some_keys()).select_related("provider")
    return render(request, "bench/bare.html", {"rows": rows})


@lru_cache(maxsize=4)
def some_cases(rows: int) -> list[int]:
    return list(Case.objects.order_by("pk").values_list("pk", flat=True)[:rows])


def bare_cases(request: HttpRequest, rows: int) -> HttpResponse:
    cases = Case.objects.filter(pk__in=some_cases(rows)).select_related("provider")
    return render(request, "bench/cases.html", {"rows": cases})


bare_staff = staff()(bare_cases)
