"""For chains: what one location says of its care goes to others, after a look at what that replaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from providers.actions import copying
from providers.actions.versions import Stale
from providers.models import Coverage, Location, Price, Provider
from providers.models.vocabulary import (
    CoverageComponent,
    CoveragePosition,
    PlanFamily,
    PriceComponent,
    PriceUnit,
)
from providers.shown.amounts import dollars
from providers.shown.facts import label

from .entrance import editing, open_locations
from .rows import complaints_of
from .safety_forms import SafetyForm
from .service_forms import CareForm
from .when import saved_at, saved_words

PARTS = [
    ("services", gettext_lazy("Ways of giving ketamine")),
    ("safety", gettext_lazy("Safety")),
    ("prices", gettext_lazy("Prices")),
    ("insurance", gettext_lazy("Insurance")),
]


class CopyForm(forms.Form):
    """The locations are those of this listing: no other can be named."""

    source = forms.ChoiceField(label=gettext_lazy("Copy from"))
    targets = forms.MultipleChoiceField(label=gettext_lazy("Copy to"), widget=forms.CheckboxSelectMultiple)
    parts = forms.MultipleChoiceField(
        choices=PARTS, label=gettext_lazy("What to copy"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, locations: Sequence[Location]) -> None:
        super().__init__(data)
        self.places = {str(place.pk): place for place in locations}
        names = [(key, place_name(place)) for key, place in self.places.items()]
        self.fields["source"] = forms.ChoiceField(label=self.fields["source"].label, choices=names)
        self.fields["targets"] = forms.MultipleChoiceField(
            label=self.fields["targets"].label, choices=names, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["source", "targets", "parts"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("source") in cleaned.get("targets", []):
            self.add_error("targets", _("Take out the location that you copy from."))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "source": self.places[said["source"]],
            "targets": [self.places[key] for key in said["targets"]],
            "parts": said["parts"],
        }


def place_name(place: Location) -> str:
    return ", ".join(part for part in (place.name or place.street, place.city, place.state) if part)


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def copy(request: HttpRequest, listing: Provider) -> HttpResponse:
    """The first button only shows; the second, below what would change, copies."""
    page = Page(request, listing, open_locations(listing))
    if request.method != "POST":
        return page.answer(CopyForm(None, locations=page.locations))
    form = CopyForm(request.POST, locations=page.locations)
    if not form.is_valid():
        return page.answer(form, status=422)
    version = request.POST.get("version", "")
    try:
        if "copy" in request.POST:
            copying.copy(by=request.user, version=version, **form.chosen())  # type: ignore[arg-type]
            return HttpResponseRedirect(f"{request.path}?saved={saved_at()}")
        return page.answer(form, outcome=_tried(request, form))
    except Stale:
        return page.answer(form, outcome=_tried(request, form), is_stale=True, status=409)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return page.answer(form, status=422)


@dataclass
class Page:
    request: HttpRequest
    listing: Provider
    locations: list[Location] = field(default_factory=list)

    def answer(
        self, form: CopyForm, *, outcome: Any = None, is_stale: bool = False, status: int = 200
    ) -> HttpResponse:
        chosen = form.chosen() if outcome is not None else {}
        version = copying.version(chosen["source"], chosen["targets"]) if chosen else ""
        context = {
            "listing": self.listing,
            "locations": self.locations,
            "form": form,
            "complaints": list(complaints_of(form)) if form.is_bound else [],
            "outcome": [_Shown.of(one) for one in outcome or ()],
            "is_tried": outcome is not None,
            "is_stale": is_stale,
            "version": version,
            "saved": saved_words(self.request.GET.get("saved", ""), next(iter(self.locations), None)),
        }
        return render(self.request, "listings/copy.html", context, status=status)


def _tried(request: HttpRequest, form: CopyForm) -> list[copying.Copied]:
    """Copies, notes what became of it, and takes it all back."""
    chosen = form.chosen()
    with transaction.atomic():
        version = copying.version(chosen["source"], chosen["targets"])
        outcome = copying.copy(by=request.user, version=version, **chosen)  # type: ignore[arg-type]
        transaction.set_rollback(True)
    return outcome


@dataclass(frozen=True)
class _Shown:
    name: str
    lines: list[str]

    @classmethod
    def of(cls, copied: copying.Copied) -> _Shown:
        return cls(place_name(copied.target), [sentence(change) for change in copied.changes])


def sentence(change: copying.Change) -> str:
    """One line of what would change, with the old and the new value where there are two."""
    if change.part == "prices":
        return f"{_way(change)}: {_price_words(change)}"
    if isinstance(change.of, Coverage):
        return f"{_plan(change.of)}: {_moved(_position(change.before), _position(change.after))}"
    if change.kind == copying.REPLACED:
        return _("%(way)s: replaces %(facts)s") % {"way": _way(change), "facts": _facts(change.facts)}
    words = {
        copying.ADDED: _("%s is added"),
        copying.ASKED: _(
            "%s is new here: it waits until our staff have looked, and its prices follow after that"
        ),
        copying.LEFT_OUT: _(
            "%s is left out: add it at that location, where its certification or setting is known"
        ),
    }
    return words[change.kind] % _way(change)


def _way(change: copying.Change) -> str:
    service = change.of
    if isinstance(service, Coverage):
        return ""
    return f"{service.route_label} · {service.setting_label}" if service.setting else service.route_label


def _facts(names: Iterable[str]) -> str:
    known = {**CareForm.base_fields, **SafetyForm.base_fields}
    return ", ".join(str(known[name].label).lower() for name in names)


def _price_words(change: copying.Change) -> str:
    price = change.after or change.before
    part = f"{label(price.component, PriceComponent)}, {label(price.per, PriceUnit)}"
    return f"{part}: {_moved(_amount(change.before), _amount(change.after))}"


def _amount(price: Price | None) -> str:
    return dollars(price.amount_min, price.amount_max) if price else ""


def _position(said: tuple[str, str] | None) -> str:
    if said is None:
        return ""
    position, note = said
    words = label(position, CoveragePosition)
    return f"{words} ({note})" if note else words


def _plan(row: Coverage) -> str:
    parts = [
        row.plan_name or label(row.plan_family, PlanFamily),
        _route(row),
        label(row.component, CoverageComponent),
    ]
    return ", ".join(part for part in parts if part)


def _route(row: Coverage) -> str:
    return str(row.get_route_display()) if row.route else ""


def _moved(before: str, after: str) -> str:
    return f"{before or _('not stated')} → {after or _('not stated')}"
