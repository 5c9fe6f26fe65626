"""A telephone call about any case: the listed number, what to say, and what came of it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from providers.actions import business_days, case_calls, case_holding, claim_proofs
from providers.actions.case_calls import CallOutcome
from providers.actions.clock import today
from providers.models import Case, User
from providers.models.case import CaseKind, CaseState
from providers.models.claim import ClaimStatus, ProofMethod
from providers.permissions import Permission

from .entrance import StaffRequest, with_case
from .panels import Action, CaseForm, Verb
from .scripts import script

Numbers = tuple[tuple[str, str], ...]
CODE_IS_OUT_DAYS = 2
FORM_ID = "id_call_%s"


class CallForm(CaseForm):
    """numbers: those that the listing names; no other is called."""

    number = forms.ChoiceField(label=gettext_lazy("Number that you called"), required=False)
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=CallOutcome.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Who said what"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
        help_text=gettext_lazy("Name and part of who answered. No patient’s name."),
    )

    def __init__(self, *args: Any, case: Case, numbers: Numbers | None = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.numbers = listed_numbers(case) if numbers is None else numbers
        choice = self.fields["number"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(self.numbers)
        if not self.numbers:
            del self.fields["number"]


def listed_numbers(case: Case) -> Numbers:
    """As stored and as spoken, that of the request first, then others of the listing. One query."""
    if case.provider is None:
        return ()
    named = claim_proofs.ways(case.provider)[ProofMethod.PHONE].targets
    wanted = getattr(case.subject, "sent_to", "")
    return tuple(sorted(named, key=lambda pair: pair[0] != wanted))


def call_action(case: Case, numbers: Numbers) -> Action:
    why_not = "" if numbers else _("The listing names no telephone number.")
    form = CallForm(case=case, numbers=numbers)
    return Action("call", _("Record a call"), "c", form, why_not=why_not)


def record(by: User, case: Case, said: dict[str, Any]) -> None:
    case_calls.record(
        by=by,
        case=case,
        outcome=said["outcome"],
        number=said.get("number", ""),
        text=said["text"],
        until=_until(case, said["outcome"]),
    )


def _until(case: Case, outcome: str) -> datetime.date | None:
    """Once a code was read out, the next step is the claimant's."""
    if case.kind != CaseKind.CLAIM or outcome != CallOutcome.REACHED:
        return None
    claim = case.subject
    is_out = claim.status == ClaimStatus.EVIDENCE_SENT and claim.codes.exists()
    return business_days.add(today(), CODE_IS_OUT_DAYS) if is_out else None


CALL = Verb(
    form=CallForm, do=record, permission=Permission.WORK_CASES, done=gettext_lazy("The call is recorded.")
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case(Permission.WORK_CASES)
def staff_case_call(request: StaffRequest, case: Case) -> HttpResponse:
    """The same for every kind of case, with the script at full length."""
    numbers = listed_numbers(case)
    if request.method != "POST":
        return _page(request, case, CallForm(case=case, numbers=numbers, auto_id=FORM_ID))
    form = CallForm(request.POST, case=case, numbers=numbers, auto_id=FORM_ID)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    try:
        with transaction.atomic():
            held = case_holding.in_hand(by=request.user, case=case)
            record(request.user, held, form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return _page(request, case, form, status=409)
    messages.success(request, str(CALL.done))
    return redirect("staff_case", case.pk)


def _page(request: HttpRequest, case: Case, form: CallForm, status: int = 200) -> HttpResponse:
    return render(request, "staff/calls/call.html", context(case, form), status=status)


def context(case: Case, form: CallForm | None = None, code: str = "") -> dict[str, Any]:
    """code: in groups, to be read out; it stands on one page once and is kept nowhere."""
    numbers = listed_numbers(case) if form is None else form.numbers
    return {
        "case": case,
        "code": code,
        "numbers": numbers,
        "script": script(case),
        "form": form or CallForm(case=case, numbers=numbers, auto_id=FORM_ID),
        "is_closed": case.state == CaseState.CLOSED,
    }
