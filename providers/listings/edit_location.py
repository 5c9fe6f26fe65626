"""The section of a place and its contact. A new location is asked for; a closed one is marked so."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from providers.actions import editing_location
from providers.models import Location, Provider
from providers.models.change_request import ChangeStatus
from providers.models.vocabulary import Evaluator, IntakeNeed, LocationType
from providers.permissions import can_own_listing

from .entrance import MemberRequest
from .frame import Edit, add_refusal, edit, editing, open_locations
from .frame import editing_location as of_location
from .place_fields import AddressForm, zone_choices
from .rights import owning
from .sections import navigation, section_of
from .stated_fields import CodeField, CodesField, DayField, WholeField
from .waiting import waiting


class LocationForm(AddressForm):
    wait_days = WholeField(
        label=_("Days until a first visit"),
        low=0,
        high=730,
        help_text=_("As it is now, about. 0 means the same day."),
    )
    needs = CodesField(
        label=_("What must a new patient bring?"),
        choices=IntakeNeed.choices,
        none=_("Nothing of these"),
    )
    evaluation_by = CodeField(label=_("Who evaluates a new patient?"), choices=Evaluator.choices)
    timezone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Opening hours are read in it.")
    )

    def __init__(self, *args: Any, location: Location, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if location.location_type == LocationType.PHYSICAL:
            self.fields["street"].required = self.fields["zip"].required = True
        self.fields["timezone"].choices = zone_choices(location.timezone)  # type: ignore[attr-defined]


@of_location
def edit_location(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    def form(data: object) -> LocationForm:
        row = Location.objects.select_related("provider").get(pk=location.pk)
        return LocationForm(data, location=row, initial=editing_location.stated(row))

    def save(form: LocationForm, version: str) -> None:
        editing_location.save(by=request.user, location=location, version=version, facts=form.cleaned_data)

    change = Edit(
        section="location",
        form=form,
        version=lambda: editing_location.version(location),
        save=save,
        location=location,
        context=lambda form: places_context(request, listing),
    )
    return edit(request, listing, change)


def places_context(request: MemberRequest, listing: Provider) -> dict[str, Any]:
    """The other locations: asked for, closed; and what this person may do with them."""
    asked = [change for key, change in waiting(listing, None).items() if key.startswith("location:")]
    closed = listing.locations.filter(closed_on__isnull=False)
    return {
        "asked_locations": asked,
        "closed_locations": list(closed.order_by("-closed_on", "pk")),
        "may_close": can_own_listing(request.user, listing),
    }


class NewLocationForm(AddressForm):
    location_type = forms.ChoiceField(
        label=_("What is it?"), choices=LocationType.choices, initial=LocationType.PHYSICAL
    )
    field_order = ["location_type", "name"]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("location_type") == LocationType.PHYSICAL:
            for field in {"street", "zip"} - self.errors.keys():
                if not facts[field]:
                    self.add_error(field, ValidationError(_("A place to visit needs this."), code="required"))
        return facts


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def add_location(request: MemberRequest, listing: Provider) -> HttpResponse:
    form = NewLocationForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                asked = editing_location.add(by=request.user, provider=listing, facts=form.cleaned_data)
            except ValidationError as refusal:
                add_refusal(form, refusal)
            else:
                is_there = asked is not None and asked.status == ChangeStatus.APPROVED
                newest = open_locations(listing)[-1] if is_there else None
                return HttpResponseRedirect(section_of("location").url(listing, newest))
        status = 422
    return render(request, "listings/add_location.html", page(listing, form), status=status)


def page(listing: Provider, form: forms.Form, location: Location | None = None) -> dict[str, Any]:
    return {
        "listing": listing,
        "form": form,
        "location": location,
        "section": section_of("location"),
        "navigation": navigation(listing, "location", None),
    }


class ClosingForm(forms.Form):
    closed_on = DayField(label=_("Its last day"), required=True)


@require_http_methods(["GET", "HEAD", "POST"])
@owning
def close_location(request: MemberRequest, listing: Provider, location_slug: str) -> HttpResponse:
    location = get_object_or_404(listing.locations, slug=location_slug, closed_on__isnull=True)
    form = ClosingForm(request.POST or None, initial={"closed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            editing_location.close(by=request.user, location=location, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return HttpResponseRedirect(reverse("edit_location", args=[listing.slug]))
    status = 422 if request.method == "POST" else 200
    return render(request, "listings/close_location.html", page(listing, form, location), status=status)


@require_POST
@owning
def reopen_location(request: MemberRequest, listing: Provider, location_slug: str) -> HttpResponse:
    """A location that was closed by mistake, or has opened again."""
    location = get_object_or_404(listing.locations, slug=location_slug)
    back = reverse("edit_location", args=[listing.slug])
    try:
        editing_location.reopen(by=request.user, location=location)
    except ValidationError as refusal:
        context = {"sentences": refusal.messages, "back": back}
        return render(request, "listings/refused.html", context, status=409)
    return HttpResponseRedirect(reverse("edit_location", args=[listing.slug, location.slug]))
