"""Two listings become one: choose, look at what would come of it, and do it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from providers.actions import case_holding, duplicates, listing_merge
from providers.models import Case, DuplicatePair, Merge, Provider
from providers.models.case import CaseKind
from providers.models.duplicate import PairState
from providers.models.provider import UNCONFIRMED
from providers.permissions import Permission, allows

from .entrance import StaffRequest, with_case
from .merge_forms import MergeForm, look_first
from .merge_preview import Preview, preview


@require_http_methods(["GET", "HEAD", "POST"])
@with_case(Permission.DECIDE_DUPLICATES)
def staff_merge(request: StaffRequest, case: Case) -> HttpResponse:
    if case.kind != CaseKind.DUPLICATE:
        raise Http404
    pair = DuplicatePair.objects.select_related("one", "other").get(pk=case.duplicate_id or 0)
    goes, stays = direction(pair, request.POST.get("gone") or request.GET.get("gone", ""))
    if request.method != "POST":
        return _page(request, case, pair, MergeForm(None, goes=goes, stays=stays))
    form = MergeForm(request.POST, goes=goes, stays=stays)
    if not form.is_valid():
        return _page(request, case, pair, form, status=422)
    if request.POST.get("step") == "merge" and request.POST.get("previewed") == form.digest():
        return _merge(request, case, pair, form)
    if request.POST.get("step") == "merge":
        form.add_error(None, look_first())
    return _preview(request, case, pair, form)


def direction(pair: DuplicatePair, gone: str) -> tuple[Provider, Provider]:
    """As asked for; else the one that nobody has confirmed goes, and of two alike the newer."""
    both = (pair.one, pair.other)
    for goes, stays in (both, both[::-1]):
        if str(goes.pk) == gone:
            return goes, stays
    is_older_worse = pair.one.status in UNCONFIRMED and pair.other.status not in UNCONFIRMED
    return both if is_older_worse else both[::-1]


def _merge(request: StaffRequest, case: Case, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
    try:
        merge = _carry_out(request, case, pair, form)
    except ValidationError as refusal:
        return _refused(request, case, pair, form, refusal)
    messages.success(request, _("They are one listing now."))
    return redirect("staff_merge_record", merge.pk)


@transaction.atomic
def _carry_out(request: StaffRequest, case: Case, pair: DuplicatePair, form: MergeForm) -> Merge:
    """In the order in which the page of a case locks: the listings, the pair, the case."""
    both = [pair.one_id, pair.other_id]
    list(Provider.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    DuplicatePair.objects.select_for_update(no_key=True).get(pk=pair.pk)
    case_holding.in_hand(by=request.user, case=case)
    return duplicates.join(
        by=request.user,
        pair=pair,
        goes=form.goes,
        chosen=form.chosen(),
        reason=form.cleaned_data["reason"],
    )


def _preview(request: StaffRequest, case: Case, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
    status = 422 if form.errors else 200
    try:
        seen = preview(
            by=request.user,
            pair=pair,
            goes=form.goes,
            chosen=form.chosen(),
            reason=form.cleaned_data["reason"],
        )
    except ValidationError as refusal:
        return _refused(request, case, pair, form, refusal)
    return _page(request, case, pair, form, seen=seen, status=status)


def _refused(
    request: StaffRequest, case: Case, pair: DuplicatePair, form: MergeForm, refusal: ValidationError
) -> HttpResponse:
    """As it is now, with what was typed."""
    pair = DuplicatePair.objects.select_related("one", "other").get(pk=pair.pk)
    form.add_error(None, refusal.messages)
    return _page(request, case, pair, form, status=409)


def _page(
    request: StaffRequest,
    case: Case,
    pair: DuplicatePair,
    form: MergeForm,
    *,
    seen: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "goes": form.goes,
        "stays": form.stays,
        "is_open": pair.state == PairState.OPEN,
        "business": listing_merge.open_business(form.goes),
        "needs_lead": duplicates.turns_people_out(form.goes, form.stays)
        and not allows(request.user, Permission.LEAD),
        "turns_out": duplicates.turns_people_out(form.goes, form.stays),
        "preview": seen,
        "digest": form.digest() if seen else "",
    }
    return render(request, "staff/duplicate/merge.html", context, status=status)
