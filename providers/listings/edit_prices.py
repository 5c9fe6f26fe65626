"""The price editor: parts of one way of giving ketamine, and its first course, added up while typing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from providers.actions import editing_prices
from providers.models import Location, Price, Provider, Service
from providers.models.listing_facts import ListingFacts
from providers.shown.services import service_blocks
from providers.shown.site_facts import site_facts

from .edit_services import services_of
from .frame import Edit, edit, editing_location, render_section
from .price_forms import MOST, PREFIX, PriceForms, beside
from .rows import ADD, one_more

TOTAL = "total"


@editing_location
def edit_prices(
    request: HttpRequest, listing: Provider, location: Location, pk: int | None = None
) -> HttpResponse:
    """Of the first way, unless one is named."""
    services = services_of(location)
    if pk is None and not services:
        return _nothing_to_price(request, listing, location)
    service = services[0] if pk is None else next((row for row in services if row.pk == pk), None)
    if service is None:
        raise Http404
    editor = Editor(request, listing, service, services)
    if request.method == "POST" and TOTAL in request.POST:
        return editor.total()
    if request.method == "POST" and ADD in request.POST:
        return editor.another()
    try:
        return edit(request, listing, editor.edit())
    except editing_prices.UnknownPart:
        raise Http404 from None


def _nothing_to_price(request: HttpRequest, listing: Provider, location: Location) -> HttpResponse:
    nothing = Edit(
        section="prices",
        form=forms.Form,
        version=lambda: "",
        save=lambda form, version: None,
        location=location,
        template="listings/prices_none.html",
    )
    return render_section(request, listing, nothing, forms.Form())


class Editor:
    """One request to the price editor of one service."""

    def __init__(
        self, request: HttpRequest, listing: Provider, service: Service, services: list[Service]
    ) -> None:
        self.request, self.listing, self.service, self.services = request, listing, service, services
        self.day = timezone.localdate()
        self.typed: PriceForms | None = None
        self.judged: PriceForms | None = None

    def edit(self) -> Edit:
        return Edit(
            section="prices",
            form=self.form,
            version=lambda: editing_prices.version(self.service),
            save=self.save,
            location=self.service.location,
            context=self.context,
        )

    def form(self, data: Any) -> Any:
        """Unbound after a bound one: what is stored now, row for row beside what was typed."""
        prices = self.prices()
        if data is None and self.typed is not None:
            return beside(self.typed, prices, self.day)
        forms = PriceForms(data, service=self.service, prices=prices, day=self.day)
        if data is not None:
            self.typed = forms
        return forms

    def prices(self) -> list[Price]:
        return editing_prices.prices_of(self.service)

    def save(self, form: PriceForms, version: str) -> object:
        return editing_prices.save(
            by=self.request.user,  # type: ignore[arg-type]
            service=self.service,
            version=version,
            parts=form.rows.parts(),
        )

    def context(self, form: PriceForms) -> Mapping[str, Any]:
        rows = form.rows
        notices = [fact for fact in site_facts(self.day) if fact["key"] == "good_faith_estimate"]
        return {
            "services": self.services,
            "service": self.service,
            "priced": self.priced(self.judged or form),
            "earlier": [price for price in rows.prices if price.valid_to and price.valid_to < self.day],
            "can_add": rows.total_form_count() < MOST,
            "notice": notices[0] if notices else None,
        }

    def priced(self, form: PriceForms) -> Any:
        """The service as patients would read it with these rows; None while a row cannot be read."""
        if not form.is_bound:
            prices = form.rows.prices
        elif form.rows.made is not None and form.is_valid():
            prices = editing_prices.as_if_saved(form.rows.made)
        else:
            return None
        location = self.service.location
        facts = ListingFacts(
            provider=self.listing, location=location, services=[self.service], prices=[prices]
        )
        return service_blocks(facts, self.day)[0]

    def total(self) -> HttpResponse:
        """The sum only, for htmx while somebody types; the whole page for the button."""
        form = self.form(self.request.POST)
        form.is_valid()
        if getattr(self.request, "htmx", False):
            return render(
                self.request, "listings/_total.html", {"priced": self.priced(form), "service": self.service}
            )
        return render_section(self.request, self.listing, self.edit(), form)

    def another(self) -> HttpResponse:
        """One more row. What is half typed is not called wrong, but does not count yet."""
        self.judged = self.form(self.request.POST)
        self.judged.is_valid()
        form = self.form(one_more(self.request.POST, PREFIX, MOST))
        form.rows.keep_quiet()
        form.rows.forms[-1].fields["component"].widget.attrs["autofocus"] = True
        return render_section(self.request, self.listing, self.edit(), form)
