"""What is stated of one way of giving ketamine, and the form that adds one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.editing_services import CARE
from providers.models import Service
from providers.models.vocabulary import AgeGroup, Condition, DrugBasis, RemsStatus, Route, Setting

from .conflict import MergingForm
from .stated_fields import CodeField, CodesField, WholeField

CERTIFIED = (RemsStatus.CLAIMED, RemsStatus.CERTIFIED_SEEN)


def drug_choices(route: str) -> list[tuple[str, str]]:
    """Nothing but Spravato is ever offered as FDA-approved; a compounded spray is only ever compounded."""
    left_out = {
        Route.SPRAVATO: {DrugBasis.COMPOUNDED},
        Route.NASAL_COMPOUNDED: {DrugBasis.FDA_APPROVED, DrugBasis.OFF_LABEL},
    }.get(Route(route), {DrugBasis.FDA_APPROVED})
    return [(basis.value, str(basis.label)) for basis in DrugBasis if basis not in left_out]


class CareForm(MergingForm):
    """Facts that are live at once."""

    drug_basis = CodeField(
        choices=DrugBasis.choices,
        label=_("The drug"),
        help_text=_("Apart from Spravato, every use of ketamine for the mind is off-label."),
    )
    conditions = CodesField(choices=Condition.choices, label=_("What you treat with it"))
    age_groups = CodesField(choices=AgeGroup.choices, label=_("Age groups"))
    min_age = WholeField(low=0, high=120, label=_("Youngest age in years"))
    max_age = WholeField(low=0, high=120, label=_("Oldest age in years"))
    sessions_first_course = WholeField(
        low=1,
        high=100,
        label=_("Sessions in a usual first course"),
        help_text=_("Patients see a total only when this and the prices are stated."),
    )
    interval_days = WholeField(low=1, high=365, label=_("Days from one session to the next"))
    session_minutes = WholeField(low=5, high=1440, label=_("Minutes that a session takes"))

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CARE}


class ServiceForm(CareForm):
    """One stored way. Its setting can be stated where it is not; changing it goes to review."""

    field_order = ["setting", "is_certified"]

    def __init__(self, data: Any, *, service: Service) -> None:
        initial = {name: getattr(service, name) for name in (*CARE, "setting")}
        super().__init__(data, initial=initial)
        self.fields["drug_basis"] = CodeField(
            choices=drug_choices(service.route), label=CareForm.base_fields["drug_basis"].label
        )
        if service.route == Route.SPRAVATO:
            self.fields["is_certified"] = forms.TypedChoiceField(
                choices=[("yes", _("Yes, this address is certified")), ("no", _("No longer"))],
                coerce=lambda value: value == "yes",
                initial="yes" if service.rems_status in CERTIFIED else "no",
                label=_("Certified for Spravato (REMS)"),
                help_text=_("A change waits until our staff have looked. The old answer stays until then."),
            )
        else:
            self.fields["setting"] = CodeField(
                choices=Setting.choices,
                required=service.setting is not None,
                initial=service.setting,
                label=_("Where it is given"),
                help_text=_("A change of what is stated waits until our staff have looked.")
                if service.setting
                else _("Treatment at home needs your telehealth states first."),
            )
        for field in self.fields.values():
            field.show_hidden_initial = True
        self.order_fields(self.field_order)


class AddServiceForm(CareForm):
    """A new way: which, where, and what is stated of it."""

    route = CodeField(
        choices=[("", _("Choose one")), *Route.choices], required=True, label=_("How it is given")
    )
    setting = CodeField(
        choices=[("", _("Choose one")), *Setting.choices],
        required=True,
        label=_("Where it is given"),
        help_text=_(
            "Spravato is given only in a certified clinic, watched. Treatment at home needs your telehealth "
            "states first."
        ),
    )
    is_certified = forms.BooleanField(
        required=False,
        label=_("For Spravato: this address is certified under the Spravato REMS"),
    )
    field_order = ["route", "setting", "is_certified"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("route") == Route.SPRAVATO and not cleaned.get("is_certified"):
            self.add_error(
                "is_certified", _("Spravato may be given only at a certified address. Tick this if yours is.")
            )
        return cleaned
