"""Insurance line by line, and how patients may pay."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.editing_insurance import PAYING, Line, twins
from providers.models import Coverage, Policy
from providers.models.service_rules import claim_problems
from providers.models.vocabulary import CoverageComponent, CoveragePosition, HsaFsa, PlanFamily, Route

from .conflict import MergingForm
from .rows import Row, Rows, Several
from .stated_fields import CodeField, YesNoField
from .text_fields import LineField, TextField

PREFIX = "plan"
MOST = 50


class LineRow(Row):
    typed = ("plan_family", "plan_name", "position", "note")
    plan_family = CodeField(
        choices=[("", _("Choose one")), *PlanFamily.choices], required=True, label=_("Kind of plan")
    )
    plan_name = LineField(
        required=False,
        max_length=200,
        label=_("Name of the plan"),
        help_text=_("Only if this holds for one plan, not for every plan of the kind."),
    )
    route = CodeField(
        choices=Route.choices, open_words=_("Not said for which"), label=_("For which way of giving ketamine")
    )
    component = CodeField(
        choices=CoverageComponent.choices,
        open_words=_("Not said for which"),
        label=_("For which part of the care"),
    )
    position = CodeField(
        choices=[("", _("Choose one")), *CoveragePosition.choices], required=True, label=_("Position")
    )
    note = LineField(required=False, max_length=300, label=_("Note for patients"))
    remove = forms.BooleanField(required=False, label=_("Remove this line"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("remove"):
            for name in list(self.errors):
                del self.errors[name]
            return cleaned
        for name, sentence in claim_problems("note", cleaned.get("note") or "", cleaned.get("route")):
            self.add_error(name, sentence)
        return cleaned

    def line(self) -> Line:
        said = self.cleaned_data
        return Line(
            pk=said.get("pk"),
            plan_family=said.get("plan_family") or "",
            plan_name=said.get("plan_name") or "",
            route=said.get("route"),
            component=said.get("component"),
            position=said.get("position") or "",
            note=said.get("note") or "",
            is_removed=bool(said.get("remove")),
        )


def initial_of(row: Coverage) -> dict[str, Any]:
    names = ("pk", "plan_family", "plan_name", "route", "component", "position", "note")
    return {name: getattr(row, name) for name in names}


class LineRows(Rows):
    form = LineRow
    row_name = _("Plan")
    max_num = MOST

    def __init__(self, data: Any, *, coverages: Sequence[Coverage]) -> None:
        shown = [initial_of(row) for row in coverages][:MOST]
        super().__init__(data, prefix=PREFIX, initial=shown or [{}])

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        filled = self.filled()
        for place in twins(self.lines()):
            filled[place].add_error(
                "plan_family", _("This plan, route and part are here twice. Keep one of them.")
            )

    def lines(self) -> list[Line]:
        return [form.line() for form in self.filled()]


class PayingForm(MergingForm):
    """How patients may pay, at every place of the provider."""

    title = _("Paying, at every place of this practice")
    self_pay = YesNoField(label=_("Patients can pay by themselves, without insurance"))
    hsa_fsa = CodeField(choices=HsaFsa.choices, label=_("HSA and FSA cards"))
    prepay_required = YesNoField(label=_("Patients must pay ahead"))
    refund_policy = TextField(
        rows=3,
        required=False,
        max_length=1000,
        label=_("Refunds"),
        help_text=_("What a patient gets back who stops, who is found unsuitable, or if you close."),
    )
    payment_plan = YesNoField(label=_("Payment plan"))
    sliding_scale = YesNoField(label=_("Lower price for low income"))
    veteran_discount = YesNoField(label=_("Discount for veterans"))

    def __init__(self, data: Any, *, policy: Policy) -> None:
        super().__init__(data, prefix="paying", initial={name: getattr(policy, name) for name in PAYING})


class InsuranceForms(Several):
    def __init__(self, data: Any, *, coverages: Sequence[Coverage], policy: Policy) -> None:
        self.rows = LineRows(data, coverages=coverages)
        self.paying = PayingForm(data, policy=policy)
        super().__init__({PREFIX: self.rows, "paying": self.paying})


def beside(typed: InsuranceForms, coverages: Sequence[Coverage], policy: Policy) -> Any:
    """What is stored now, row for row beside what was typed."""
    held = {row.pk: row for row in coverages}
    typed.rows.meet(
        {
            pk: (row.plan_family, row.plan_name, row.route or "", row.component or "")
            for pk, row in held.items()
        },
        lambda form: tuple(
            form[name].data or "" for name in ("plan_family", "plan_name", "route", "component")
        ),
    )
    rows = [held.get(int(form["pk"].data or 0)) for form in typed.rows.forms]
    return SimpleNamespace(
        forms=[
            *(
                LineRow(prefix=form.prefix, initial=initial_of(row)) if row else forms.Form()
                for form, row in zip(typed.rows.forms, rows, strict=True)
            ),
            PayingForm(None, policy=policy),
        ]
    )
