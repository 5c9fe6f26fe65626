"""Credentials with their evidence and decisions: to be read. Every step is an action's."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from providers.models import Check, Credential, Decision

from .records import ReadOnly, ReadOnlyPart


class CheckPart(ReadOnlyPart):
    model = Check
    fields = ("source", "source_date", "checked_at", "method", "result", "digest", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by")


class DecisionPart(ReadOnlyPart):
    model = Decision
    fields = ("at", "event", "from_status", "to_status", "reason", "evidence", "by")
    readonly_fields = ("at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by", "evidence")


@admin.register(Credential)
class CredentialAdmin(ReadOnly):
    list_display = ("type", "state", "holder", "status", "checked_on", "expires_on", "decided_on")
    list_filter = ("status", "type")
    search_fields = ("practitioner__name", "provider__display_name", "number", "=state")
    list_select_related = ("practitioner", "provider", "location__provider")
    inlines = (CheckPart, DecisionPart)

    @admin.display(description="holder")
    def holder(self, record: Credential) -> str:
        return str(record.practitioner or record.provider or record.location)
