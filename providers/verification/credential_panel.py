"""A credential's case: what is claimed, what the newest look at the source found, what can be done."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from providers.actions.clock import today
from providers.actions.credential_compare import compare, field_name, holder_name
from providers.actions.credential_flow import DECIDABLE
from providers.actions.credential_review import endorsers
from providers.models import Case, Credential, User
from providers.models.case import CaseKind
from providers.models.credential import OLDEST_CHECK_DAYS
from providers.models.place_names import STATES
from providers.models.vocabulary import CheckResult
from providers.models.vocabulary import CredentialStatus as C

from . import credential_beside, credential_npi, credential_record
from .credential_beside import Register
from .credential_record import Record
from .credential_verbs import STEPS
from .panels import PANELS, Action, Difference, Panel

CHECKS_DRAWN = 20


def panel(request: HttpRequest, case: Case) -> Panel:
    day = today()
    user: User = request.user  # type: ignore[assignment]
    beside = credential_beside.read(user, case)
    credential = case.credential = beside.credential
    record = credential_record.read(credential, day)
    draws_all = request.GET.get("checks") == "all"
    return Panel(
        title=title_of(credential),
        template="staff/credential/panel.html",
        context={
            "record": record,
            "beside": beside,
            "credential": credential,
            "holder": holder_name(credential),
            "signed_days": credential_record.signed_days(credential, day),
            "is_word_too_old": credential_record.is_word_too_old(credential, day),
            "looks": record.looks if draws_all else record.looks[:CHECKS_DRAWN],
            "more_looks": 0 if draws_all else max(0, len(record.looks) - CHECKS_DRAWN),
            "npi": credential_npi.side(beside),
        },
        differences=_differences(record),
        actions=actions(user, case, record, _first(beside.registers), day),
        history=credential_record.history(record.decisions),
    )


def title_of(credential: Credential) -> str:
    state = STATES.get(credential.state, credential.state)
    what = f"{credential.label}, {state}" if state else credential.label
    return f"{holder_name(credential)}: {what}"


def _differences(record: Record) -> list[Difference]:
    """The claim beside the newest look; where nobody has looked, the right side is empty."""
    newest = record.newest
    found = newest.check.found if newest and isinstance(newest.check.found, dict) else {}
    rows = compare(record.credential, found)
    return [Difference(field_name(row.field), row.claim, row.source, row.is_same) for row in rows]


def _first(registers: list[Register]) -> dict[str, str]:
    """What the form begins with: the register that counts, and its address. Never what it says."""
    return {"source": registers[0].name, "source_url": registers[0].url} if registers else {}


def actions(
    user: User, case: Case, record: Record, source: dict[str, str], day: datetime.date
) -> list[Action]:
    status = C(record.credential.status)
    offered = []
    for verb, step in STEPS.items():
        if status not in step.states:
            continue
        why_not = _why_not(verb, user, record, day)
        if why_not is None:
            continue
        form = _blank(step.form, case, source) if not why_not else None
        offered.append(Action(verb, step.label, step.key, form, step.is_grave, why_not))
    return offered


def _blank(make: Any, case: Case, source: dict[str, str]) -> forms.Form:
    form: forms.Form = make(case=case)
    for name, value in source.items():
        if name in form.fields:
            form.fields[name].initial = value
    return form


def _why_not(verb: str, user: User, record: Record, day: datetime.date) -> str | None:
    """A sentence where the button would be refused; None where it is not worth naming; "" to offer it."""
    if verb in ("approve", "endorse"):
        return _why_not_decide(verb, user, record, day)
    if verb == "take-back":
        return "" if user.pk in endorsers(record.decisions) else None
    return ""


def _why_not_decide(verb: str, user: User, record: Record, day: datetime.date) -> str | None:
    adverse, endorsed = record.adverse, endorsers(record.decisions)
    is_submitter = record.credential.confirmed_by_id == user.pk
    looked = any(look.check.by_id == user.pk for look in record.looks)
    if verb == "endorse" and not adverse and record.credential.status in DECIDABLE:
        return None
    if verb == "approve" and (obstacle := _obstacle(record, day)):
        return obstacle
    if is_submitter or (adverse and looked):
        return _("Somebody who did not enter this must decide.")
    if verb == "endorse":
        return _("You have endorsed it.") if user.pk in endorsed else ""
    return _needs_another(adverse, endorsed - {user.pk})


def _needs_another(adverse: list[str], others: set[int | None]) -> str:
    return _("A second person must endorse it first.") if adverse and not others else ""


def _obstacle(record: Record, day: datetime.date) -> str:
    """Of one decision, the first thing that stands against it."""
    credential, newest = record.credential, record.newest
    if newest is None or newest.check.result in (CheckResult.NOT_FOUND, CheckResult.NO_ANSWER):
        return _("The source has not shown it.")
    if newest.check.result == CheckResult.DIFFERS and credential.status == C.SOURCE_CHECKED:
        return _("It differs: request information from the provider first.")
    if credential.checked_on and (day - credential.checked_on).days > OLDEST_CHECK_DAYS:
        return _("The look is more than 120 days old: record a new one.")
    if credential_record.is_word_too_old(credential, day):
        return _("The provider’s statement is more than 90 days old: ask for a new one.")
    if credential.expires_on and credential.expires_on < day:
        return _("It has expired.")
    return ""


PANELS[CaseKind.CREDENTIAL] = panel
