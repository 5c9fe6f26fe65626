"""The states' registers: where licenses are looked up, which of our staff opened each address, and when."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.actions import licence_registers
from providers.actions.versions import Stale
from providers.models import LicenceRegister
from providers.models.licence_register import BoardKind
from providers.models.place_names import STATES
from providers.permissions import Permission, allows

from .entrance import StaffRequest, staff
from .register_forms import STATE_CHOICES, NewRegisterForm, RegisterForm

SAID = licence_registers.SAID


@require_safe
@staff()
def staff_registers(request: StaffRequest) -> HttpResponse:
    """Of all states, or of one. Two queries beside who is asking."""
    state = request.GET.get("state", "")
    rows = LicenceRegister.objects.select_related("changed_by")
    shown = rows.filter(state=state) if state in STATES else rows.all()
    counts = LicenceRegister.objects.aggregate(
        all=Count("pk"), opened=Count("pk", filter=Q(opened_on__isnull=False))
    )
    context = {
        "registers": sorted(((row, STATES.get(row.state, row.state)) for row in shown), key=_by_state),
        "states": STATE_CHOICES,
        "state": state if state in STATES else "",
        "counts": counts,
        "may_edit": allows(request.user, Permission.WORK_CASES),
    }
    return render(request, "staff/registers/list.html", context)


def _by_state(pair: tuple[LicenceRegister, str]) -> tuple[str, int, str]:
    row, state_name = pair
    return state_name, BoardKind.values.index(row.board), row.name


@require_http_methods(["GET", "HEAD", "POST"])
@staff(Permission.WORK_CASES)
def staff_register_add(request: StaffRequest) -> HttpResponse:
    initial = {"state": request.GET.get("state", "")}
    form = NewRegisterForm(request.POST) if request.method == "POST" else NewRegisterForm(initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, None, 422 if form.is_bound else 200)
    try:
        row = licence_registers.add(by=request.user, facts=form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, form, None, 422)
    messages.success(request, _("Saved."))
    return redirect("staff_register", pk=row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@staff()
def staff_register(request: StaffRequest, pk: int) -> HttpResponse:
    """Everybody at the workbench reads it; whoever works on cases changes it."""
    row = get_object_or_404(LicenceRegister.objects.select_related("changed_by"), pk=pk)
    if request.method != "POST":
        return _page(request, RegisterForm(initial={name: getattr(row, name) for name in SAID}), row)
    if not allows(request.user, Permission.WORK_CASES):
        raise PermissionDenied
    return _save(request, row)


def _save(request: StaffRequest, row: LicenceRegister) -> HttpResponse:
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return _page(request, form, row, 422)
    try:
        licence_registers.edit(
            by=request.user, register=row, version=request.POST.get("version", ""), facts=form.cleaned_data
        )
    except Stale:
        return _page(request, form, row, 409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, form, row, 422)
    messages.success(request, _("Saved."))
    return redirect("staff_register", pk=row.pk)


@require_POST
@staff(Permission.WORK_CASES)
def staff_register_opened(request: StaffRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(LicenceRegister, pk=pk)
    version = request.POST.get("version", "")
    try:
        licence_registers.mark_opened(by=request.user, register=row, version=version)
    except Stale:
        form = RegisterForm(initial={name: getattr(row, name) for name in SAID})
        return _page(request, form, row, 409)
    messages.success(request, _("Noted: you opened it today and found the register there."))
    return redirect("staff_register", pk=row.pk)


def _page(
    request: StaffRequest, form: RegisterForm, row: LicenceRegister | None, status: int = 200
) -> HttpResponse:
    """409: with what is stored now beside what was typed."""
    context = {
        "form": form,
        "register": row,
        "state_name": STATES.get(row.state, row.state) if row else "",
        "version": licence_registers.version(row) if row else "",
        "is_stale": status == 409,
        "may_edit": allows(request.user, Permission.WORK_CASES),
    }
    return render(request, "staff/registers/register.html", context, status=status)
