"""The staff's addresses, all under /staff/. Each part keeps its own list."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from . import board_urls, case_urls, feed_urls, npi_urls, panel_urls, queue_urls, upkeep_urls

urlpatterns: list[URLPattern | URLResolver] = [
    *board_urls.urlpatterns,
    *case_urls.urlpatterns,
    *feed_urls.urlpatterns,
    *npi_urls.urlpatterns,
    *panel_urls.urlpatterns,
    *queue_urls.urlpatterns,
    *upkeep_urls.urlpatterns,
]
