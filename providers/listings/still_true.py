"""“All still true”: every fact with its age, and one button. Signed in, or by the link in our mail."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import attested_facts, attesting
from providers.actions.attest_links import DeadLink, End, Link, read
from providers.actions.changes import open_changes
from providers.actions.listings import CONFIRMABLE
from providers.actions.versions import Stale
from providers.models import Provider
from providers.models.attestation import due_on
from providers.models.evidence import day

from .entrance import MemberRequest, editing
from .facts_to_confirm import groups_of

STATUS_OF = {End.UNREADABLE: 404, End.EXPIRED: 410, End.USED: 410, End.NOT_NOW: 410}


@editing
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_true(request: MemberRequest, listing: Provider) -> HttpResponse:
    if request.method != "POST":
        return _facts(request, listing)
    try:
        attesting.attest(by=request.user, provider=listing, version=request.POST.get("version", ""))
    except Stale:
        return _facts(request, listing, is_stale=True, status=409)
    except ValidationError as refusal:
        return _facts(request, listing, refusals=refusal.messages, status=409)
    messages.success(request, _("Thank you. Patients now see that you confirmed the listing today."))
    return redirect("listing_home", listing.slug)


def _facts(
    request: HttpRequest,
    listing: Provider,
    *,
    link: Link | None = None,
    is_stale: bool = False,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    confirmed = listing.last_confirmed_on
    context = {
        "listing": listing,
        "groups": groups_of(listing, today),
        "version": attested_facts.version(listing, today),
        "registers": list(attested_facts.registers_of(listing, today)),
        "waiting": open_changes(listing).count(),
        "confirmed_on": day(confirmed) if confirmed else "",
        "due_on": day(due_on(confirmed)) if confirmed else "",
        "is_due": bool(confirmed and due_on(confirmed) < today),
        "can_confirm": listing.status in CONFIRMABLE,
        "by_link": link,
        "is_stale": is_stale,
        "refusals": refusals or [],
    }
    return render(request, "listings/still_true.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_true_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing, so that mail scanners may; the button on the page does it, once."""
    try:
        link = read(token)
        if request.method == "POST":
            attesting.attest_by_link(token=token, version=request.POST.get("version", ""))
            return redirect("still_true_thanks")
    except Stale:
        return _facts(request, link.provider, link=link, is_stale=True, status=409)
    except DeadLink as dead:
        return _dead(request, dead)
    return _facts(request, link.provider, link=link)


def _dead(request: HttpRequest, dead: DeadLink) -> HttpResponse:
    listing = dead.provider
    confirmed = listing.last_confirmed_on if listing else None
    context = {"end": dead.end.value, "listing": listing, "confirmed_on": day(confirmed) if confirmed else ""}
    return render(request, "listings/still_true_dead.html", context, status=STATUS_OF[dead.end])


@require_safe
def still_true_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "listings/still_true_thanks.html")
