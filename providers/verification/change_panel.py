"""A sensitive edit: the live value and the one asked for, why it waits, and where to look it up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import changes, claim_proofs
from providers.models import Case, ChangeRequest, NpiRecord, User
from providers.models.case import CaseKind
from providers.models.change_request import ChangedField as F
from providers.models.change_request import ChangeStatus
from providers.models.vocabulary import Basis, Route
from providers.permissions import Permission

from . import calls, likeness
from .change_words import WHY, parts
from .listing_side import address_of, listing_side, name_of, register_side
from .panels import PANELS, VERBS, Action, CaseForm, Difference, Panel, ReasonForm
from .scripts import script
from .steps import step

RIGHT = Permission.DECIDE_CHANGES
REMS_LOCATOR = "www.spravato.com, “Find a center”"


class ApproveForm(CaseForm):
    basis = forms.ChoiceField(
        label=gettext_lazy("How we know it"),
        choices=[(code.value, code.label) for code in changes.BY_STAFF],
        initial=Basis.PROVIDER_ATTESTED.value,
    )
    source = forms.CharField(
        label=gettext_lazy("Seen where"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed if we looked it up ourselves."),
    )
    new_slug = forms.SlugField(
        label=gettext_lazy("New address of the page"),
        required=False,
        max_length=110,
        help_text=gettext_lazy("Only if the old address misleads; it then redirects."),
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_seen = said.get("basis") not in (None, Basis.PROVIDER_ATTESTED)
        if is_seen and not said.get("source", "").strip():
            self.add_error("source", _("Say where you have seen it."))
        return said


def panel(request: HttpRequest, case: Case) -> Panel:
    change = _loaded(case)
    side = listing_side(change.provider)
    register = register_side(_npi_of(change))
    numbers = tuple((phone, claim_proofs.spoken(phone)) for phone in dict.fromkeys(side.phones))
    field = F(change.field)
    return Panel(
        title=_("%(field)s of %(listing)s") % {"field": field.label, "listing": change.provider.display_name},
        template="staff/change/panel.html",
        context={
            "change": change,
            "why": WHY[field],
            "parts": parts(change),
            "status": ChangeStatus(change.status).label,
            "is_rems": _is_spravato(change),
            "rems_locator": REMS_LOCATOR,
            "side": side,
            "register": register,
            "script": script(case),
            "numbers": numbers,
        },
        differences=_against_register(change, register.record if register else None),
        actions=_actions(request, case, change, numbers),
    )


def _loaded(case: Case) -> ChangeRequest:
    rows = ChangeRequest.objects.select_related("asked_by", "location")
    change: ChangeRequest = rows.get(pk=case.change_id or 0)
    assert case.provider is not None
    change.provider = case.provider
    case.change = change
    return change


def _is_spravato(change: ChangeRequest) -> bool:
    after: Any = change.after
    route = after.get("route") if isinstance(after, dict) else None
    return change.field == F.REMS or route == Route.SPRAVATO


def _npi_of(change: ChangeRequest) -> str:
    """Whose entry in the register speaks to this edit."""
    if change.field == F.PERSON and isinstance(change.after, dict):
        return str(change.after.get("npi") or "")
    return str(change.after) if change.field == F.NPI else change.provider.npi


def _against_register(change: ChangeRequest, record: NpiRecord | None) -> list[Difference]:
    """The value asked for against the register, where it can speak to it: a lead, not a proof."""
    after: Any = change.after
    if record is None:
        return []
    if change.field == F.PERSON and isinstance(after, dict):
        return [likeness.person(_("Name in the NPI register"), str(after.get("name", "")), name_of(record))]
    if change.field in (F.DISPLAY_NAME, F.LEGAL_NAME):
        return [likeness.firm(_("Name in the NPI register"), str(after), name_of(record))]
    if change.field == F.NPI:
        name = change.provider.legal_name or change.provider.display_name
        return [likeness.firm(_("Holder of the new NPI"), name, name_of(record))]
    if change.field == F.PHONE:
        phones = (record.phone, record.official_phone)
        return [likeness.phone(_("Telephone in the NPI register"), str(after), *phones)]
    if change.field in (F.ADDRESS, F.LOCATION) and isinstance(after, dict):
        zips = (str(after.get("zip", "")), record.zip[:5])
        found = likeness.text(_("ZIP code in the NPI register"), *zips)
        return [Difference(found.name, found.claim, address_of(record), found.is_same)]
    return []


def _approve(by: User, case: Case, said: dict[str, Any]) -> None:
    known = {name: said[name] for name in ("basis", "source", "new_slug")}
    changes.approve_change(by=by, change=case.subject, **known)


def _refuse(by: User, case: Case, said: dict[str, Any]) -> None:
    changes.refuse_change(by=by, change=case.subject, reason=said["reason"])


VERBS[CaseKind.CHANGE] = {
    "call": calls.CALL,
    "approve": step(
        *("approve_change", _approve),
        permission=RIGHT,
        form=ApproveForm,
        done=gettext_lazy("Approved: patients see the new value."),
    ),
    "refuse": step(
        "refuse_change", _refuse, permission=RIGHT, form=ReasonForm, done=gettext_lazy("Refused.")
    ),
}


def _actions(request: HttpRequest, case: Case, change: ChangeRequest, numbers: calls.Numbers) -> list[Action]:
    own = change.asked_by_id == request.user.pk
    why_not = _("You asked for this yourself: somebody else must decide.") if own else ""
    return [
        Action(
            "approve", _("Approve: patients see the new value"), "a", ApproveForm(case=case), why_not=why_not
        ),
        Action("refuse", _("Refuse"), "r", ReasonForm(case=case), why_not=why_not),
        calls.call_action(case, numbers),
    ]


PANELS[CaseKind.CHANGE] = panel
