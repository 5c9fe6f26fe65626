"""The address of a register, as staff enter it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.models.identifiers import validate_https
from providers.models.licence_register import BoardKind
from providers.models.place_names import STATES

STATE_CHOICES = sorted(STATES.items(), key=lambda pair: pair[1])


class RegisterForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the board"),
        max_length=200,
        error_messages={"required": _("Give the board’s name.")},
    )
    url = forms.URLField(
        label=_("Address of its register"),
        max_length=200,
        assume_scheme="https",
        validators=[validate_https],
        help_text=_("The page where a license is looked up. It must belong to the board itself."),
        error_messages={"required": _("Give the address."), "invalid": _("This is not a web address.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What one needs to know there: which button, what to type."),
    )


class NewRegisterForm(RegisterForm):
    state = forms.ChoiceField(
        label=_("State"), choices=STATE_CHOICES, error_messages={"required": _("Choose the state.")}
    )
    board = forms.ChoiceField(
        label=_("For whom"), choices=BoardKind.choices, error_messages={"required": _("Choose for whom.")}
    )
    field_order = ("state", "board", "name", "url", "note")
