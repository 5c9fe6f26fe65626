"""Listings. Status, address and confirmation belong to actions; the rest can be repaired."""

from collections.abc import Iterable

from django.contrib import admin

from providers.models import Answer, FormerSlug, Location, Policy, Provider

from .records import Part, ReadOnlyPart, SearchedRecord


class PolicyPart(Part):
    model = Policy


class AnswerPart(Part):
    model = Answer
    raw_id_fields = ("confirmed_by", "question")


class FormerSlugPart(ReadOnlyPart):
    model = FormerSlug


class LocationPart(ReadOnlyPart):
    model = Location
    fields = ("slug", "street", "city", "state", "zip", "phone", "closed_on")
    show_change_link = True


@admin.register(Provider)
class ProviderAdmin(SearchedRecord):
    list_display = ("display_name", "slug", "status", "kind", "last_confirmed_on", "is_demo")
    list_filter = ("status", "kind", "is_demo")
    search_fields = ("display_name", "legal_name", "slug", "npi")
    readonly_fields = (
        "slug",
        "status",
        "last_confirmed_on",
        "closed_on",
        "reopens_on",
        "merged_into",
        "is_demo",
        "created_at",
    )
    raw_id_fields = ("confirmed_by",)
    inlines = (LocationPart, PolicyPart, AnswerPart, FormerSlugPart)

    def locations_of(self, record: Provider) -> Iterable[int]:
        return record.locations.values_list("pk", flat=True)
