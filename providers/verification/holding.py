"""Cases taken, kept, put back and assigned; notes and messages; and what is put aside. Each is one POST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from providers.actions import case_calls, case_holding, case_messages, cases
from providers.actions.refusals import TransitionRefused
from providers.models import Case
from providers.models.case import CaseEventKind
from providers.permissions import Permission

from .case_page import page
from .entrance import StaffRequest, staff, with_case
from .panels import ASIDE
from .talk_forms import AssignForm, CloseForm, MessageForm, NoteForm

Data = dict[str, Any]
ASIDE.update({"note": NoteForm, "message": MessageForm, "assign": AssignForm, "close": CloseForm})


@require_POST
@staff(Permission.WORK_CASES)
def staff_take(request: StaffRequest) -> HttpResponse:
    """The next case, of one kind if the list was narrowed to one."""
    kind = request.POST.get("kind", "")
    case = case_holding.take_next(by=request.user, kind=kind)
    if case is None:
        messages.info(request, _("Nothing is free for you just now."))
        return redirect("staff_queue")
    return redirect("staff_case", case.pk)


def _plain(act: Callable[..., Case], *, to_queue: bool = False) -> Callable[..., HttpResponseBase]:
    """A button without a form: done, or the page as it is now with the sentence of why not."""

    @require_POST
    @with_case(Permission.WORK_CASES)
    def view(request: StaffRequest, case: Case) -> HttpResponse:
        try:
            act(by=request.user, case=case)
        except TransitionRefused as refusal:
            return _now(request, case, {}, refusal.messages)
        return redirect("staff_queue") if to_queue else redirect("staff_case", case.pk)

    return view


staff_case_take = _plain(case_holding.take)
staff_case_renew = _plain(case_holding.renew)
staff_case_release = _plain(case_holding.release, to_queue=True)


def _written(
    name: str, done: Promise, act: Callable[[StaffRequest, Case, Data], object]
) -> Callable[..., HttpResponseBase]:
    """A form of ASIDE: 422 with what was typed, 409 with the page as it is now."""

    @require_POST
    @with_case(Permission.LEAD if name == "assign" else Permission.WORK_CASES)
    def view(request: StaffRequest, case: Case) -> HttpResponse:
        form = ASIDE[name](request.POST, case=case)
        if not form.is_valid():
            return page(request, case, bound={name: form}, status=422)
        try:
            with transaction.atomic():
                act(request, case, form.cleaned_data)
        except TransitionRefused as refusal:
            return _now(request, case, {name: form}, refusal.messages)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            return page(request, case, bound={name: form}, status=422)
        messages.success(request, str(done))
        return redirect("staff_case", case.pk)

    return view


def _now(
    request: StaffRequest, case: Case, bound: dict[str, forms.Form], refusals: list[str]
) -> HttpResponse:
    rows = Case.objects.select_related("provider", "held_by", "assigned_to")
    return page(request, get_object_or_404(rows, pk=case.pk), bound=bound, refusals=refusals, status=409)


def _note(request: StaffRequest, case: Case, data: Data) -> object:
    words = {"by": request.user, "case": case, "text": data["text"]}
    if data["came_of"]:
        return case_calls.record(outcome=data["came_of"], **words)
    return cases.write(kind=CaseEventKind.NOTE, **words)


def _message(request: StaffRequest, case: Case, data: Data) -> object:
    """Only who holds the case writes: nobody gets two questions at once."""
    held = case_holding.in_hand(by=request.user, case=case)
    return case_messages.tell_provider(by=request.user, case=held, **data)


def _assign(request: StaffRequest, case: Case, data: Data) -> object:
    return case_holding.assign(by=request.user, case=case, to=data["to"])


def _close(request: StaffRequest, case: Case, data: Data) -> object:
    return case_holding.close(by=request.user, case=case, **data)


staff_case_note = _written("note", gettext_lazy("Kept."), _note)
staff_case_message = _written("message", gettext_lazy("Sent."), _message)
staff_case_assign = _written("assign", gettext_lazy("Assigned."), _assign)
staff_case_close = _written("close", gettext_lazy("Put aside."), _close)
