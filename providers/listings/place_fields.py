"""The fields of a location's address and contact, and the time zones of the United States."""

from __future__ import annotations

import zoneinfo

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models.place_names import STATES
from providers.models.vocabulary import Appointment, NewPatients

from .conflict import MergingForm
from .stated_fields import CodeField
from .text_fields import LineField, TelephoneField, WebAddressField

ZONES: dict[str, str | Promise] = {
    "America/New_York": _("Eastern (New York)"),
    "America/Chicago": _("Central (Chicago)"),
    "America/Denver": _("Mountain (Denver)"),
    "America/Phoenix": _("Mountain without daylight saving (Phoenix)"),
    "America/Los_Angeles": _("Pacific (Los Angeles)"),
    "America/Anchorage": _("Alaska (Anchorage)"),
    "Pacific/Honolulu": _("Hawaii (Honolulu)"),
    "America/Puerto_Rico": _("Atlantic (Puerto Rico, Virgin Islands)"),
    "Pacific/Guam": _("Chamorro (Guam)"),
    "Pacific/Pago_Pago": _("Samoa (Pago Pago)"),
}


def zone_name(zone: str) -> str:
    """ "Mountain (Denver)"; a zone of its own, like America/Boise, by its town."""
    return str(ZONES.get(zone, zone.rsplit("/", 1)[-1].replace("_", " ")))


def zone_choices(current: str) -> list[tuple[str, str | Promise]]:
    """With the zone that is stored, whichever it is."""
    known = dict(ZONES)
    if current and current not in known and current in zoneinfo.available_timezones():
        known[current] = zone_name(current)
    return [("", _("Not stated")), *known.items()]


class AddressForm(MergingForm):
    """The action checks the ZIP code against the state."""

    name = LineField(
        label=_("Name of this location"),
        max_length=100,
        required=False,
        help_text=_("Only if it has a name of its own, like “Downtown office”."),
    )
    street = LineField(label=_("Street and number"), max_length=200, required=False)
    street2 = LineField(label=_("Suite, floor"), max_length=200, required=False)
    city = LineField(label=_("City"), max_length=100)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Choose one")), *STATES.items()])
    zip = forms.CharField(
        label=_("ZIP code"),
        max_length=5,
        required=False,
        validators=[RegexValidator(r"^[0-9]{5}\Z", _("A ZIP code has five digits."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"}),
    )
    phone = TelephoneField(label=_("Main telephone number"), required=False)
    phone_extension = forms.CharField(
        label=_("Extension"),
        max_length=10,
        required=False,
        validators=[RegexValidator(r"^[0-9]+\Z", _("Digits only."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "is-short"}),
    )
    email = forms.EmailField(
        label=_("E-mail for patients"),
        max_length=254,
        required=False,
        help_text=_("Everybody can read it. Leave it out if nobody answers it."),
    )
    booking_url = WebAddressField(label=_("Address for booking a visit"), required=False)
    appointment = CodeField(label=_("Is an appointment needed?"), choices=Appointment.choices)
    new_patients = CodeField(label=_("Do you take new patients?"), choices=NewPatients.choices)
