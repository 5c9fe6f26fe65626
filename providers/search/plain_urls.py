"""Addresses that have no language: the sitemap, the word to robots, and counting."""

from django.contrib.sitemaps import views
from django.urls import path

from .counting import chosen
from .sitemaps import SITEMAPS, robots

urlpatterns = [
    path("chosen/<int:pk>/<slug:what>/", chosen, name="chosen"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
]
