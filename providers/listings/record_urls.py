"""Addresses of what is on record of a listing: its history, its counts, its tables."""

from django.urls import path

from . import counts, history, table_pages

urlpatterns = [
    path("counts/", counts.listing_counts, name="listing_counts"),
    path("csv/", table_pages.tables, name="tables"),
    path("csv/import/", table_pages.import_table, name="import_table"),
    path("csv/<slug:table>.csv", table_pages.export_table, name="export_table"),
    path("history/", history.listing_history, name="listing_history"),
    path("history/<slug:kind>/<int:pk>/undo/", history.undo_change, name="undo_change"),
]
