"""Visitors' reports: read by those who may. They are answered in the workbench alone."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from providers.models import Report
from providers.permissions import can_see_reports

from .records import Record


@admin.register(Report)
class ReportAdmin(Record):
    list_display = ("field", "location", "status", "received_at")
    list_filter = ("status", "field")
    list_select_related = ("location__provider",)
    fields = (
        "location", "field", "message", "contact", "status", "outcome", "received_at", "triaged_at",
        "contacted_at", "settled_at", "settled_by",
    )  # fmt: skip
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_see_reports(request.user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_see_reports(request.user, None)
