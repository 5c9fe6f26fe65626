"""What can be done to a credential, by state: which key, which form, which action."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions import case_holding, cases, credential_flow, credential_review, credentials, documents
from providers.actions.credential_evidence import Seen
from providers.actions.credential_flow import ASKABLE, DECIDABLE, RECORDABLE, SILENT
from providers.actions.credential_upkeep import LIVE
from providers.models import Case, User
from providers.models.case import CaseEventKind, CaseKind
from providers.models.credential import TERMINAL
from providers.models.vocabulary import CheckResult
from providers.models.vocabulary import CredentialStatus as C
from providers.permissions import Permission

from .credential_forms import FOUND, AskForm, RecordForm, SilentForm
from .panels import VERBS, CaseForm, ReasonForm, Verb


def _record(by: User, case: Case, data: dict[str, Any]) -> None:
    seen = Seen(
        source=data["source"],
        source_url=data["source_url"],
        source_date=data["source_date"],
        method=data["method"],
        result=CheckResult.AGREES if data["outcome"] == FOUND else CheckResult.NOT_FOUND,
        found=_found(data),
        evidence=_evidence(by, case, data["evidence"]),
    )
    credential_flow.record(by=by, credential=case.subject, seen=seen)


def _found(data: dict[str, Any]) -> dict[str, Any]:
    """As a Check keeps it: only what was entered, days as ISO."""
    if data["outcome"] != FOUND:
        return {"note": data["note"]} if data["note"] else {}
    names = ("name", "number", "state", "status", "note")
    found = {name: data[name] for name in names if data.get(name)}
    return found | ({"expires_on": data["expires_on"].isoformat()} if data["expires_on"] else {})


def _evidence(by: User, case: Case, upload: Any) -> bytes:
    """Kept as a document of the credential, so that its digest can be shown to be right later."""
    if not upload:
        return b""
    if case.provider is None:
        return bytes(upload.read())
    document = documents.store(by=by, upload=upload, provider=case.provider, credential=case.subject)
    with document.file.open("rb") as file:
        return bytes(file.read())


def _no_answer(by: User, case: Case, data: dict[str, Any]) -> None:
    credential_flow.no_answer(by=by, credential=case.subject, source=data["source"], reason=data["reason"])


def _ask(by: User, case: Case, data: dict[str, Any]) -> None:
    if data["words"]:
        cases.write(by=by, case=case, kind=CaseEventKind.TO_PROVIDER, text=data["words"], code="ask")
    credential_flow.ask(by=by, credential=case.subject, words=data["words"])


def _approve(by: User, case: Case, data: dict[str, Any]) -> None:
    credential_flow.approve(by=by, credential=case.subject)


def _endorse(by: User, case: Case, data: dict[str, Any]) -> None:
    """The next word is somebody else's, so it goes back to the queue."""
    credential_flow.endorse(by=by, credential=case.subject, reason=data["reason"])
    case_holding.release(by=by, case=case)


def _with_reason(action: Callable[..., Any]) -> Callable[[User, Case, dict[str, Any]], None]:
    def do(by: User, case: Case, data: dict[str, Any]) -> None:
        action(by=by, credential=case.subject, reason=data["reason"])

    return do


@dataclass(frozen=True)
class Step:
    """states: where it can be done at all."""

    key: str
    label: Any
    states: Collection[str]
    form: Callable[..., forms.Form]
    do: Callable[[User, Case, dict[str, Any]], None]
    done: Any
    is_grave: bool = False
    permission: Permission = Permission.DECIDE_CREDENTIALS


REASONED = ReasonForm
STEPS: dict[str, Step] = {
    "record": Step("r", _("Record a check"), RECORDABLE, RecordForm, _record, _("Check recorded.")),
    "approve": Step("a", _("Approve"), DECIDABLE, CaseForm, _approve, _("Approved.")),
    "ask": Step("i", _("Request information"), ASKABLE, AskForm, _ask, _("The provider is asked.")),
    "no-answer": Step(
        "x", _("The source gave no answer"), SILENT, SilentForm, _no_answer, _("Noted: no answer.")
    ),
    "endorse": Step(
        "e",
        _("Endorse, as the first of two"),
        (*DECIDABLE, C.SUSPENDED),
        REASONED,
        _endorse,
        _("Endorsed: somebody else decides now."),
    ),
    "take-back": Step(
        "u",
        _("Take back my endorsement"),
        (C.IN_REVIEW, C.SUSPENDED),
        REASONED,
        _with_reason(credential_review.take_back),
        _("Your endorsement is taken back."),
    ),
    "reply": Step(
        "p",
        _("Go on with the provider’s answer, or without one"),
        (C.DISCREPANCY,),
        REASONED,
        _with_reason(credentials.reply),
        _("Noted. It can be decided now."),
    ),
    "refuse": Step(
        "f",
        _("Refuse"),
        (C.PROVIDER_REPLY, C.IN_REVIEW, C.APPEAL),
        REASONED,
        _with_reason(credential_flow.refuse),
        _("Refused."),
        is_grave=True,
    ),
    "suspend": Step(
        "s",
        _("Suspend"),
        (*LIVE, C.IN_REVIEW),
        REASONED,
        _with_reason(credentials.suspend),
        _("Suspended."),
        is_grave=True,
    ),
    "reopen": Step(
        "o",
        _("Back into review"),
        (C.APPEAL, C.SUSPENDED, *LIVE),
        REASONED,
        _with_reason(credentials.reopen),
        _("It is in review again."),
    ),
    "restart": Step(
        "y",
        _("Start over at the source"),
        (*LIVE, C.EXPIRED),
        REASONED,
        _with_reason(credentials.restart),
        _("Started over."),
    ),
    "revoke": Step(
        "v",
        _("Revoke for good"),
        (*LIVE, C.SUSPENDED),
        REASONED,
        _with_reason(credentials.revoke),
        _("Revoked."),
        is_grave=True,
        permission=Permission.LEAD,
    ),
    "withdraw": Step(
        "w",
        _("Withdraw for the provider"),
        tuple(state for state in C if state not in TERMINAL),
        REASONED,
        _with_reason(credentials.withdraw),
        _("Withdrawn."),
        is_grave=True,
    ),
}


def _verb(step: Step) -> Verb:
    return Verb(
        form=step.form, do=step.do, permission=step.permission, done=step.done, is_grave=step.is_grave
    )


VERBS[CaseKind.CREDENTIAL] = {name: _verb(step) for name, step in STEPS.items()}
