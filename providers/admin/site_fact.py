"""Facts of the whole site and the prices that others publish, each language in fields of its own."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest

from providers.models import ReferencePrice, SiteFact

from .records import Record

PARTS = ("title", "before", "after")


class SiteFactForm(forms.ModelForm):
    """texts, taken apart into one field per language and part."""

    class Meta:
        model = SiteFact
        fields = ("key", "source", "source_url", "source_year", "valid_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = self.instance.texts or {}
        for language, name in settings.LANGUAGES:
            for part in PARTS:
                self.fields[f"{language}_{part}"] = forms.CharField(
                    label=f"{name}: {part}",
                    required=part != "after",
                    initial=texts.get(language, {}).get(part, ""),
                    widget=forms.TextInput if part == "title" else forms.Textarea,
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.texts = {
            language: {part: cleaned.get(f"{language}_{part}", "") for part in PARTS}
            for language, _name in settings.LANGUAGES
        }
        return cleaned


class ReferencePriceForm(forms.ModelForm):
    """labels, taken apart into one field per language."""

    class Meta:
        model = ReferencePrice
        fields = ("key", "route", "low", "high", "per", "source", "source_url", "source_year", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = self.instance.labels or {}
        for language, name in settings.LANGUAGES:
            self.fields[f"label_{language}"] = forms.CharField(
                label=name, max_length=200, initial=labels.get(language, "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        languages = [language for language, _name in settings.LANGUAGES]
        self.instance.labels = {language: cleaned.get(f"label_{language}", "") for language in languages}
        return cleaned


class Words(Record):
    """Words of our own: these may be added."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Those that the form makes, which Django cannot know of."""
        return list(self.form(instance=obj).fields)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return self.form


@admin.register(SiteFact)
class SiteFactAdmin(Words):
    form = SiteFactForm
    list_display = ("key", "source", "source_year", "valid_to")


@admin.register(ReferencePrice)
class ReferencePriceAdmin(Words):
    form = ReferencePriceForm
    list_display = ("key", "route", "low", "high", "per", "source", "source_year", "position")
    list_filter = ("route",)
