"""Safety facts of each way of giving ketamine, and the promises of the whole practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from providers.actions.editing_safety import PROMISES, SAFETY
from providers.models import Policy, Service
from providers.models.service_rules import monitoring_problems, observation_problems
from providers.models.vocabulary import DriverRule, Emergency, Monitor, Room, Route, Therapy

from .conflict import MergingForm
from .rows import Several
from .stated_fields import CodeField, CodesField, WholeField, YesNoField, ticked
from .text_fields import TextField, WebAddressField


class SafetyForm(MergingForm):
    """title: the way that it speaks of."""

    monitoring = CodesField(choices=Monitor.choices, label=_("What is measured"))
    observation_minutes = WholeField(low=0, high=1440, label=_("Minutes watched after the dose"))
    max_patients_per_observer = WholeField(low=1, high=50, label=_("Most patients that one person watches"))
    room = CodeField(choices=Room.choices, label=_("Room"))
    emergency = CodesField(
        choices=Emergency.choices, none=_("none of these"), label=_("Ready for an emergency")
    )
    driver_rule = CodeField(choices=DriverRule.choices, label=_("Going home"))
    therapy = CodeField(choices=Therapy.choices, label=_("Therapy with it"))

    def __init__(self, data: Any, *, service: Service) -> None:
        initial = {name: getattr(service, name) for name in SAFETY}
        super().__init__(
            data,
            prefix=f"way{service.pk}",
            initial={**initial, "emergency": ticked(service.emergency)},
        )
        self.service = service
        setting = f" · {service.setting_label}" if service.setting else ""
        self.title = f"{service.route_label}{setting}"
        if service.route == Route.SPRAVATO:
            self.fields["observation_minutes"].help_text = _("At least 120 for Spravato.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        monitoring = cleaned.get("monitoring") or []
        if Monitor.NONE_STATED in monitoring and len(monitoring) > 1:
            self.add_error("monitoring", _("Choose either “none” or what there is."))
        route = self.service.route
        for field, sentence in observation_problems(
            route, cleaned.get("observation_minutes")
        ) + monitoring_problems(route, cleaned.get("monitoring")):
            self.add_error(field, sentence)
        return cleaned


class PromisesForm(MergingForm):
    """What holds for every place of the provider."""

    title = _("For every place of this practice")
    risks_disclosed_in_writing = YesNoField(label=_("Patients get the risks in writing"))
    off_label_notice = YesNoField(label=_("Patients read in writing when a use is off-label"))
    after_hours_contact = TextField(
        rows=2,
        required=False,
        max_length=500,
        label=_("Whom to reach after hours"),
        help_text=_("For example “the on-call nurse, (303) 555-0142, answers within 15 minutes”."),
    )
    complaint_route = TextField(
        rows=2,
        required=False,
        max_length=500,
        label=_("Where patients can complain"),
        help_text=_("Your own contact, the state board, or both."),
    )
    data_practices_url = WebAddressField(
        required=False,
        label=_("Page that says how you use patients’ data"),
    )

    def __init__(self, data: Any, *, policy: Policy) -> None:
        super().__init__(data, prefix="all", initial={name: getattr(policy, name) for name in PROMISES})


class SafetyForms(Several):
    def __init__(self, data: Any, *, services: Sequence[Service], policy: Policy) -> None:
        self.ways = [SafetyForm(data, service=service) for service in services]
        self.promises = PromisesForm(data, policy=policy)
        super().__init__({**{str(form.prefix): form for form in self.ways}, "all": self.promises})

    def facts(self) -> dict[int, dict[str, Any]]:
        return {form.service.pk: form.cleaned_data for form in self.ways}
