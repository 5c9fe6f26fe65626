"""Safety on the day, route by route, and what the practice promises."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from providers.actions import editing_safety
from providers.actions.stated import policy_of
from providers.models import Location, Provider

from .frame import Edit, edit, editing_location
from .safety_forms import SafetyForms


@editing_location
def edit_safety(request: HttpRequest, listing: Provider, location: Location) -> HttpResponse:
    def form(data: Any) -> SafetyForms:
        return SafetyForms(data, services=editing_safety.services_of(location), policy=policy_of(listing))

    def save(form: SafetyForms, version: str) -> None:
        editing_safety.save(
            by=request.user,  # type: ignore[arg-type]
            location=location,
            version=version,
            services=form.facts(),
            promises=form.promises.cleaned_data,
        )

    return edit(
        request,
        listing,
        Edit(
            section="safety",
            form=form,
            version=lambda: editing_safety.version(location),
            save=save,
            location=location,
        ),
    )
