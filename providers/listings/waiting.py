"""What waits for staff, beside the field it would change, and the button that takes it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from providers.actions import changes
from providers.actions.changed_words import in_words
from providers.models import ChangeRequest, Location, Provider
from providers.models.evidence import day

from .entrance import editing


@dataclass(frozen=True)
class Waiting:
    """since: "12 Mar 2026". live and wanted: in words."""

    pk: int
    live: str
    wanted: str
    since: str
    url: str


def waiting(listing: Provider, location: Location | None) -> dict[str, Waiting]:
    """Open requests of the listing and of this location: by field, or by "field:subject" for its parts."""
    found = {}
    for row in changes.open_changes(listing):
        if row.location_id in (None, location.pk if location else None):
            found[f"{row.field}:{row.subject}" if row.subject else str(row.field)] = _waiting(listing, row)
    return found


def _waiting(listing: Provider, row: ChangeRequest) -> Waiting:
    return Waiting(
        row.pk,
        in_words(row.field, row.before),
        in_words(row.field, row.after),
        day(timezone.localdate(row.asked_at)),
        reverse("take_back_change", args=[listing.slug, row.pk]),
    )


@require_POST
@editing
def take_back_change(request: HttpRequest, listing: Provider, pk: int) -> HttpResponse:
    """Back to the page that the button stood on."""
    change = get_object_or_404(listing.change_requests, pk=pk)
    try:
        changes.withdraw_change(by=request.user, change=change)  # type: ignore[arg-type]
    except ValidationError as refusal:
        return render(request, "listings/refused.html", {"sentences": refusal.messages}, status=409)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = listing.get_absolute_url()
    return HttpResponseRedirect(back)
