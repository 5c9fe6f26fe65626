"""From a claim to the reviewer's desk: what is said, who is meant, and what the issuer's register answers."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Credential, Location, Practitioner, Provider, User
from providers.models.identifiers import is_npi
from providers.models.vocabulary import Basis, CheckResult, CredentialType
from providers.models.vocabulary import CredentialStatus as C

from . import cases
from .clock import refuse_future, today
from .credential_evidence import Seen, keep, newest_check, refuse_old_check
from .credential_steps import locked, plain_step, step, write_down
from .gates import asked
from .refusals import refuse_unless

NEED_NUMBER = (CredentialType.STATE_LICENCE, CredentialType.CONTROLLED_SUBSTANCE_STATE, CredentialType.NPI)
HOLDERS = {Practitioner: "practitioner", Provider: "provider", Location: "location"}


@transaction.atomic
def claim(
    *, by: User | None, holder: Practitioner | Provider | Location, type: str, **facts: Any
) -> Credential:
    """What a provider says it holds. The person who says so is `by`, and can never approve it."""
    facts = {"basis": Basis.PROVIDER_ATTESTED, "confirmed_on": today(), **facts}
    facts[HOLDERS[holder.__class__]] = holder
    credential = Credential(type=type, status=C.CLAIMED, since=today(), confirmed_by=by, **facts)
    credential.full_clean()
    credential.save()
    write_down(by=by, credential=credential, event="claim", before=C.CLAIMED)
    cases.follow(credential, by=by)
    asked.for_credential(credential.pk)
    return credential


def gaps(credential: Credential) -> list[str]:
    """Everything that is still missing, so that the provider is asked once."""
    wanted = {
        _("a signed statement that all of it is true"): credential.attested_on,
        _("who issued it"): credential.issuer,
        _("its number"): credential.number or credential.type not in NEED_NUMBER,
    }
    return [name for name, value in wanted.items() if not value]


@transaction.atomic
def mark_incomplete(*, by: User | None, credential: Credential, also: Collection[str] = ()) -> Credential:
    """Asks once, for all that is missing; the decision's reason is that list. also: what the gates miss."""
    row = locked(credential, [C.CLAIMED])
    missing = [*gaps(row), *also]
    refuse_unless(bool(missing), _("Nothing is missing."))
    return step(by=by, credential=row, event="mark_incomplete", to=C.INCOMPLETE, reason="; ".join(missing))


@transaction.atomic
def supply(*, by: User | None, credential: Credential, **facts: Any) -> Credential:
    """The provider gives what was missing."""
    row = locked(credential, [C.INCOMPLETE])
    for field, value in facts.items():
        setattr(row, field, value)
    row.full_clean()
    return step(by=by, credential=row, event="supply", to=C.CLAIMED, confirmed_by=by, **facts)


@transaction.atomic
def attest(*, by: User, credential: Credential) -> Credential:
    """Signed again, today, by somebody of the provider: needed where the old statement has aged."""
    row = locked(credential, [state for state in C if state not in (C.REVOKED, C.WITHDRAWN)])
    return step(by=by, credential=row, event="attest", to=row.status, attested_on=today(), confirmed_by=by)


@transaction.atomic
def match_identity(*, by: User | None, credential: Credential) -> Credential:
    row = locked(credential, [C.CLAIMED])
    missing = gaps(row)
    refuse_unless(not missing, _("Still missing: %s.") % "; ".join(missing))
    refuse_future(row.attested_on or today())
    return step(by=by, credential=row, event="match_identity", to=C.IDENTITY_MATCHED)


@transaction.atomic
def request_source(*, by: User | None, credential: Credential) -> Credential:
    """Asks the issuer: the first time, again after silence, or because the last answer is too old."""
    ready = [C.IDENTITY_MATCHED, C.SOURCE_UNAVAILABLE, C.SOURCE_CHECKED, C.PROVIDER_REPLY, C.IN_REVIEW]
    row = locked(credential, ready)
    npi = row.number if row.type == CredentialType.NPI else getattr(row.practitioner, "npi", "")
    refuse_unless(not npi or is_npi(npi), _("The NPI's check digit is wrong."))
    return step(by=by, credential=row, event="request_source", to=C.SOURCE_REQUESTED)


source_unavailable = partial(
    plain_step, event="source_unavailable", to=C.SOURCE_UNAVAILABLE, needs_reason=True
)
find_discrepancy = partial(plain_step, event="find_discrepancy", to=C.DISCREPANCY, needs_reason=True)
reply = partial(plain_step, event="reply", to=C.PROVIDER_REPLY, needs_reason=True)


@transaction.atomic
def record_check(*, by: User | None, credential: Credential, seen: Seen) -> Credential:
    """What the issuer's register says. Where it had no answer, use source_unavailable."""
    row = locked(credential, [C.SOURCE_REQUESTED])
    refuse_unless(seen.result != CheckResult.NO_ANSWER, _("No answer is not a check."))
    check = keep(by=by, credential=row, seen=seen)
    return step(
        by=by,
        credential=row,
        event="record_check",
        to=C.SOURCE_CHECKED,
        evidence=check,
        checked_on=check.source_date,
    )


@transaction.atomic
def send_to_review(*, by: User | None, credential: Credential) -> Credential:
    row = locked(credential, [C.SOURCE_CHECKED, C.PROVIDER_REPLY])
    check = newest_check(row)
    if row.status == C.SOURCE_CHECKED:
        agrees = check is not None and check.result == CheckResult.AGREES
        refuse_unless(agrees, _("The source says something else: tell the provider what differs first."))
        refuse_old_check(row)
    return step(by=by, credential=row, event="send_to_review", to=C.IN_REVIEW, evidence=check)
