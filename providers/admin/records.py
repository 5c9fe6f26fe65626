"""What all records have in common here: nothing is deleted, lists stay cheap, search hears of each repair."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from providers.actions import search_index
from providers.models.fields import CodeListField

PROVENANCE = ("basis", "source", "source_url", "confirmed_on", "confirmed_by")
NONE_OF_THEM = "none_of_them"


class CodeListChoice(forms.MultipleChoiceField):
    """Nothing ticked means not stated, which is not the same as "none of them"."""

    def __init__(self, field: CodeListField, **kwargs: Any) -> None:
        self.null = field.null
        none = [(NONE_OF_THEM, _("None of them"))] if field.null else []
        choices = [*(field.base_field.choices or []), *none]
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return [NONE_OF_THEM] if self.null and value == [] else value

    def clean(self, value: Any) -> list[str] | None:
        codes = super().clean(value)
        if not codes:
            return None if self.null else []
        if NONE_OF_THEM in codes and len(codes) > 1:
            raise forms.ValidationError(_("“None of them” goes with nothing else."))
        return [] if codes == [NONE_OF_THEM] else codes

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(self.prepare_value(initial) or []) != set(data or [])


class Codes:
    """Draws lists of codes as boxes to tick."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, CodeListField):
            return CodeListChoice(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class Record(Codes, admin.ModelAdmin):
    """Found, read and repaired; made and removed by actions only."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(Record):
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SearchedRecord(Record):
    """A record that result pages show: a repair brings them up to date in the same transaction.

    Each says with `locations_of` which locations show it.
    """

    locations_of: Callable[[Any], Iterable[int]]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        search_index.reindex(self.locations_of(form.instance))


class Part(Codes, admin.StackedInline):
    """Rows that belong to the record; these may be added and taken away."""

    extra = 0
    raw_id_fields: ClassVar[tuple[str, ...]] = ("confirmed_by",)


class ReadOnlyPart(admin.TabularInline):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
