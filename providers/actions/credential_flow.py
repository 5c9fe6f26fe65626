"""What a reviewer does in one go: steps of the state machine that follow from each other, in one transaction.

Each step is the action that it always was, with its own rules and its own decision.
"""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from providers.models import Check, Credential, User
from providers.models.vocabulary import CheckMethod, CheckResult, Gate
from providers.models.vocabulary import CredentialStatus as C
from providers.permissions import newest_of_gates

from . import credentials
from .clock import today
from .credential_compare import differences, field_name, is_renewal, result_of
from .credential_evidence import Seen, newest_check
from .credential_steps import locked
from .credential_upkeep import LIVE
from .refusals import refuse_unless

BEFORE_THE_SOURCE = (C.CLAIMED, C.IDENTITY_MATCHED, C.SOURCE_UNAVAILABLE)
ASKED_AGAIN = (C.SOURCE_CHECKED, C.PROVIDER_REPLY, C.IN_REVIEW)
RECORDABLE = (*BEFORE_THE_SOURCE, C.SOURCE_REQUESTED, *ASKED_AGAIN, *LIVE)
SILENT = (*BEFORE_THE_SOURCE, C.SOURCE_REQUESTED, *LIVE)
DECIDABLE = (C.SOURCE_CHECKED, C.PROVIDER_REPLY, C.IN_REVIEW)
ASKABLE = (C.CLAIMED, C.IDENTITY_MATCHED, C.SOURCE_CHECKED)
LANGUAGE = "en"
# A possible hit on the exclusion list is a private flag: it is no point for the provider to answer here.
PRIVATE_GATES = (Gate.EXCLUSION,)


def compared(credential: Credential, seen: Seen) -> Seen:
    """What was found with what differs, and the result that follows: nobody says by hand that it agrees."""
    if seen.result in (CheckResult.NOT_FOUND, CheckResult.NO_ANSWER):
        return seen
    with override(LANGUAGE):
        differs = differences(credential, seen.found)
    found = {**seen.found, "differs": differs} if differs else seen.found
    return replace(seen, found=found, result=result_of(credential, seen.found))


@transaction.atomic
def record(*, by: User, credential: Credential, seen: Seen) -> Credential:
    """A look at the register, in whichever state: the first, a new one, the repeated one, a renewal."""
    row = locked(credential, RECORDABLE)
    whole = compared(row, seen)
    if row.status not in LIVE:
        row = _to_source(by, row)
        return credentials.record_check(by=by, credential=row, seen=whole)
    if whole.result == CheckResult.DIFFERS and is_renewal(row, seen.found, today()):
        until = datetime.date.fromisoformat(str(seen.found["expires_on"]))
        agreed = replace(seen, result=CheckResult.AGREES)
        return credentials.renew(by=by, credential=row, expires_on=until, seen=agreed)
    return credentials.recheck(by=by, credential=row, seen=whole)


def _to_source(by: User, row: Credential) -> Credential:
    if row.status == C.CLAIMED:
        row = credentials.match_identity(by=by, credential=row)
    if row.status != C.SOURCE_REQUESTED:
        row = credentials.request_source(by=by, credential=row)
    return row


@transaction.atomic
def no_answer(*, by: User, credential: Credential, source: str, reason: str) -> Credential:
    """The register could not be reached. A live credential keeps its state, and its last good look."""
    row = locked(credential, SILENT)
    if row.status in LIVE:
        seen = Seen(
            source=source,
            source_date=today(),
            method=CheckMethod.REGISTER_WEB,
            result=CheckResult.NO_ANSWER,
            found={"note": reason},
        )
        return credentials.recheck(by=by, credential=row, seen=seen)
    row = _to_source(by, row)
    return credentials.source_unavailable(by=by, credential=row, reason=reason)


def open_points(credential: Credential) -> list[str]:
    """Everything that stands in the way, so that the provider hears of all of it at once."""
    with override(LANGUAGE):
        points = [_("Missing: %s") % gap for gap in credentials.gaps(credential)]
        check = newest_check(credential)
        if check is not None and check.result == CheckResult.NOT_FOUND:
            points.append(_("Not found in: %s") % check.source)
        looks = [check] if check is not None and check.result == CheckResult.DIFFERS else []
        looks += [row for row in newest_of_gates(credential) if _is_told(row)]
        points += [_sentence(each, look) for look in looks for each in look.found.get("differs", [])]
    return points


def _is_told(check: Check) -> bool:
    return check.result == CheckResult.DIFFERS and check.gate not in PRIVATE_GATES


def _sentence(differs: dict[str, str], check: Check) -> str:
    return _("%(field)s: you entered “%(claim)s”, %(source)s has “%(found)s”") % {
        "field": field_name(differs.get("field", "")),
        "claim": differs.get("claim") or _("nothing"),
        "source": check.source,
        "found": differs.get("source") or _("nothing"),
    }


@transaction.atomic
def ask(*, by: User, credential: Credential, words: str = "") -> Credential:
    """Asks the provider once, for all that is missing or differs; the decision's reason is that list."""
    row = locked(credential, ASKABLE)
    points = open_points(row)
    refuse_unless(bool(points or words.strip()), _("Nothing is missing or differs: say what to ask."))
    if row.status == C.CLAIMED and credentials.gaps(row):
        return credentials.mark_incomplete(by=by, credential=row)
    if row.status == C.CLAIMED:
        row = credentials.match_identity(by=by, credential=row)
    reason = "\n".join([*points, *([words.strip()] if words.strip() else [])])
    return credentials.find_discrepancy(by=by, credential=row, reason=reason[:2000])


def _to_review(by: User, credential: Credential) -> Credential:
    row = locked(credential, DECIDABLE)
    return row if row.status == C.IN_REVIEW else credentials.send_to_review(by=by, credential=row)


@transaction.atomic
def approve(*, by: User, credential: Credential, reason: str = "") -> Credential:
    """A clean look goes before the reviewer and is approved in one go."""
    return credentials.approve(by=by, credential=_to_review(by, credential), reason=reason)


@transaction.atomic
def endorse(*, by: User, credential: Credential, reason: str) -> Credential:
    row = locked(credential, [*DECIDABLE, C.SUSPENDED])
    row = row if row.status == C.SUSPENDED else _to_review(by, row)
    return credentials.endorse(by=by, credential=row, reason=reason)


@transaction.atomic
def refuse(*, by: User, credential: Credential, reason: str) -> Credential:
    row = locked(credential, [C.PROVIDER_REPLY, C.IN_REVIEW, C.APPEAL])
    row = row if row.status == C.APPEAL else _to_review(by, row)
    return credentials.refuse(by=by, credential=row, reason=reason)
