"""People who treat, where they do, and what they hold."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from providers.models import Credential, Practitioner, PractitionerRole

from .records import ReadOnlyPart, SearchedRecord


class RolePart(ReadOnlyPart):
    model = PractitionerRole
    fields = ("location", "does", "present")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("location__provider", "practitioner")


class CredentialPart(ReadOnlyPart):
    model = Credential
    fields = ("type", "state", "status", "checked_on", "expires_on")
    show_change_link = True


@admin.register(Practitioner)
class PractitionerAdmin(SearchedRecord):
    list_display = ("name", "profession", "npi", "confirmed_on")
    list_filter = ("profession",)
    search_fields = ("name", "npi")
    raw_id_fields = ("confirmed_by",)
    inlines = (RolePart, CredentialPart)

    def locations_of(self, record: Practitioner) -> Iterable[int]:
        return record.roles.values_list("location_id", flat=True)
