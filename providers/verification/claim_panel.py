"""A claim: who claims the listing, with what proof; beside it what the listing and the register say."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.utils.translation import gettext as _

from providers.actions import claim_proofs, web_domains
from providers.models import Case, Check, Claim, Document, ProofCode, Provider
from providers.models.case import CaseKind
from providers.models.claim import ClaimStatus, ProofMethod

from . import likeness
from .calls import call_action
from .claim_verbs import actions
from .listing_side import ListingSide, RegisterSide, gate_lines, listing_side, name_of, register_side
from .panels import PANELS, Difference, Panel
from .scripts import script


def panel(request: HttpRequest, case: Case) -> Panel:
    claim = loaded(case)
    side = listing_side(claim.provider)
    register = register_side(claim.npi or claim.provider.npi)
    numbers = tuple((phone, claim_proofs.spoken(phone)) for phone in dict.fromkeys(side.phones))
    buttons = actions(case, claim, is_owned=_is_owned(claim, side))
    return Panel(
        title=_("%(who)s claims %(listing)s") % {"who": _name(claim), "listing": claim.provider.display_name},
        template="staff/claim/panel.html",
        context={
            "claim": claim,
            "method": ProofMethod(claim.method).label if claim.method else _("No proof chosen yet"),
            "status": ClaimStatus(claim.status).label,
            "documents": claim.papers,  # type: ignore[attr-defined]
            "codes": _codes(claim),
            "others": _others(claim),
            "at_domain": claim.at_domain,  # type: ignore[attr-defined]
            "side": side,
            "register": register,
            "gates": gate_lines(list(Check.objects.filter(claim=claim))),
            "script": script(case) if claim.method == ProofMethod.PHONE else [],
            "numbers": numbers,
        },
        differences=differences(claim, side, register),
        actions=[*buttons, call_action(case, numbers)],
    )


def loaded(case: Case) -> Claim:
    """With its papers, its codes and the other claims of the listing, in one query. The case keeps it."""
    provider = case.provider
    assert provider is not None
    domain = web_domains.mail_domain(provider.website).name
    rows = Claim.objects.filter(pk=case.claim_id or 0).select_related("claimant")
    claim: Claim = rows.annotate(
        papers=_rows(Document.objects.filter(claim=OuterRef("pk")).order_by("pk"), "public_id", "name"),
        codes_made=_rows(ProofCode.objects.filter(claim=OuterRef("pk")), "made_at", "tries_left", "used_at"),
        other_claims=_rows(
            Claim.objects.filter(provider=OuterRef("provider")).exclude(pk=OuterRef("pk")),
            *("pk", "status", "claimant__email"),
        ),
        at_domain=_others_at(domain),
    ).get()
    claim.provider = provider
    case.claim = claim
    return claim


def _rows(query: QuerySet[Any], *names: str) -> ArraySubquery:
    return ArraySubquery(query.values(row=JSONObject(**{name: name for name in names})))


def _others_at(domain: str) -> Any:
    """How many other listings have their website at this domain: one mailbox then speaks for many."""
    rows = Provider.objects.filter(website__icontains=domain) if domain else Provider.objects.none()
    counted = rows.exclude(pk=OuterRef("provider")).order_by().values(one=Value(1)).annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())


def _name(claim: Claim) -> str:
    return claim.claimant.name or claim.claimant.email


def _is_owned(claim: Claim, side: ListingSide) -> bool:
    return any(owner.user_id != claim.claimant_id for owner in side.owners)


def _codes(claim: Claim) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = claim.codes_made  # type: ignore[attr-defined]
    return [{**row, "made_at": datetime.datetime.fromisoformat(row["made_at"])} for row in rows]


def _others(claim: Claim) -> list[dict[str, str]]:
    rows: list[dict[str, Any]] = claim.other_claims  # type: ignore[attr-defined]
    return [
        {"email": row["claimant__email"], "status": str(ClaimStatus(row["status"]).label)} for row in rows
    ]


def differences(claim: Claim, side: ListingSide, register: RegisterSide | None) -> list[Difference]:
    """Each thing that the claimant relies on, beside what the listing and the register have."""
    provider = claim.provider
    found = [
        likeness.domain(_("Account’s address and listed website"), claim.claimant.email, provider.website)
    ]
    if claim.method == ProofMethod.DOMAIN_EMAIL:
        found.append(likeness.domain(_("Address that got the code"), claim.sent_to, provider.website))
    if claim.method == ProofMethod.PHONE:
        found.append(likeness.phone(_("Number to call"), claim.sent_to, *side.phones))
    if claim.method == ProofMethod.LETTER:
        places = [place.address for place in side.places if not place.is_closed]
        named = claim.sent_to if claim.sent_to in places else "; ".join(places)
        found.append(likeness.text(_("Address for the letter"), claim.sent_to, named))
    return [*found, *_against_register(claim, side, register)]


def _against_register(claim: Claim, side: ListingSide, register: RegisterSide | None) -> list[Difference]:
    record = register.record if register else None
    if record is None:
        return []
    found = []
    if claim.official_name:
        found.append(likeness.person(_("Authorized official"), claim.official_name, record.official_name))
        found.append(likeness.person(_("Claimant and official"), claim.claimant.name, record.official_name))
    found.append(
        likeness.firm(_("Listing’s name and register"), claim.provider.display_name, name_of(record))
    )
    phones = [record.phone, record.official_phone]
    listed = next((one for one in side.phones if likeness.digits(one) in phones), "")
    found.append(
        likeness.phone(_("Listed telephone and register"), listed or "".join(side.phones[:1]), *phones)
    )
    return found


PANELS[CaseKind.CLAIM] = panel
