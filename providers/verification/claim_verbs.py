"""What can be done with a claim: its proof, its dispute, its decision. Codes and letters are shown once."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import case_calls, claim_review, claim_steps, proof_codes
from providers.models import Case, Claim, User
from providers.models.case import CaseKind
from providers.models.claim import LETTER_DAYS, ProofMethod
from providers.models.claim import ClaimStatus as C
from providers.permissions import Permission

from . import calls
from .panels import VERBS, Action, ReasonForm, Shown, Verb
from .steps import OptionalReasonForm, step

RIGHT = Permission.DECIDE_CLAIMS


def _phone_code(by: User, case: Case, said: dict[str, Any]) -> Shown:
    code = claim_review.make_phone_code(by=by, claim=case.subject)
    return Shown("staff/calls/call.html", calls.context(case, code=proof_codes.in_groups(code)))


def _letter(by: User, case: Case, said: dict[str, Any]) -> HttpResponse:
    """Once it is posted, the next step is the claimant's."""
    content = claim_review.make_letter(by=by, claim=case.subject)
    until = timezone.localdate() + datetime.timedelta(days=LETTER_DAYS)
    case_calls.put_off(by=by, case=case, until=until)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{case.claim_id}.pdf"'
    return answer


def _fail_proof(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.fail_proof(by=by, claim=case.subject, reason=said["reason"])


def _refuse(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.refuse(by=by, claim=case.subject, reason=said["reason"])


def _accept_document(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.accept_document(by=by, claim=case.subject)


def _review(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.review(by=by, claim=case.subject)


def _open_dispute(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.open_dispute(by=by, claim=case.subject)


def _approve(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.approve(by=by, claim=case.subject)


def _approve_replacing(by: User, case: Case, said: dict[str, Any]) -> None:
    claim_review.approve(by=by, claim=case.subject, replaces=True)


VERBS[CaseKind.CLAIM] = {
    "call": calls.CALL,
    "phone-code": step("phone_code", _phone_code, permission=RIGHT),
    "letter": step("letter", _letter, permission=RIGHT),
    "accept-document": step(
        "accept_document", _accept_document, permission=RIGHT, done=gettext_lazy("The proof holds.")
    ),
    "fail-proof": step(
        "fail_proof", _fail_proof, permission=RIGHT, form=ReasonForm, done=gettext_lazy("The proof failed.")
    ),
    "review": step("review", _review, permission=RIGHT, form=OptionalReasonForm),
    "open-dispute": step(
        "open_dispute", _open_dispute, permission=RIGHT, done=gettext_lazy("The present owners were told.")
    ),
    "approve": step(
        "approve", _approve, permission=RIGHT, form=OptionalReasonForm, done=gettext_lazy("Approved.")
    ),
    "approve-replacing": step(
        *("approve_replacing", _approve_replacing),
        permission=RIGHT,
        form=ReasonForm,
        done=gettext_lazy("Approved. Those who ran it until now no longer do."),
        is_grave=True,
    ),
    "refuse": step("refuse", _refuse, permission=RIGHT, form=ReasonForm, done=gettext_lazy("Refused.")),
}

FIRST = {
    ProofMethod.PHONE: ["phone-code"],
    ProofMethod.LETTER: ["letter"],
    ProofMethod.NPPES_OFFICIAL: ["accept-document"],
}
KEYS = {
    "phone-code": "p",
    "letter": "l",
    "accept-document": "d",
    "fail-proof": "f",
    "review": "k",
    "open-dispute": "o",
    "approve": "a",
    "approve-replacing": "e",
    "refuse": "r",
}
LABELS = {
    "phone-code": gettext_lazy("Make a code and read it out now"),
    "letter": gettext_lazy("Make a letter with a new code"),
    "accept-document": gettext_lazy("The document names the register’s official: the proof holds"),
    "fail-proof": gettext_lazy("The proof does not hold"),
    "review": gettext_lazy("Mark as looked at"),
    "open-dispute": gettext_lazy("Somebody owns it now: tell them and wait seven days"),
    "approve": gettext_lazy("Approve: the claimant becomes an owner"),
    "approve-replacing": gettext_lazy("Approve, and end the part of all who run it now"),
    "refuse": gettext_lazy("Refuse"),
}


def possible(claim: Claim, *, is_owned: bool) -> list[str]:
    """What can be done with this claim now, the usual first."""
    if claim.status == C.EVIDENCE_SENT:
        first = FIRST.get(ProofMethod(claim.method), []) if claim.method else []
        return [*first, "fail-proof"]
    if claim.status not in claim_steps.PROVED:
        return []
    if is_owned and claim.hold_until is None:
        return ["open-dispute", "refuse"]
    later = ["review"] if claim.status != C.REVIEWED else []
    return ["approve", *(["approve-replacing"] if is_owned else []), *later, "refuse"]


def actions(case: Case, claim: Claim, *, is_owned: bool) -> list[Action]:
    known: dict[str, Verb] = VERBS[CaseKind.CLAIM]
    wait = _why_wait(claim, is_owned)
    return [
        Action(
            verb,
            str(LABELS[verb]),
            KEYS[verb],
            known[verb].form(case=case),
            is_grave=known[verb].is_grave,
            why_not=wait if verb in ("approve", "approve-replacing", "review") else "",
        )
        for verb in possible(claim, is_owned=is_owned)
    ]


def _why_wait(claim: Claim, is_owned: bool) -> str:
    if is_owned and claim.hold_until and claim.hold_until > timezone.now():
        return _("The present owner still has time to answer.")
    return ""
