"""Removal of an unclaimed listing on request: a form without an account, and the page to come back to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from providers.actions import claim_proofs, removals
from providers.actions.throttle import TooMany
from providers.http import client_address
from providers.models import Provider, RemovalRequest
from providers.models.claim import ProofMethod
from providers.models.removal import RemovalStatus

from .claim_forms import CodeForm
from .moved import ever_called, moved_or_gone
from .removal_forms import RemovalForm

BOTH = ["GET", "HEAD", "POST"]
LONGEST_TOKEN = 64


@require_http_methods(BOTH)
def removal(request: HttpRequest, slug: str) -> HttpResponse:
    provider = Provider.objects.visible().filter(slug=slug).first()
    if provider is None:
        return moved_or_gone(slug)
    location = provider.locations.order_by("closed_on", "pk").first()
    context: dict[str, Any] = {"provider": provider, "location": location}
    ways = claim_proofs.ways(provider)
    form = RemovalForm(request.POST if request.method == "POST" else None, ways=ways)
    if not provider.is_unclaimed or not form.fields["how"].choices:  # type: ignore[attr-defined]
        return render(request, "listings/removal/cannot.html", context)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if form.cleaned_data["website"]:
                return redirect(provider)
            try:
                return redirect("removal_state", provider.slug, _ask(request, provider, form.cleaned_data))
            except ValidationError as refusal:
                status = _refused(form, refusal)
    return render(request, "listings/removal/ask.html", {**context, "form": form}, status=status)


def _ask(request: HttpRequest, provider: Provider, given: dict[str, Any]) -> str:
    """The token of the page to come back to."""
    who = {"name": given["name"], "part": given["part"], "reason": given["reason"]}
    client = client_address(request)
    if given["how"] == ProofMethod.DOMAIN_EMAIL:
        _row, token = removals.ask_by_mail(provider=provider, address=given["address"], client=client, **who)
    else:
        _row, token = removals.ask_by_phone(
            provider=provider,
            phone=given.get("phone", ""),
            contact=given["contact"],
            client=client,
            **who,
        )
    return token


def _refused(form: RemovalForm, refusal: ValidationError) -> int:
    if isinstance(refusal, TooMany):
        form.add_error(None, refusal)
        return 429
    at = "address" if form.cleaned_data.get("how") == ProofMethod.DOMAIN_EMAIL else "contact"
    form.add_error(None if hasattr(refusal, "error_dict") else at, refusal)
    return 422


@require_http_methods(BOTH)
@never_cache
def removal_state(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Only who has the link comes here; without the code it changes nothing."""
    rows = RemovalRequest.objects.select_related("provider")
    digest = removals.token_digest(token[:LONGEST_TOKEN])
    row = get_object_or_404(rows, token_digest=digest, provider__in=ever_called(slug))
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                removals.enter_code(request=row, code=form.cleaned_data["code"])
            except ValidationError as refusal:
                form.add_error("code", refusal)
                row.refresh_from_db(fields=["status"])
            if form.is_valid() or row.status != RemovalStatus.ASKED:
                return redirect("removal_state", slug, token)
    context = {
        "removal": row,
        "provider": row.provider,
        "form": form,
        "is_by_mail": row.method == ProofMethod.DOMAIN_EMAIL,
        "phone": claim_proofs.spoken(row.sent_to) if row.sent_to.startswith("+") else "",
    }
    return render(request, "listings/removal/state.html", context, status=status)
