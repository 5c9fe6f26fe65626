"""The section of access and languages: yes, no or not stated for each, and who speaks what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import editing_access
from providers.models import Language, Location, Provider
from providers.models.vocabulary import AccessFeature, SpokenBy

from . import languages
from .conflict import MergingForm
from .entrance import MemberRequest
from .frame import Edit, edit, editing_location
from .stated_fields import CodeField, YesNoField
from .text_fields import LineField

SPARE, MOST = 3, 30


class LanguageField(LineField):
    """The value is a tag; it is shown as a name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)
        self.widget = forms.TextInput(attrs={"list": "languages", "autocomplete": "off", "maxlength": "60"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        tag = languages.tag_of(typed) if typed else ""
        if typed and not tag:
            raise forms.ValidationError(languages.refusal(), code="language")
        return tag

    def prepare_value(self, value: Any) -> Any:
        is_tag = isinstance(value, str) and languages.SHAPE.fullmatch(value)
        return languages.shown(value) if is_tag else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(_tag(initial) != _tag(data))


def _tag(value: Any) -> str:
    return languages.tag_of(str(value or "")) or str(value or "")


class AccessForm(MergingForm):
    """Languages are rows: an emptied one goes, and there are always some spare."""

    def __init__(self, data: Any, *, location: Location) -> None:
        facts = {row.feature: row.is_available for row in editing_access.facts_of(location)}
        spoken = editing_access.languages_of(location)
        super().__init__(data, initial={**facts, **_initial_of(spoken)})
        self.rows = min(MOST, max(len(spoken) + SPARE, _rows_in(data)))
        for code in AccessFeature:
            self.fields[code.value] = YesNoField(label=code.label, widget=forms.RadioSelect)
        for number in range(self.rows):
            shown = {"number": number + 1}
            self.fields[f"language_{number}"] = LanguageField(label=_("Language %(number)d") % shown)
            self.fields[f"spoken_by_{number}"] = CodeField(label=_("Who speaks it"), choices=SpokenBy.choices)
        self.remember()

    def features(self) -> Iterator[BoundField]:
        return (self[code] for code in AccessFeature.values)

    def language_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        return ((self[f"language_{n}"], self[f"spoken_by_{n}"]) for n in range(self.rows))

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        seen: set[str] = {editing_access.ENGLISH}
        for number in range(self.rows):
            tag, who = facts.get(f"language_{number}"), facts.get(f"spoken_by_{number}")
            if tag in seen:
                english = tag == editing_access.ENGLISH
                said = _("English needs no line.") if english else _("This language stands here twice.")
                self.add_error(f"language_{number}", said)
            elif tag:
                seen.add(tag)
            elif who and f"language_{number}" not in self.errors:
                self.add_error(f"language_{number}", _("Which language?"))
        return facts

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        spoken = [(said[f"language_{n}"], said[f"spoken_by_{n}"]) for n in range(self.rows)]
        return {
            "features": {code: said[code] for code in AccessFeature.values},
            "languages": {tag: who for tag, who in spoken if tag},
        }


def _initial_of(rows: list[Language]) -> dict[str, Any]:
    initial: dict[str, Any] = {}
    for number, row in enumerate(rows):
        initial[f"language_{number}"], initial[f"spoken_by_{number}"] = row.tag, row.spoken_by
    return initial


def _rows_in(data: Any) -> int:
    """How many rows were sent, as far as they follow each other."""
    count = 0
    while data and count < MOST and f"language_{count}" in data:
        count += 1
    return count


@editing_location
def edit_access(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    def save(form: AccessForm, version: str) -> None:
        editing_access.save(by=request.user, location=location, version=version, **form.facts())

    change = Edit(
        section="access",
        form=lambda data: AccessForm(data, location=location),
        version=lambda: editing_access.version(location),
        save=save,
        location=location,
        context=lambda form: {"offered_languages": languages.offered(), "help": HELP},
    )
    return edit(request, listing, change)


HELP = {AccessFeature.RELAY_CALLS: gettext_lazy("Calls through a relay service for deaf people.")}
