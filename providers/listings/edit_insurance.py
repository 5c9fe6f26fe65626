"""Who pays, plan by plan, and how patients may pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from providers.actions import editing_insurance
from providers.actions.stated import policy_of
from providers.models import Location, Provider

from .frame import Edit, edit, editing_location, render_section
from .insurance_forms import MOST, PREFIX, InsuranceForms, beside
from .rows import ADD, one_more


@editing_location
def edit_insurance(request: HttpRequest, listing: Provider, location: Location) -> HttpResponse:
    editor = Editor(request, listing, location)
    if request.method == "POST" and ADD in request.POST:
        return editor.another()
    try:
        return edit(request, listing, editor.edit())
    except editing_insurance.UnknownLine:
        raise Http404 from None


class Editor:
    """One request to the insurance of one location."""

    def __init__(self, request: HttpRequest, listing: Provider, location: Location) -> None:
        self.request, self.listing, self.location = request, listing, location
        self.typed: InsuranceForms | None = None

    def edit(self) -> Edit:
        return Edit(
            section="insurance",
            form=self.form,
            version=lambda: editing_insurance.version(self.location),
            save=self.save,
            location=self.location,
            context=self.context,
        )

    def form(self, data: Any) -> Any:
        """Unbound after a bound one: what is stored now, row for row beside what was typed."""
        coverages = editing_insurance.coverages_of(self.location)
        policy = policy_of(self.listing)
        if data is None and self.typed is not None:
            return beside(self.typed, coverages, policy)
        forms = InsuranceForms(data, coverages=coverages, policy=policy)
        if data is not None:
            self.typed = forms
        return forms

    def save(self, form: InsuranceForms, version: str) -> None:
        editing_insurance.save(
            by=self.request.user,  # type: ignore[arg-type]
            location=self.location,
            version=version,
            lines=form.rows.lines(),
            paying=form.paying.cleaned_data,
        )

    def context(self, form: InsuranceForms) -> Mapping[str, Any]:
        return {"can_add": form.rows.total_form_count() < MOST}

    def another(self) -> HttpResponse:
        form = self.form(one_more(self.request.POST, PREFIX, MOST))
        form.rows.keep_quiet()
        form.rows.forms[-1].fields["plan_family"].widget.attrs["autofocus"] = True
        return render_section(self.request, self.listing, self.edit(), form)
