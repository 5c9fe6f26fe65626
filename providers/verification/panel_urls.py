"""Addresses beside the case page: telephone scripts, and a listing taken out of sight, back or looked at."""

from django.urls import URLPattern, path

from . import (
    calls,
    change_panel,
    claim_panel,
    exclusion_panel,
    listing_file,
    listing_panel,
    removal_panel,
    standing,
)

# Each registers what its kind of case shows and what can be done there.
REGISTERED = (change_panel, claim_panel, exclusion_panel, listing_panel, removal_panel)

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/call/", calls.staff_case_call, name="staff_case_call"),
    path("listings/<slug:slug>/", listing_file.staff_listing, name="staff_listing"),
    path("listings/<slug:slug>/preview/", standing.staff_preview, name="staff_preview"),
    path("listings/<slug:slug>/restore/", standing.staff_restore, name="staff_restore"),
    path("listings/<slug:slug>/suspend/", standing.staff_suspend, name="staff_suspend"),
]
