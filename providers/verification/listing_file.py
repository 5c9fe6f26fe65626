"""What staff have of one listing: what it says, what registers and gates say of it, and its cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from providers.models import Check, Provider
from providers.models.case import CaseKind, CaseState

from .entrance import StaffRequest, staff
from .listing_side import gate_lines, listing_side, register_side

CASES_SHOWN = 50
CHECKS_READ = 50


@require_safe
@staff()
def staff_listing(request: StaffRequest, slug: str) -> HttpResponse:
    provider = get_object_or_404(Provider, slug=slug)
    checks = Check.objects.filter(provider=provider).order_by("-checked_at", "-pk")[:CHECKS_READ]
    cases = provider.cases.order_by("-opened_at", "-pk")[:CASES_SHOWN]
    context = {
        "provider": provider,
        "side": listing_side(provider),
        "register": register_side(provider.npi),
        "gates": gate_lines(list(checks)),
        "cases": [
            {
                "pk": case.pk,
                "kind": CaseKind(case.kind).label,
                "state": CaseState(case.state).label,
                "outcome": case.outcome.replace("_", " "),
                "opened_at": case.opened_at,
            }
            for case in cases
        ],
        "most": CASES_SHOWN,
    }
    return render(request, "staff/listing/file.html", context)
