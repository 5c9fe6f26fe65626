"""Services and the parts of their prices."""

from collections.abc import Iterable

from django.contrib import admin

from providers.models import Price, Service

from .records import Part, SearchedRecord


class PricePart(Part):
    model = Price


@admin.register(Service)
class ServiceAdmin(SearchedRecord):
    list_display = ("route", "setting", "location", "drug_basis", "confirmed_on")
    list_filter = ("route", "setting")
    search_fields = ("location__provider__display_name",)
    list_select_related = ("location__provider",)
    readonly_fields = ("location",)
    raw_id_fields = ("confirmed_by",)
    inlines = (PricePart,)

    def locations_of(self, record: Service) -> Iterable[int]:
        return [record.location_id]
