"""The ways of giving ketamine at one location: the list, one way, a new one, and one that is given up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from providers.actions import editing_services
from providers.actions.versions import version_of
from providers.models import Location, Provider, Service
from providers.models.change_request import ChangedField
from providers.models.evidence import vouched
from providers.models.listing_rules import location_problems
from providers.shown.route_words import route_words

from .frame import Edit, edit, editing_location, render_section
from .service_forms import AddServiceForm, ServiceForm
from .when import saved_at


def services_of(location: Location) -> list[Service]:
    """Each with this location, so that nothing is loaded twice."""
    services = list(Service.objects.filter(location=location).order_by("pk"))
    for service in services:
        service.location = location
    return services


@require_safe
@editing_location
def edit_services(request: HttpRequest, listing: Provider, location: Location) -> HttpResponse:
    services, today = services_of(location), timezone.localdate()
    return render_section(
        request,
        listing,
        Edit(
            section="services",
            form=forms.Form,
            version=lambda: "",
            save=lambda form, version: None,
            location=location,
            context=lambda form: {
                "services": [(row, route_words(row.route), vouched(row, today)) for row in services],
                "problems": problems_of(listing, location),
            },
        ),
        forms.Form(),
    )


def problems_of(listing: Provider, location: Location) -> list[tuple[str, str, str]]:
    """What must be right before this is published: a sentence, and where it is put right."""
    where = {
        "prescriber": ("edit_people", _("People and credentials")),
        "telehealth_states": ("edit_telehealth", _("Telehealth states")),
    }
    return [
        (sentence, reverse(where[field][0], args=[listing.slug, location.slug]), where[field][1])
        for field, sentence in location_problems(location, timezone.localdate())
        if field in where
    ]


@editing_location
def add_service(request: HttpRequest, listing: Provider, location: Location) -> HttpResponse:
    """A new way waits for staff; one of a listing that was never public is there at once."""
    return edit(
        request,
        listing,
        Edit(
            section="services",
            form=AddServiceForm,
            version=lambda: version_of(services_of(location)),
            save=lambda form, version: editing_services.add(
                by=request.user,  # type: ignore[arg-type]
                location=location,
                route=form.cleaned_data["route"],
                setting=form.cleaned_data["setting"],
                facts=form.facts(),
            ),
            location=location,
            template="listings/service_add.html",
            next_url=reverse("edit_services", args=[listing.slug, location.slug]),
        ),
    )


@editing_location
def edit_service(request: HttpRequest, listing: Provider, location: Location, pk: int) -> HttpResponse:
    service = _one(location, pk)

    def save(form: Any, version: str) -> object:
        return editing_services.save(
            by=request.user,  # type: ignore[arg-type]
            service=service,
            version=version,
            facts=form.facts(),
            setting=form.cleaned_data.get("setting"),
            is_certified=form.cleaned_data.get("is_certified"),
        )

    def form(data: Any) -> ServiceForm:
        service.refresh_from_db()
        service.location = location
        return ServiceForm(data, service=service)

    return edit(
        request,
        listing,
        Edit(
            section="services",
            form=form,
            version=lambda: editing_services.version(service),
            save=save,
            location=location,
            template="listings/service.html",
            context=lambda form: {
                "service": service,
                "words": route_words(service.route),
                "route_change": f"{ChangedField.ROUTE}:{service.pk}",
                "rems_change": f"{ChangedField.REMS}:{service.pk}",
            },
        ),
    )


@require_POST
@editing_location
def remove_service(request: HttpRequest, listing: Provider, location: Location, pk: int) -> HttpResponse:
    editing_services.remove(by=request.user, service=_one(location, pk))  # type: ignore[arg-type]
    here = reverse("edit_services", args=[listing.slug, location.slug])
    return HttpResponseRedirect(f"{here}?saved={saved_at()}")


def _one(location: Location, pk: int) -> Service:
    service: Service = get_object_or_404(Service.objects.filter(location=location), pk=pk)
    service.location = location
    return service
