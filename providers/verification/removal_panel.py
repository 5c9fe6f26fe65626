"""A request to take a listing out: who asks, what the listing says, the call, and what is done then."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import case_calls, claim_proofs, removals
from providers.actions.case_calls import CallOutcome
from providers.actions.claim_steps import PROVED
from providers.actions.refusals import refuse_unless
from providers.models import Case, Claim, RemovalRequest, User
from providers.models.case import CaseKind
from providers.models.claim import ClaimStatus, ProofMethod
from providers.models.removal import RemovalStatus as R
from providers.permissions import Permission

from . import calls, likeness
from .listing_side import ListingSide, listing_side
from .panels import PANELS, VERBS, Action, CaseForm, Panel, ReasonForm
from .scripts import script
from .steps import step

RIGHT = Permission.DECIDE_CLAIMS


def panel(request: HttpRequest, case: Case) -> Panel:
    removal = _loaded(case)
    side = listing_side(removal.provider)
    proved = list(removal.provider.claims.filter(status__in=PROVED).select_related("claimant"))
    numbers = tuple((phone, claim_proofs.spoken(phone)) for phone in dict.fromkeys(side.phones))
    numbers = tuple(sorted(numbers, key=lambda pair: pair[0] != removal.sent_to))
    is_by_phone = removal.method == ProofMethod.PHONE
    return Panel(
        title=_("Take %s out of the directory") % removal.provider.display_name,
        template="staff/removal/panel.html",
        context={
            "removal": removal,
            "status": R(removal.status).label,
            "method": ProofMethod(removal.method).label,
            "called": claim_proofs.spoken(removal.sent_to) if is_by_phone else removal.sent_to,
            "claims": [_told(claim) for claim in proved],
            "side": side,
            "script": script(case) if is_by_phone else [],
            "numbers": numbers,
        },
        differences=_differences(removal, side),
        actions=_actions(case, removal, numbers),
    )


def _loaded(case: Case) -> RemovalRequest:
    removal: RemovalRequest = case.subject
    assert case.provider is not None
    removal.provider = case.provider
    return removal


def _differences(removal: RemovalRequest, side: ListingSide) -> list[Any]:
    if removal.method == ProofMethod.PHONE:
        return [likeness.phone(_("Number to call"), removal.sent_to, *side.phones)]
    return [likeness.domain(_("Address that got the code"), removal.sent_to, side.provider.website)]


def _told(claim: Claim) -> dict[str, str]:
    who = claim.claimant.name or claim.claimant.email
    return {"who": who, "status": str(ClaimStatus(claim.status).label)}


def _confirm_by_call(by: User, case: Case, said: dict[str, Any]) -> None:
    reached = case_calls.newest_outcome(case) == CallOutcome.REACHED
    refuse_unless(reached, _("Record first that you reached the practice and that they confirm it."))
    removals.confirm_by_call(by=by, request=case.subject)


def _carry_out(by: User, case: Case, said: dict[str, Any]) -> None:
    removals.carry_out(by=by, request=case.subject)


def _refuse(by: User, case: Case, said: dict[str, Any]) -> None:
    removals.refuse(by=by, request=case.subject, reason=said["reason"])


REMOVED = gettext_lazy("The listing is out of the directory.")
VERBS[CaseKind.REMOVAL] = {
    "call": calls.CALL,
    "remove": step("confirm_by_call", _confirm_by_call, permission=RIGHT, done=REMOVED, is_grave=True),
    "carry-out": step(
        "carry_out", _carry_out, permission=RIGHT, form=ReasonForm, done=REMOVED, is_grave=True
    ),
    "refuse": step("refuse", _refuse, permission=RIGHT, form=ReasonForm, done=gettext_lazy("Refused.")),
}


def _actions(case: Case, removal: RemovalRequest, numbers: calls.Numbers) -> list[Action]:
    refuse = Action("refuse", _("Refuse"), "r", ReasonForm(case=case))
    if removal.status == R.PROVED:
        label = _("Remove the listing, and end the claim that somebody else proved")
        return [Action("carry-out", label, "a", ReasonForm(case=case), is_grave=True), refuse]
    if removal.method != ProofMethod.PHONE:
        return [refuse]
    label = _("The practice confirmed it: remove the listing")
    remove = Action("remove", label, "a", CaseForm(case=case), is_grave=True)
    return [calls.call_action(case, numbers), remove, refuse]


PANELS[CaseKind.REMOVAL] = panel
