"""A practice that is not listed yet: enough to look for it and to begin a draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.practices import Address
from providers.models.identifiers import validate_npi
from providers.models.place_names import STATES
from providers.models.vocabulary import LocationType

from .text_fields import LineField, TelephoneField, WebAddressField


class PracticeForm(forms.Form):
    """seen: the lookalikes that were shown when somebody said "none of these"."""

    name = LineField(
        label=_("Name of the practice"),
        max_length=200,
        help_text=_("As patients know it."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    location_type = forms.ChoiceField(
        label=_("Do patients come to you?"),
        choices=[
            (LocationType.PHYSICAL, _("Yes, to this address")),
            (LocationType.VIRTUAL, _("No, we treat by telehealth only")),
        ],
        initial=LocationType.PHYSICAL,
        widget=forms.RadioSelect,
    )
    street = LineField(
        label=_("Street and number"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    street2 = LineField(
        label=_("Suite or floor"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    city = LineField(
        label=_("City"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("Choose one")), *STATES.items()],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )
    zip = forms.RegexField(
        regex=r"^[0-9]{5}$",
        label=_("ZIP code"),
        error_messages={"invalid": _("A ZIP code has five digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code", "size": "5"}),
    )
    phone = TelephoneField(label=_("Telephone for patients"))
    website = WebAddressField(label=_("Website"), required=False)
    npi = LineField(
        label=_("NPI of the practice"),
        max_length=10,
        required=False,
        validators=[validate_npi],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Ten digits. It helps us to find a listing that is there already."),
    )
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        if data is not None:
            is_virtual = data.get("location_type") == LocationType.VIRTUAL
            self.fields["street"].required = not is_virtual

    @property
    def address(self) -> Address:
        given = self.cleaned_data
        is_virtual = given["location_type"] == LocationType.VIRTUAL
        return Address(
            city=given["city"],
            state=given["state"],
            zip=given["zip"],
            street="" if is_virtual else given["street"],
            street2="" if is_virtual else given["street2"],
            phone=given["phone"],
            location_type=given["location_type"],
        )
