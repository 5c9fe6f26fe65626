"""Addresses of the people who run listings; sorted. See sections.py for the sections' order on the page."""

from django.urls import URLPattern, URLResolver, include, path

from . import (
    account_views,
    documents,
    waiting,
)

LISTING = "your-listings/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account_views.home, name="account_home"),
    path("account/delete/", account_views.delete, name="account_delete"),
    path("account/deleted/", account_views.deleted, name="account_deleted"),
    path("account/download/", account_views.download, name="account_download"),
    path("account/name/", account_views.name, name="account_name"),
    path("account/", include("allauth.urls")),
    path("", include("providers.listings.claim_urls")),
    path("", include("providers.listings.running_urls")),
    path("documents/<uuid:public_id>/", documents.document, name="document"),
    path(f"{LISTING}/", include("providers.listings.care_urls")),
    path(f"{LISTING}/", include("providers.listings.people_urls")),
    path(f"{LISTING}/", include("providers.listings.place_urls")),
    path(f"{LISTING}/", include("providers.listings.record_urls")),
    path(f"{LISTING}/changes/<int:pk>/take-back/", waiting.take_back_change, name="take_back_change"),
]
