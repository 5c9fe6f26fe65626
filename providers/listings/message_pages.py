"""What our staff and the clinic write to each other about one case, and the clinic's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import case_messages
from providers.models import Case, Provider
from providers.models.case import CaseEventKind, CaseKind, CaseState

from .entrance import MemberRequest, editing
from .frame import add_refusal
from .text_fields import TextField


class AnswerForm(forms.Form):
    text = TextField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Our staff read it. Write nothing about patients."),
        max_length=case_messages.LONGEST,
        rows=6,
        error_messages={"required": gettext_lazy("Write your answer.")},
    )


@require_safe
@editing
def listing_messages(request: MemberRequest, listing: Provider) -> HttpResponse:
    """Every conversation, the newest first. What was written about a claim is between us and who claims."""
    written = listing.cases.filter(events__kind=CaseEventKind.TO_PROVIDER).exclude(kind=CaseKind.CLAIM)
    rows = Case.objects.filter(pk__in=written.values("pk")).select_related("credential__practitioner")
    context = {"listing": listing, "cases": [(case, _about(case)) for case in rows.order_by("-pk")[:100]]}
    return render(request, "listings/messages.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listing_message(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """For the people of the listing, or for who claims it. Nothing of the case but what was written."""
    rows = Case.objects.select_related("provider", "claim", "credential__practitioner")
    case = get_object_or_404(rows, pk=pk, provider__slug=slug)
    person: Any = request.user
    said = list(case_messages.conversation(case).select_related("by"))
    if not said or not case_messages.may_answer(person, case):
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case_messages.answer(by=person, case=case, text=form.cleaned_data["text"])
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Sent. Our staff read it."))
            return redirect("listing_message", slug, pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "listings/message.html", _context(case, said, form), status=status)


def _context(case: Case, said: list[Any], form: AnswerForm) -> dict[str, Any]:
    return {
        "listing": case.provider,
        "case": case,
        "about": _about(case),
        "said": [(event, event.kind == CaseEventKind.TO_PROVIDER) for event in said],
        "is_open": case.state != CaseState.CLOSED,
        "is_claim": case.kind == CaseKind.CLAIM,
        "form": form,
    }


def _about(case: Case) -> str:
    credential = case.credential
    if credential is None:
        return str(CaseKind(case.kind).label)
    holder = f"{credential.practitioner.name}: " if credential.practitioner else ""
    return holder + credential.label + (f" ({credential.state})" if credential.state else "")
