"""Claims as a queue: the proof, what the listing says, and each step by its action; no status is edited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from providers.actions import claim_proofs, claim_review, claim_steps, proof_codes
from providers.models import Claim, ProofCode, Provider, User
from providers.models.claim import ClaimStatus as C
from providers.models.claim import ProofMethod as M
from providers.permissions import can_decide_claims, can_edit_listing

from .deciding import Deciding, decision_form
from .records import ReadOnly, ReadOnlyPart, Record

PHONE, LETTER, REPLACING = "make_phone_code", "make_letter", "approve_replacing"
NPPES = "https://npiregistry.cms.hhs.gov/provider-view/{}"
LABELS = {
    PHONE: _("Make a code and read it out on the listed number now"),
    LETTER: _("Make a letter with a new code, to print"),
    "accept_document": _("The document names the official of the NPI register: the proof holds"),
    "fail_proof": _("The proof does not hold"),
    "review": _("Mark as looked at, and decide later"),
    "open_dispute": _("Somebody owns it now: tell them and wait seven days"),
    "approve": _("Approve: the claimant becomes an owner"),
    REPLACING: _("Approve, and end the part of all who run it now"),
    "refuse": _("Refuse"),
}
SHORT: dict[str | None, Any] = {
    M.DOMAIN_EMAIL: _("E-mail"),
    M.PHONE: _("Call"),
    M.LETTER: _("Letter"),
    M.NPPES_OFFICIAL: _("NPI official"),
}
BREAK = SafeString("<br>")
REASONED = ("fail_proof", "refuse")


def steps(claim: Claim) -> list[str]:
    """What can be done with this claim now, the usual first."""
    if claim.status == C.EVIDENCE_SENT:
        first: dict[str | None, list[str]] = {
            M.PHONE: [PHONE],
            M.LETTER: [LETTER],
            M.NPPES_OFFICIAL: ["accept_document"],
        }
        return [*first.get(claim.method, []), "fail_proof"]
    if claim.status not in claim_steps.PROVED:
        return []
    is_owned = claim_steps.is_owned(claim.provider, apart_from=claim.claimant)
    if is_owned and claim.hold_until is None:
        return ["open_dispute", "refuse"]
    later = ["review"] if claim.status != C.REVIEWED else []
    return ["approve", *([REPLACING] if is_owned else []), *later, "refuse"]


def take(step: str, *, by: User, claim: Claim, reason: str) -> str | bytes | None:
    """The step's action; a code or a letter is what comes back, to be shown this once."""
    plain: dict[str, Callable[..., Any]] = {
        PHONE: claim_review.make_phone_code,
        LETTER: claim_review.make_letter,
        "accept_document": claim_review.accept_document,
        "review": claim_review.review,
        "open_dispute": claim_review.open_dispute,
        "approve": claim_review.approve,
    }
    if step in REASONED:
        getattr(claim_review, step)(by=by, claim=claim, reason=reason)
        return None
    if step == REPLACING:
        claim_review.approve(by=by, claim=claim, replaces=True)
        return None
    made = plain[step](by=by, claim=claim)
    return made if isinstance(made, str | bytes) else None


class ProofCodePart(ReadOnlyPart):
    model = ProofCode
    fields = ("sent_to", "made_at", "expires_at", "tries_left", "used_at")
    readonly_fields = ("made_at",)


