"""Requests to take a listing out, where the practice is to be called or two people want different things."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from providers.actions import claim_proofs, removals
from providers.models import RemovalRequest, User
from providers.models.claim import ProofMethod
from providers.models.removal import RemovalStatus as R

from .deciding import Deciding, decision_form
from .records import Record

LABELS = {
    "confirm_by_call": _("The practice confirmed it on the listed number: remove the listing"),
    "carry_out": _("Remove the listing, and end the claim that somebody else proved"),
    "refuse": _("Refuse"),
}


def steps(request: RemovalRequest) -> list[str]:
    if request.status == R.PROVED:
        return ["carry_out", "refuse"]
    if request.status != R.ASKED:
        return []
    return ["confirm_by_call", "refuse"] if request.method == ProofMethod.PHONE else ["refuse"]


@admin.register(RemovalRequest)
class RemovalAdmin(Deciding, Record):
    form = decision_form(RemovalRequest, labels=LABELS, steps=steps, reasoned=("refuse",))
    list_display = ("provider", "name", "method", "status", "asked_at", "settled_at")
    list_filter = ("status", "method")
    list_select_related = ("provider",)
    search_fields = ("provider__display_name", "name")
    ordering = ("asked_at", "pk")
    shown = ("provider", "name", "part", "call", "contact", "reason", "method", "status", "asked_at")
    ended = ("settled_at", "settled_by")

    @admin.display(description=_("Call, or mailed to"))
    def call(self, request: RemovalRequest) -> str:
        return claim_proofs.spoken(request.sent_to) if request.sent_to.startswith("+") else request.sent_to

    def may_decide(self, request: HttpRequest, record: RemovalRequest) -> bool:
        return bool(steps(record))

    def decide(
        self, request: HttpRequest, record: RemovalRequest, said: dict[str, Any]
    ) -> HttpResponse | None:
        assert isinstance(request.user, User)
        if said["decision"] == "refuse":
            removals.refuse(by=request.user, request=record, reason=said["words"])
        elif said["decision"] == "confirm_by_call":
            removals.confirm_by_call(by=request.user, request=record)
        else:
            removals.carry_out(by=request.user, request=record)
        return None
