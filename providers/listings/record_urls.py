"""Addresses of what is on record of a listing: its history, its counts, its tables."""

from django.urls import path

from . import counts, history

urlpatterns = [
    path("counts/", counts.listing_counts, name="listing_counts"),
    path("history/", history.listing_history, name="listing_history"),
    path("history/<slug:kind>/<int:pk>/undo/", history.undo_change, name="undo_change"),
]
