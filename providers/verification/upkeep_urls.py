"""What keeps listings right: visitors' reports, and listings that stand here twice."""

from django.urls import URLPattern, path

from . import duplicate_panel, merge_pages, merge_records, report_panel

# Each registers what its kind of case shows and what can be done there.
REGISTERED = (duplicate_panel, report_panel)

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/merge/", merge_pages.staff_merge, name="staff_merge"),
    path("merges/", merge_records.staff_merges, name="staff_merges"),
    path("merges/<int:pk>/", merge_records.staff_merge_record, name="staff_merge_record"),
    path("merges/<int:pk>/undo/", merge_records.staff_merge_undo, name="staff_merge_undo"),
]
