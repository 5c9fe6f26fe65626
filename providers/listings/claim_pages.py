"""The claim of a listing, step by step: what it takes, the proof, the code, and how it stands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.actions import claim_proofs, claim_review, claim_steps, claims, throttle
from providers.actions.throttle import TooMany
from providers.models import Claim, Provider, User
from providers.models.claim import OPEN_CLAIMS, ProofMethod
from providers.models.claim import ClaimStatus as C

from .claim_forms import PROOFS, AnswerForm, CodeForm, ProofForm, StartForm
from .claim_words import progress, waiting_words
from .frame import add_refusal
from .moved import ever_called, moved_or_gone
from .uploading import UPLOADS_A_DAY

BOTH = ["GET", "HEAD", "POST"]
UNPROVED = (C.STARTED, C.EVIDENCE_SENT)


@require_http_methods(BOTH)
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Signed out: what it takes, and the way to sign in. Signed in: the first step, or the next one."""
    provider = Provider.objects.visible().filter(slug=slug).first()
    if provider is None:
        return moved_or_gone(slug)
    if why_not := claim_steps.why_not_claimable(provider):
        return render(request, "listings/claim/cannot.html", {"provider": provider, "sentence": why_not})
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect_to_login(request.get_full_path())
        return render(request, "listings/claim/start.html", _explained(request, provider))
    if onward := _own_way(request.user, provider):
        return redirect(onward)
    return _start(request, request.user, provider)


def _own_way(person: User, provider: Provider) -> str:
    """Where somebody goes who has claimed or owns this listing already; "" for anybody else."""
    if provider.memberships.filter(user=person, role="owner").exists():
        return resolve_url("listing_home", provider.slug)
    row = person.claims.filter(provider=provider, status__in=OPEN_CLAIMS).first()
    return next_page(row) if row else ""


def _start(request: HttpRequest, person: User, provider: Provider) -> HttpResponse:
    form = StartForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = claims.start(by=person, provider=provider, part=form.cleaned_data["part"])
            except ValidationError as refusal:
                status = _refused(form, refusal)
            else:
                return redirect("claim_proof", provider.slug, row.pk)
    context = {**_explained(request, provider), "form": form}
    return render(request, "listings/claim/start.html", context, status=status)


def _explained(request: HttpRequest, provider: Provider) -> dict[str, Any]:
    return {
        "provider": provider,
        "location": provider.locations.order_by("closed_on", "pk").first(),
        "ways": claim_proofs.ways(provider),
        "is_owned": provider.memberships.filter(role="owner").exists(),
        "sign_in": f"{resolve_url('account_login')}?{urlencode({'next': request.path})}",
        "sign_up": f"{resolve_url('account_signup')}?{urlencode({'next': request.path})}",
    }


def next_page(row: Claim) -> str:
    """Where this claim goes on."""
    name = "claim_proof" if row.status == C.STARTED else "claim_state"
    return resolve_url(name, row.provider.slug, row.pk)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _own(request: HttpRequest, slug: str, pk: int) -> Claim:
    own = _person(request).claims.select_related("provider", "claimant")
    return get_object_or_404(own, pk=pk, provider__in=ever_called(slug))


@require_http_methods(BOTH)
@login_required
@never_cache
def proof(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    if row.status not in UNPROVED:
        return redirect("claim_state", slug, pk)
    ways = claim_proofs.ways(row.provider)
    forms = {way.method: PROOFS[way.method](way=way, provider=row.provider) for way in ways.values()}
    status, chosen = 200, None
    if request.method == "POST":
        status = 422
        way = ways.get(request.POST.get("method", ""))  # type: ignore[call-overload]
        if way is not None:
            chosen = PROOFS[way.method](request.POST, request.FILES, way=way, provider=row.provider)
            forms[way.method] = chosen
            if chosen.is_valid():
                try:
                    return redirect(_take(row, chosen), slug, pk)
                except ValidationError as refusal:
                    status = _refused(chosen, refusal)
    context = {
        "claim": row,
        "provider": row.provider,
        "chosen": chosen,
        "proofs": [(ways[method], forms[method]) for method in PROOFS],
    }
    return render(request, "listings/claim/proof.html", context, status=status)


def _take(row: Claim, form: ProofForm) -> str:
    """Gives the proof; the name of the page that comes next."""
    person, given, method = row.claimant, form.cleaned_data, form.way.method
    if method == ProofMethod.DOMAIN_EMAIL:
        claims.send_code(by=person, claim=row, address=given["address"])
        return "claim_code"
    if method == ProofMethod.PHONE:
        claims.ask_for_call(by=person, claim=row, phone=given.get("target", ""))
    elif method == ProofMethod.LETTER:
        claims.ask_for_letter(by=person, claim=row, address=given.get("target", ""))
    else:
        throttle.count(scope="upload", address=str(person.pk), limit=UPLOADS_A_DAY)
        official = {"official_name": given["official_name"], "npi": given.get("npi", "")}
        claims.show_official(by=person, claim=row, upload=given["document"], **official)
    return "claim_state"


@require_http_methods(BOTH)
@login_required
@never_cache
def code(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    if row.status != C.EVIDENCE_SENT or row.method == ProofMethod.NPPES_OFFICIAL:
        return redirect(next_page(row))
    form = CodeForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                claims.enter_code(by=row.claimant, claim=row, code=form.cleaned_data["code"])
            except ValidationError as refusal:
                form.add_error("code", refusal)
                row.refresh_from_db(fields=["status"])
                if row.status == C.PROOF_FAILED:
                    return redirect("claim_state", slug, pk)
            else:
                return redirect("claim_state", slug, pk)
    context = {"claim": row, "provider": row.provider, "form": form, **waiting_words(row)}
    return render(request, "listings/claim/code.html", context, status=status)


@require_safe
@login_required
@never_cache
def state(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    context = {"claim": row, "provider": row.provider, "steps": progress(row), **waiting_words(row)}
    return render(request, "listings/claim/state.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = _own(request, slug, pk)
    try:
        claims.withdraw(by=row.claimant, claim=row)
    except ValidationError as refusal:
        context = {"sentences": refusal.messages, "back": resolve_url("claim_state", slug, pk)}
        return render(request, "listings/refused.html", context, status=409)
    return redirect("claim_state", slug, pk)


@require_http_methods(BOTH)
@login_required
@never_cache
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An owner's answer to somebody else's claim. Editors: 403; strangers: 404."""
    person = _person(request)
    provider = get_object_or_404(Provider.objects.run_by(person), slug=slug)
    rows = provider.claims.filter(hold_until__isnull=False).select_related("claimant", "provider")
    row = get_object_or_404(rows.exclude(claimant=person), pk=pk)
    if not provider.memberships.filter(user=person, role="owner").exists():
        raise PermissionDenied
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"words": row.objection})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                claim_review.object_to(by=person, claim=row, words=form.cleaned_data["words"])
            except ValidationError as refusal:
                status = 409
                add_refusal(form, refusal)
            else:
                return redirect("claim_answer", slug, pk)
    context = {
        "claim": row,
        "provider": provider,
        "form": form,
        "is_open": row.status in (C.CONFLICT, C.REVIEWED),
    }
    return render(request, "listings/claim/answer.html", context, status=status)


def _refused(form: Any, refusal: ValidationError) -> int:
    """Puts the sentence where it belongs: at the only field, if there is one. The status of the page."""
    fields = list(form.fields)
    form.add_error(fields[0] if len(fields) == 1 else None, refusal)
    return 429 if isinstance(refusal, TooMany) else 422
