"""Visitors' reports: read by those who may, and their status moved by the action."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from providers.actions import reports
from providers.models import Report, User
from providers.permissions import can_see_reports

from .records import Record


@admin.register(Report)
class ReportAdmin(Record):
    list_display = ("field", "location", "status", "received_at")
    list_filter = ("status", "field")
    list_select_related = ("location__provider",)
    readonly_fields = ("location", "field", "message", "contact", "received_at")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_see_reports(request.user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_see_reports(request.user, None)

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        if "status" in form.changed_data and isinstance(request.user, User):
            reports.set_status(by=request.user, report=obj, status=obj.status)
