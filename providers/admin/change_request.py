"""Sensitive edits: to be looked up. They are decided in the workbench alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from providers.actions.changed_words import in_words
from providers.models import ChangeRequest
from providers.permissions import can_decide_changes

from .claim import links_of_cases
from .records import ReadOnly


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnly):
    list_display = ("field", "provider", "location", "asked_by", "asked_at", "status")
    list_filter = ("status", "field")
    list_select_related = ("provider", "location__provider", "asked_by")
    search_fields = ("provider__display_name",)
    fields = (
        *("field", "provider", "location", "workbench", "live", "asked_for", "asked_by", "asked_at"),
        *("status", "decided_by", "decided_at", "reason"),
    )
    readonly_fields = fields

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_decide_changes(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_decide_changes(request.user, obj)

    @admin.display(description=_("In the workbench"))
    def workbench(self, change: ChangeRequest) -> SafeString | str:
        return links_of_cases(change)

    @admin.display(description=_("Before"))
    def live(self, change: ChangeRequest) -> str:
        return in_words(change.field, change.before)

    @admin.display(description=_("Asked for"))
    def asked_for(self, change: ChangeRequest) -> str:
        return in_words(change.field, change.after)
