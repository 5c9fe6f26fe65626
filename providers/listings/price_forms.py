"""The price editor's rows: what is typed, what is stored, and the parts that come of it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.price_plan import Part, Plan, UnknownPart, plan
from providers.actions.versions import version_of
from providers.models import Price, Service
from providers.models.evidence import vouched
from providers.models.service_rules import claim_problems
from providers.models.vocabulary import PriceComponent, PriceUnit, Route

from .rows import Row, Rows, Several
from .stated_fields import AmountField, CodeField, CodesField, DayField
from .text_fields import LineField

PREFIX = "part"
MOST = 30
OLD_DAYS = 365
C, U = PriceComponent, PriceUnit


class PriceRow(Row):
    typed = ("amount_min", "amount_max", "valid_from", "valid_to", "evidence")
    component = CodeField(choices=[("", _("Choose one")), *C.choices], required=True, label=_("Part"))
    amount_min = AmountField(
        label=_("Amount in dollars"),
        error_messages={"required": _("Write the amount, or tick “Remove this part”.")},
    )
    amount_max = AmountField(required=False, label=_("Up to, if it varies"))
    per = CodeField(choices=U.choices, required=True, label=_("Paid"))
    includes = CodesField(
        choices=[choice for choice in C.choices if choice[0] != C.NO_SHOW_FEE],
        label=_("Included at no extra pay"),
    )
    valid_from = DayField(label=_("Holds from"), help_text=_("Left open: from today."))
    valid_to = DayField(label=_("Holds until"))
    evidence = LineField(
        required=False,
        max_length=300,
        label=_("Where it is written"),
        help_text=_("For example “price list on our website”."),
    )
    still_true = forms.BooleanField(required=False, label=_("Yes, this is still the price"))
    remove = forms.BooleanField(required=False, label=_("Remove this part"))
    stored: Price | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("remove"):
            for name in list(self.errors):
                del self.errors[name]
            return cleaned
        low, high = cleaned.get("amount_min"), cleaned.get("amount_max")
        if low is not None and high is not None and high < low:
            self.add_error("amount_max", _("The lower amount comes before the higher."))
        return cleaned

    @property
    def opens(self) -> bool:
        """The folded half has something to say."""
        names = ("includes", "valid_from", "valid_to", "evidence")
        return any(self[name].errors or hasattr(self.fields[name], "now_saved") for name in names)

    def part(self) -> Part:
        said = self.cleaned_data
        low: Decimal = said.get("amount_min") or Decimal(0)
        return Part(
            pk=said.get("pk"),
            component=said.get("component") or "",
            low=low,
            high=low if said.get("amount_max") is None else said["amount_max"],
            per=said.get("per") or "",
            includes=tuple(said.get("includes") or ()),
            valid_from=said.get("valid_from"),
            valid_to=said.get("valid_to"),
            evidence=said.get("evidence") or "",
            is_still_true=bool(said.get("still_true")),
            is_removed=bool(said.get("remove")),
        )


def initial_of(price: Price) -> dict[str, Any]:
    varies = price.amount_max != price.amount_min
    return {
        "pk": price.pk,
        "component": price.component,
        "amount_min": price.amount_min,
        "amount_max": price.amount_max if varies else None,
        "per": price.per,
        "includes": price.includes,
        "valid_from": price.valid_from,
        "valid_to": price.valid_to,
        "evidence": price.evidence,
    }


def usual_parts(service: Service) -> list[dict[str, Any]]:
    """Empty rows to begin with where nothing is stated yet."""
    visit = {"component": C.CONSULTATION.value, "per": U.COURSE.value}
    if service.route == Route.SPRAVATO:
        names = [(C.DRUG, U.SESSION), (C.OBSERVATION, U.SESSION)]
    elif service.is_home:
        names = [(C.DRUG, U.FILL)]
    else:
        names = [(C.SESSION_BUNDLE, U.SESSION)]
    return [visit, *({"component": part.value, "per": unit.value} for part, unit in names)]


class PriceRows(Rows):
    """prices: every dated part of the service. made: what saving would do, once the rows are valid.

    is_stale: somebody saved meanwhile, so what the rows mean together is not judged: both are shown first.
    """

    form = PriceRow
    row_name = _("Part")
    max_num = MOST

    def __init__(self, data: Any, *, service: Service, prices: Sequence[Price], day: datetime.date) -> None:
        self.service, self.prices, self.day = service, list(prices), day
        self.made: Plan | None = None
        self.is_stale = data is not None and data.get("version") != version_of(self.prices)
        shown = [initial_of(price) for price in current(prices, day)][:MOST]
        super().__init__(data, prefix=PREFIX, initial=shown or usual_parts(service))
        self.describe()

    def describe(self) -> None:
        """Beside each row, what is stored of it."""
        stored = {str(price.pk): price for price in self.prices}
        for form in self.forms:
            form.stored = stored.get(str(form["pk"].value() or ""))
            form.is_old = bool(form.stored) and is_old(form.stored, self.day)
            form.who = vouched(form.stored, self.day) if form.stored else ""

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        filled = self.filled()
        for form in filled:
            for name, sentence in self._claims(form):
                form.add_error(name, sentence)
        try:
            self.made = plan(self.service, self.prices, self.parts(), self.day)
        except UnknownPart:
            return  # the action refuses it, once it is sure that nobody was faster
        for problem in [] if self.is_stale else self.made.problems:
            filled[problem.index].add_error(problem.field, problem.sentence)

    def _claims(self, form: PriceRow) -> list[tuple[str, str]]:
        return claim_problems("evidence", form.cleaned_data.get("evidence") or "", self.service.route)

    def parts(self) -> list[Part]:
        return [form.part() for form in self.filled()]


def current(prices: Sequence[Price], day: datetime.date) -> list[Price]:
    """Those that hold or are still to come, in the order of the vocabulary."""
    order = list(C.values)
    held = [price for price in prices if price.valid_to is None or price.valid_to >= day]
    return sorted(held, key=lambda price: (order.index(price.component), price.valid_from, price.pk))


def is_old(price: Price, day: datetime.date) -> bool:
    """Nobody has said for a year that it is true."""
    return price.confirmed_on is None or (day - price.confirmed_on).days > OLD_DAYS


class PriceForms(Several):
    def __init__(self, data: Any, **stored: Any) -> None:
        """stored: see PriceRows."""
        self.rows = PriceRows(data, **stored)
        super().__init__({PREFIX: self.rows})


def beside(typed: PriceForms, prices: Sequence[Price], day: datetime.date) -> Any:
    """What is stored now, row for row beside what was typed; rows that somebody replaced meet their twins."""
    held = {price.pk: price for price in current(prices, day)}
    typed.rows.meet(
        {pk: (price.component, price.per) for pk, price in held.items()},
        lambda form: (form["component"].data, form["per"].data),
    )
    typed.rows.prices = list(prices)
    typed.rows.describe()
    pairs = [form.stored for form in typed.rows.forms]
    return SimpleNamespace(
        forms=[
            PriceRow(prefix=form.prefix, initial=initial_of(price)) if price else forms.Form()
            for form, price in zip(typed.rows.forms, pairs, strict=True)
        ]
    )