@admin.register(Claim)
class ClaimAdmin(Deciding, Record):
    form = decision_form(Claim, labels=LABELS, steps=steps, reasoned=REASONED)
    list_display = ("provider", "claimant", "proof", "status", "started_at", "proved_at", "hold_until")
    list_filter = ("status", "method")
    list_select_related = ("provider", "claimant")
    search_fields = ("provider__display_name", "claimant__email", "sent_to")
    ordering = ("started_at", "pk")
    inlines = (ProofCodePart,)
    shown = (
        *("listing", "listed", "claimant", "part", "status", "method", "sent_to", "official", "papers"),
        *("started_at", "proved_at", "hold_until", "objection", "others"),
    )
    ended = ("decided_by", "decided_at", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).select_related("provider", "claimant")

    def may_decide(self, request: HttpRequest, claim: Claim) -> bool:
        own = claim.claimant_id == request.user.pk or can_edit_listing(request.user, claim.provider)
        return bool(steps(claim)) and not own

    def decide(self, request: HttpRequest, claim: Claim, said: dict[str, Any]) -> HttpResponse | None:
        assert isinstance(request.user, User)
        made = take(said["decision"], by=request.user, claim=claim, reason=said["words"])
        if isinstance(made, str):
            return self._read_out(request, claim, made)
        return _letter(claim, made) if isinstance(made, bytes) else None

    def _read_out(self, request: HttpRequest, claim: Claim, code: str) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Read this out now"),
            "claim": claim,
            "phone": claim_proofs.spoken(claim.sent_to),
            "code": proof_codes.in_groups(code),
        }
        answer = TemplateResponse(request, "admin/providers/claim/phone_code.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    @admin.display(description=_("Proof"), ordering="method")
    def proof(self, claim: Claim) -> str:
        """The method in a word or two: the list has no room for more."""
        return str(SHORT.get(claim.method, "-"))

    @admin.display(description=_("Listing"))
    def listing(self, claim: Claim) -> SafeString:
        return format_html(
            '<a href="{}">{}</a> · {}',
            reverse("admin:providers_provider_change", args=[claim.provider_id]),
            claim.provider.display_name,
            claim.provider.get_status_display(),
        )

    @admin.display(description=_("What the listing names"))
    def listed(self, claim: Claim) -> SafeString:
        """With how many other listings share the website's domain: one mailbox then speaks for many."""
        ways = claim_proofs.ways(claim.provider)
        lines = [(shown,) for way in ways.values() for _value, shown in way.targets]
        if ways[M.DOMAIN_EMAIL].is_possible:
            domain = ways[M.DOMAIN_EMAIL].targets[0][0]
            others = Provider.objects.filter(website__icontains=domain).exclude(pk=claim.provider_id).count()
            lines.append(
                (_("Other listings at %(domain)s: %(count)d") % {"domain": domain, "count": others},)
            )
        return format_html_join(BREAK, "{}", lines)

    @admin.display(description=_("Official and NPI"))
    def official(self, claim: Claim) -> SafeString | str:
        if not claim.npi:
            return "-"
        return format_html(
            '{} · <a href="{}" rel="noopener noreferrer">{}</a>',
            claim.official_name,
            NPPES.format(claim.npi),
            claim.npi,
        )

    @admin.display(description=_("Documents"))
    def papers(self, claim: Claim) -> SafeString | str:
        rows = [(reverse("document", args=[row.public_id]), row.name) for row in claim.documents.all()]
        return format_html_join(BREAK, '<a href="{}">{}</a>', rows) or "-"

    @admin.display(description=_("Other claims of this listing"))
    def others(self, claim: Claim) -> SafeString | str:
        rows = claim.provider.claims.exclude(pk=claim.pk).select_related("claimant")
        lines = [
            (reverse("admin:providers_claim_change", args=[row.pk]), row.claimant.email, C(row.status).label)
            for row in rows
        ]
        return format_html_join(BREAK, '<a href="{}">{}</a>: {}', lines) or "-"


def _letter(claim: Claim, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{claim.pk}.pdf"'
    answer["Cache-Control"] = "no-store"
    return answer


@admin.register(ProofCode)
class ProofCodeAdmin(ReadOnly):
    """When, where to and how often tried; the code itself is kept nowhere."""

    list_display = ("sent_to", "claim", "removal", "made_at", "expires_at", "tries_left", "used_at")
    list_select_related = ("claim", "removal")
    fields = ("claim", "removal", "sent_to", "made_at", "expires_at", "tries_left", "used_at")
    raw_id_fields = ("claim", "removal")
    search_fields = ("sent_to",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_decide_claims(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_decide_claims(request.user, obj)
