"""Our own accuracy: a sample is drawn, each listing in it is called, and what was found is recorded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.actions import accuracy
from providers.models import Sample, SampleCall
from providers.permissions import Permission, allows
from providers.shown import amounts

from .accuracy_forms import CallForm, DrawForm
from .asked_facts import Asked, asked_of
from .entrance import StaffRequest, staff

SHOWN_SAMPLES = 20


@require_safe
@staff()
def staff_accuracy(request: StaffRequest) -> HttpResponse:
    return _overview(request, DrawForm())


@require_POST
@staff(Permission.LEAD)
def staff_sample_draw(request: StaffRequest) -> HttpResponse:
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _overview(request, form, status=422)
    try:
        sample = accuracy.draw(by=request.user, size=form.cleaned_data["size"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _overview(request, form, status=409)
    return redirect("staff_sample", pk=sample.pk)


def _overview(request: StaffRequest, form: DrawForm, status: int = 200) -> HttpResponse:
    samples = list(Sample.objects.select_related("drawn_by")[:SHOWN_SAMPLES])
    found = accuracy.estimates(samples)
    context = {
        "form": form,
        "may_draw": allows(request.user, Permission.LEAD),
        "estimate": accuracy.estimate(),
        "wrong": wrong_facts(),
        "samples": [(sample, found[sample.pk]) for sample in samples],
    }
    return render(request, "staff/accuracy/overview.html", context, status=status)


def wrong_facts() -> list[tuple[str, int, int]]:
    """(name of the fact, wrong, asked)."""
    names = {
        "phone": _("Telephone number"),
        "address": _("Address"),
        "accepting": _("New patients"),
        "routes": _("Ways of giving ketamine"),
        "prices": _("Prices"),
        "insurance": _("Insurance"),
    }
    return [(names[fact], wrong, asked) for fact, wrong, asked in accuracy.wrong_facts()]


@require_safe
@staff()
def staff_sample(request: HttpRequest, pk: int) -> HttpResponse:
    sample = get_object_or_404(Sample.objects.select_related("drawn_by"), pk=pk)
    calls = sample.calls.select_related("location__provider", "called_by").order_by("position")
    context = {"sample": sample, "calls": calls, "estimate": accuracy.estimates([sample])[sample.pk]}
    return render(request, "staff/accuracy/sample.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.WORK_CASES)
def staff_sample_call(request: StaffRequest, pk: int) -> HttpResponse:
    calls = SampleCall.objects.select_related("sample", "location__provider", "called_by")
    call = get_object_or_404(calls, pk=pk)
    asked = asked_of(call.location, timezone.localdate())
    form = CallForm(request.POST or None, asked=asked)
    if request.method != "POST":
        return _call(request, call, asked, form)
    if not form.is_valid():
        return _call(request, call, asked, form, status=422)
    said = form.cleaned_data
    try:
        accuracy.record(
            by=request.user, call=call, outcome=said["outcome"], found=form.found(), note=said["note"]
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _call(request, call, asked, form, status=409)
    messages.success(request, _("Recorded."))
    following = call.sample.calls.filter(outcome=None).first()
    if following is None:
        return redirect("staff_sample", pk=call.sample_id)
    return redirect("staff_sample_call", pk=following.pk)


def _call(
    request: HttpRequest, call: SampleCall, asked: list[Asked], form: CallForm, status: int = 200
) -> HttpResponse:
    place = call.location
    context: dict[str, Any] = {
        "call": call,
        "asked": [(one, form[f"fact_{one.code}"]) for one in asked],
        "form": form,
        "telephone": amounts.telephone(place.phone, place.phone_extension),
        "telephone_link": amounts.telephone_link(place.phone, place.phone_extension),
    }
    return render(request, "staff/accuracy/call.html", context, status=status)
