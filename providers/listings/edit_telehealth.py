"""The section of telehealth: the states whose residents are treated, and the license behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.actions import editing_telehealth
from providers.models import Location, Provider
from providers.models.evidence import evidence
from providers.models.listing_rules import GOOD, reach_problems
from providers.models.place_names import STATES

from .conflict import MergingForm
from .entrance import MemberRequest
from .frame import Edit, edit, editing_location
from .stated_fields import YesNoField

# Nobody lives at the codes of military post.
POST = {"AA", "AE", "AP"}
BY_NAME = sorted(((code, name) for code, name in STATES.items() if code not in POST), key=lambda of: of[1])


class TelehealthForm(MergingForm):
    offers = YesNoField(label=_("Do you see patients by telehealth?"), widget=forms.RadioSelect)
    states = forms.MultipleChoiceField(
        label=_("In which states may patients be?"),
        choices=BY_NAME,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Care counts as given where the patient sits. Tick a state if you treat people there."),
    )


@dataclass(frozen=True)
class Backing:
    """A state and what stands behind it; line: "" where no license is entered."""

    state: str
    person: str
    standing: str
    chip: str
    line: str


@editing_location
def edit_telehealth(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    def form(data: Any) -> TelehealthForm:
        row = Location.objects.get(pk=location.pk)
        states = [reach.state for reach in editing_telehealth.reach_of(location)]
        return TelehealthForm(data, initial={"offers": row.offers_telehealth, "states": states})

    def save(form: TelehealthForm, version: str) -> None:
        editing_telehealth.save(by=request.user, location=location, version=version, **form.cleaned_data)

    change = Edit(
        section="telehealth",
        form=form,
        version=lambda: editing_telehealth.version(location),
        save=save,
        location=location,
        context=lambda form: backing_context(form, location),
    )
    return edit(request, listing, change)


def backing_context(form: TelehealthForm, location: Location) -> dict[str, Any]:
    """For the states that are ticked, saved or not: the licenses behind them, and what is missing."""
    today, licences = timezone.localdate(), editing_telehealth.licences_of(location)
    ticked = [code for code in form["states"].value() or [] if code in STATES]
    backings = []
    for code in sorted(ticked, key=lambda code: STATES[code]):
        licence = licences.get(code)
        seen = evidence(licence, today) if licence else None
        person = str(licence.practitioner) if licence else ""
        words = (seen.standing, seen.chip, seen.line) if seen else ("", "", "")
        backings.append(Backing(STATES[code], person, *words))
    licensed = {code for code, licence in licences.items() if licence.standing(today) in GOOD}
    warnings = [sentence for _field, sentence in reach_problems(ticked, licensed)]
    return {"backings": backings, "warnings": warnings}
