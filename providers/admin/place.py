"""Places: loaded from the gazetteer, never edited."""

from django.contrib import admin

from providers.models import Place

from .records import ReadOnly


@admin.register(Place)
class PlaceAdmin(ReadOnly):
    list_display = ("name", "kind", "code", "state", "county", "latitude", "longitude", "prominence")
    list_filter = ("kind",)
    search_fields = ("search_key", "code")
    ordering = ("pk",)
