"""A listing taken out of sight, and brought back by somebody else; and a look at it as patients see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import cases, listings, suspensions
from providers.actions.clock import today
from providers.models import Case, Provider, User
from providers.models.case import CaseEventKind
from providers.models.vocabulary import ListingStatus
from providers.permissions import Permission
from providers.shown.listing import find, load
from providers.shown.page import listing_context
from providers.shown.site_facts import site_facts

from .entrance import StaffRequest, staff

BOTH = ["GET", "HEAD", "POST"]


class StandingForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
        help_text=gettext_lazy("The owners read it. Name nobody who complained."),
    )
    case = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)


@require_http_methods(BOTH)
@staff(Permission.DECIDE_CHANGES)
def staff_suspend(request: StaffRequest, slug: str) -> HttpResponse:
    return _standing(request, slug, is_back=False)


@require_http_methods(BOTH)
@staff(Permission.DECIDE_CHANGES)
def staff_restore(request: StaffRequest, slug: str) -> HttpResponse:
    return _standing(request, slug, is_back=True)


def _standing(request: StaffRequest, slug: str, *, is_back: bool) -> HttpResponse:
    provider = get_object_or_404(Provider, slug=slug)
    if request.method != "POST":
        form = StandingForm(initial={"case": request.GET.get("case", "")[:19]})
        return _page(request, provider, form, is_back)
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _page(request, provider, form, is_back, status=422)
    case = Case.objects.open().filter(pk=form.cleaned_data["case"] or 0, provider=provider).first()
    try:
        _carry_out(request.user, provider, case, form.cleaned_data["reason"], is_back)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        provider.refresh_from_db()
        return _page(request, provider, form, is_back, status=409)
    done = _("Patients see the listing again.") if is_back else _("Patients no longer see the listing.")
    messages.success(request, done)
    return redirect("staff_case", case.pk) if case else redirect("staff_listing", slug)


@transaction.atomic
def _carry_out(by: User, provider: Provider, case: Case | None, reason: str, is_back: bool) -> None:
    act = listings.restore if is_back else listings.suspend
    act(by=by, provider=provider, reason=reason)
    if case is not None:
        code = "restore_listing" if is_back else "suspend_listing"
        cases.write(by=by, case=case, kind=CaseEventKind.STEP, text=reason, code=code)


def _page(
    request: HttpRequest, provider: Provider, form: StandingForm, is_back: bool, status: int = 200
) -> HttpResponse:
    suspension = suspensions.newest(provider)
    by = User.objects.filter(pk=suspension.by or 0).first() if suspension else None
    is_suspended = provider.status == ListingStatus.SUSPENDED
    context: dict[str, Any] = {
        "provider": provider,
        "form": form,
        "is_back": is_back,
        "status": ListingStatus(provider.status).label,
        "suspension": suspension if is_suspended else None,
        "suspended_by": by,
        "is_own": by is not None and by == request.user,
        "is_possible": is_suspended if is_back else provider.status in suspensions.SUSPENDABLE,
    }
    return render(request, "staff/listing/standing.html", context, status=status)


@require_safe
@staff(Permission.SEE_WORKBENCH)
def staff_preview(request: StaffRequest, slug: str) -> HttpResponse:
    """What patients would see, whatever its status; place: the short name of one of its places."""
    place = request.GET.get("place", "")
    locations = find(slug, place, among=Provider.objects.filter(slug=slug))
    if not locations:
        raise Http404
    day = today()
    context = {
        **listing_context(load(locations), day),
        "site_facts": site_facts(day),
        "canonical": request.path,
        "places": locations if len(locations) > 1 else (),
    }
    return render(request, "staff/listing/preview.html", context)
