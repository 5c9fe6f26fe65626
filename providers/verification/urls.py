"""The staff's addresses, all under /staff/. Each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from . import case_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *case_urls.urlpatterns,
]
