"""One step on a case, sent by a button or its key; then the next case comes by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from providers.actions import case_holding
from providers.actions.documents import DocumentRefused
from providers.actions.refusals import TransitionRefused, refuse_unless
from providers.models import Case, Provider
from providers.models.case import CaseKind, CaseState
from providers.permissions import Permission, allows

from .case_page import STAYS, page, state_of
from .entrance import StaffRequest, staff, with_case
from .panels import VERBS, Shown, Verb

DEADLOCK = "40P01"


@require_POST
@with_case(Permission.WORK_CASES)
def staff_do(request: StaffRequest, case: Case, verb: str) -> HttpResponse:
    """422 with what was typed; 409 with the page as it is now where the step is refused."""
    known = VERBS.get(CaseKind(case.kind), {}).get(verb)
    if known is None:
        raise Http404
    if not allows(request.user, known.permission):
        raise PermissionDenied
    form = known.form(request.POST, request.FILES, case=case)
    is_sure = "sure" in request.POST or not (known.is_grave or "grave" in request.POST)
    if not form.is_valid() or not is_sure:
        return page(request, case, bound={verb: form}, not_sure="" if is_sure else verb, status=422)
    try:
        answer = _carry_out(request, case, known, form.cleaned_data)
    except DocumentRefused as error:
        _put(form, error)
        return page(request, _afresh(case), bound={verb: form}, status=422)
    except TransitionRefused as refusal:
        return _now(request, case, {verb: form}, refusal.messages)
    except ValidationError as error:
        _put(form, error)
        return page(request, _afresh(case), bound={verb: form}, status=422)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
            raise
        return _now(request, case, {verb: form}, [_("Somebody was just changing this. Look at it again.")])
    if isinstance(answer, Shown):
        return render(request, answer.template, dict(answer.context))
    return answer or _onward(request, _afresh(case), known)


@transaction.atomic
def _carry_out(
    request: StaffRequest, case: Case, verb: Verb, data: dict[str, Any]
) -> HttpResponse | Shown | None:
    """The listing first, then what the case is about, then the case: the order in which actions lock."""
    if case.provider_id:
        Provider.objects.select_for_update(no_key=True).get(pk=case.provider_id)
    subject = case.subject
    type(subject)._base_manager.select_for_update(no_key=True).get(pk=subject.pk)
    held = case_holding.in_hand(by=request.user, case=case) if verb.needs_hold else _afresh(case)
    seen = request.POST.get("seen", "")
    refuse_unless(
        not seen or seen == state_of(held), _("This has changed since you opened the page. Look again.")
    )
    return verb.do(request.user, held, data)


def _afresh(case: Case) -> Case:
    row: Case = Case.objects.select_related("provider", "held_by", "assigned_to").get(pk=case.pk)
    return row


def _now(
    request: StaffRequest, case: Case, bound: dict[str, forms.Form], refusals: list[str]
) -> HttpResponse:
    return page(request, _afresh(case), bound=bound, refusals=refusals, status=409)


def _put(form: forms.Form, error: ValidationError) -> None:
    """What an action says of a field that this form has not, it says of the whole."""
    known = getattr(error, "error_dict", None)
    if known and not set(known) <= set(form.fields):
        error = ValidationError(error.messages)
    form.add_error(None, error)


def _onward(request: StaffRequest, case: Case, verb: Verb) -> HttpResponse:
    """A case that closed or was put away makes room for the next, unless the person chose to stay."""
    is_at_hand = case.state == CaseState.READY and case.held_by_id == request.user.pk
    if is_at_hand or request.session.get(STAYS):
        messages.success(request, str(verb.done))
        return redirect("staff_case", case.pk)
    back = format_html('<a href="{}">{}</a>', _address(case), _("Back to the one before"))
    upcoming = case_holding.take_next(by=request.user)
    if upcoming is None:
        messages.success(request, format_html("{} {} {}", verb.done, _("Nothing else is waiting."), back))
        return redirect("staff_queue")
    messages.success(request, format_html("{} {} {}", verb.done, _("Next case:"), back))
    return redirect("staff_case", upcoming.pk)


def _address(case: Case) -> str:
    return redirect("staff_case", case.pk)["Location"]


@require_POST
@staff(Permission.WORK_CASES)
def staff_stay(request: StaffRequest) -> HttpResponse:
    """Whether the next case comes by itself: kept for this session."""
    request.session[STAYS] = request.POST.get("stays") == "1"
    pk = request.POST.get("case", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 19
    return redirect("staff_case", int(pk)) if known else redirect("staff_queue")
