"""A sensitive edit part by part, in words: what it was, what is asked for, and why it waits for a person."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions.changed_words import in_words
from providers.models import ChangeRequest
from providers.models.change_request import ChangedField as F
from providers.models.vocabulary import (
    Appointment,
    Evaluator,
    IntakeNeed,
    LocationType,
    NewPatients,
    Profession,
    RemsStatus,
    Route,
    Setting,
    Specialty,
)

from .panels import Difference

WHY: dict[F, str | Promise] = {
    F.DISPLAY_NAME: gettext_lazy("A new name can make a listing pass for another practice."),
    F.LEGAL_NAME: gettext_lazy("The legal name is what registers and the exclusion list are matched by."),
    F.NPI: gettext_lazy("Another NPI makes it another holder in every register."),
    F.WEBSITE: gettext_lazy("Whoever has mail at the website’s domain can claim the listing."),
    F.ADDRESS: gettext_lazy("Patients go there, and a letter with a code goes there."),
    F.PHONE: gettext_lazy("Patients call it, and our staff read out codes on it."),
    F.ROUTE: gettext_lazy("How ketamine is given decides who may give it, and where."),
    F.REMS: gettext_lazy("Only a certified place may give Spravato. Patients search for it."),
    F.LOCATION: gettext_lazy("A place that does not exist sends patients nowhere."),
    F.PERSON: gettext_lazy("Licenses were checked for the person as named: another name is another person."),
}
LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "location_type": gettext_lazy("Kind of place"),
    "street": gettext_lazy("Street"),
    "street2": gettext_lazy("Suite or floor"),
    "city": gettext_lazy("City"),
    "state": gettext_lazy("State"),
    "zip": gettext_lazy("ZIP code"),
    "phone": gettext_lazy("Telephone"),
    "phone_extension": gettext_lazy("Extension"),
    "email": gettext_lazy("E-mail"),
    "booking_url": gettext_lazy("Page for booking"),
    "appointment": gettext_lazy("Appointments"),
    "new_patients": gettext_lazy("New patients"),
    "offers_telehealth": gettext_lazy("Telehealth"),
    "wait_days": gettext_lazy("Days to wait"),
    "needs": gettext_lazy("What patients need"),
    "evaluation_by": gettext_lazy("Who evaluates"),
    "profession": gettext_lazy("Profession"),
    "npi": gettext_lazy("NPI"),
    "taxonomy": gettext_lazy("Specialties"),
    "route": gettext_lazy("Way of giving"),
    "setting": gettext_lazy("Setting"),
    "rems_status": gettext_lazy("Spravato certification"),
}
CODES: dict[str, Any] = {
    "location_type": LocationType,
    "appointment": Appointment,
    "new_patients": NewPatients,
    "needs": IntakeNeed,
    "evaluation_by": Evaluator,
    "profession": Profession,
    "taxonomy": Specialty,
    "route": Route,
    "setting": Setting,
    "rems_status": RemsStatus,
}


def parts(change: ChangeRequest) -> list[Difference]:
    """The live value beside the one asked for; of several parts each by itself."""
    if not isinstance(change.after, dict):
        label = str(F(change.field).label)
        before, after = in_words(change.field, change.before), in_words(change.field, change.after)
        return [Difference(label, after, before, before == after)]
    was = change.before if isinstance(change.before, dict) else {}
    return [_part(name, was, change.after) for name in change.after if _is_said(name, was, change.after)]


def _is_said(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    return bool(_words(name, before.get(name)) or _words(name, after[name]))


def _part(name: str, before: dict[str, Any], after: dict[str, Any]) -> Difference:
    one, other = _words(name, after[name]), _words(name, before.get(name))
    stated = _("Not stated")
    label = str(LABELS.get(name, name.replace("_", " ").capitalize()))
    return Difference(label, one or stated, other or stated, one == other)


def _words(name: str, value: Any) -> str:
    """ "" for what is not stated."""
    if isinstance(value, list):
        return ", ".join(_words(name, one) for one in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, ""):
        return ""
    if name == "phone":
        return in_words(F.PHONE, value)
    codes = CODES.get(name)
    return str(codes(value).label) if codes and value in codes.values else str(value)
