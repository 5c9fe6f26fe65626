"""Forms of a listing's people: who somebody is, and what they do at one location."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.models import Practitioner
from providers.models.identifiers import validate_npi
from providers.models.vocabulary import Duty, Presence, Profession, Specialty

from .conflict import MergingForm
from .stated_fields import CodeField, CodesField
from .text_fields import LineField, refuse_controls

CHOOSE = ("", _("Choose one"))


class RoleForm(MergingForm):
    """What somebody does here; all that can be said of a person who is at another listing too."""

    does = CodesField(label=_("What do they do here?"), choices=Duty.choices)
    present = CodeField(
        label=_("How close are they during a session?"),
        choices=Presence.choices,
        help_text=_("Patients ask who is in the building while they are treated."),
    )

    def clean_does(self) -> list[str]:
        return self.cleaned_data["does"] or []


class PersonForm(RoleForm):
    name = LineField(
        label=_("Name"), max_length=200, help_text=_("As on the license, without titles: Alex Sample.")
    )
    profession = forms.ChoiceField(label=_("Profession"), choices=[CHOOSE, *Profession.choices])
    npi = forms.CharField(
        label=_("Their own provider number (NPI)"),
        max_length=10,
        required=False,
        validators=[refuse_controls, validate_npi],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "is-short"}),
        help_text=_("Ten digits, of the person and not of the practice. We find their license by it."),
    )
    taxonomy = CodesField(label=_("Specialty"), choices=Specialty.choices)
    field_order = ("name", "profession", "npi", "taxonomy", "does", "present")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [code for code in self.initial.get("taxonomy", ()) if code not in Specialty.values]
        self.fields["taxonomy"].choices = [*Specialty.choices, *((code, code) for code in kept)]  # type: ignore[attr-defined]

    def clean_taxonomy(self) -> list[str]:
        """In the order in which they were stored, where they are the same."""
        chosen, stored = self.cleaned_data["taxonomy"] or [], list(self.initial.get("taxonomy", ()))
        return stored if set(chosen) == set(stored) else chosen


class KnownPersonForm(RoleForm):
    """Somebody who is at another location of this listing, or was here before."""

    person = forms.ModelChoiceField(
        label=_("Who?"), queryset=Practitioner.objects.none(), empty_label=CHOOSE[1]
    )
    field_order = ("person", "does", "present")

    def __init__(self, *args: Any, people: list[Practitioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Practitioner.objects.filter(  # type: ignore[attr-defined]
            pk__in=[person.pk for person in people]
        ).order_by("name", "pk")
