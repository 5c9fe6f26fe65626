"""Locations, with their hours, access, languages, insurance, staff and states reached."""

from collections.abc import Iterable

from django.contrib import admin

from providers.models import (
    AccessFact,
    Coverage,
    Language,
    Location,
    OpeningHours,
    PractitionerRole,
    Service,
    TelehealthReach,
)

from .records import Part, ReadOnlyPart, SearchedRecord


class OpeningHoursPart(Part):
    model = OpeningHours


class AccessFactPart(Part):
    model = AccessFact


class LanguagePart(Part):
    model = Language


class CoveragePart(Part):
    model = Coverage


class PractitionerRolePart(Part):
    model = PractitionerRole
    raw_id_fields = ("confirmed_by", "practitioner")


class TelehealthReachPart(Part):
    model = TelehealthReach
    raw_id_fields = ("confirmed_by", "licence")


class ServicePart(ReadOnlyPart):
    model = Service
    fields = ("route", "setting", "drug_basis", "confirmed_on")
    show_change_link = True


@admin.register(Location)
class LocationAdmin(SearchedRecord):
    list_display = ("name_shown", "street", "city", "state", "zip", "phone", "location_type", "closed_on")
    list_filter = ("location_type",)
    search_fields = ("provider__display_name", "name", "city", "=state", "zip", "phone")
    list_select_related = ("provider",)
    readonly_fields = ("provider", "slug")
    raw_id_fields = ("confirmed_by",)
    inlines = (
        ServicePart,
        PractitionerRolePart,
        CoveragePart,
        TelehealthReachPart,
        OpeningHoursPart,
        LanguagePart,
        AccessFactPart,
    )

    @admin.display(description="name", ordering="provider__display_name")
    def name_shown(self, record: Location) -> str:
        return record.name or record.provider.display_name

    def locations_of(self, record: Location) -> Iterable[int]:
        return [record.pk]
