"""Claims, their codes and requests for removal: to be looked up. They are decided in the workbench alone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from providers.models import Claim, ProofCode, RemovalRequest
from providers.models.claim import ProofMethod as M
from providers.permissions import can_decide_claims

from .records import ReadOnly, ReadOnlyPart

SHORT: dict[str | None, Any] = {
    M.DOMAIN_EMAIL: _("E-mail"),
    M.PHONE: _("Call"),
    M.LETTER: _("Letter"),
    M.NPPES_OFFICIAL: _("NPI official"),
}


class ForThoseWhoDecide(ReadOnly):
    """Seen by those who decide claims, and changed by nobody here."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_decide_claims(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_decide_claims(request.user, obj)


class ProofCodePart(ReadOnlyPart):
    model = ProofCode
    fields = ("sent_to", "made_at", "expires_at", "tries_left", "used_at")
    readonly_fields = ("made_at",)


@admin.register(Claim)
class ClaimAdmin(ForThoseWhoDecide):
    list_display = ("provider", "claimant", "proof", "status", "started_at", "proved_at", "hold_until")
    list_filter = ("status", "method")
    list_select_related = ("provider", "claimant")
    search_fields = ("provider__display_name", "claimant__email", "sent_to")
    ordering = ("started_at", "pk")
    inlines = (ProofCodePart,)
    fields = (
        *("provider", "workbench", "claimant", "part", "status", "method", "sent_to", "official_name", "npi"),
        *("papers", "started_at", "proved_at", "hold_until", "objection"),
        *("decided_by", "decided_at", "reason"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).select_related("provider", "claimant")

    @admin.display(description=_("Proof"), ordering="method")
    def proof(self, claim: Claim) -> str:
        """The method in a word or two: the list has no room for more."""
        return str(SHORT.get(claim.method, "-"))

    @admin.display(description=_("In the workbench"))
    def workbench(self, claim: Claim) -> SafeString | str:
        return links_of_cases(claim)

    @admin.display(description=_("Documents"))
    def papers(self, claim: Claim) -> SafeString | str:
        rows = [(reverse("document", args=[row.public_id]), row.name) for row in claim.documents.all()]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', rows) or "-"


def links_of_cases(record: Any) -> SafeString | str:
    """Where it is decided, or was."""
    rows = record.cases.order_by("-pk").values_list("pk", flat=True)
    links = [format_html('<a href="{}">{}</a>', reverse("staff_case", args=[pk]), pk) for pk in rows]
    return format_html_join(SafeString(", "), "{}", [(link,) for link in links]) or "-"


@admin.register(RemovalRequest)
class RemovalAdmin(ForThoseWhoDecide):
    list_display = ("provider", "name", "method", "status", "asked_at", "settled_at")
    list_filter = ("status", "method")
    list_select_related = ("provider",)
    search_fields = ("provider__display_name", "name")
    ordering = ("asked_at", "pk")
    fields = (
        *("provider", "workbench", "name", "part", "sent_to", "contact", "reason", "method", "status"),
        *("asked_at", "settled_at", "settled_by"),
    )
    readonly_fields = fields

    @admin.display(description=_("In the workbench"))
    def workbench(self, removal: RemovalRequest) -> SafeString | str:
        return links_of_cases(removal)


@admin.register(ProofCode)
class ProofCodeAdmin(ForThoseWhoDecide):
    """When, where to and how often tried; the code itself is kept nowhere."""

    list_display = ("sent_to", "claim", "removal", "made_at", "expires_at", "tries_left", "used_at")
    list_select_related = ("claim", "removal")
    fields = ("claim", "removal", "sent_to", "made_at", "expires_at", "tries_left", "used_at")
    raw_id_fields = ("claim", "removal")
    search_fields = ("sent_to",)
