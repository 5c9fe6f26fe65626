"""A provider's own hand on a credential: entered, signed, corrected while nobody has looked it up, ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Credential, Location, Practitioner, Provider, User
from providers.models.credential import TERMINAL
from providers.models.identifiers import holds_dea
from providers.models.vocabulary import Basis, CredentialType
from providers.models.vocabulary import CredentialStatus as C

from . import credentials, dea, documents
from .clock import today
from .credential_intake import HOLDERS
from .credential_steps import locked, step
from .people import follow, is_kept
from .refusals import refuse_unless
from .stated import hold
from .versions import refuse_stale, version_of

Holder = Practitioner | Provider | Location
FACTS = ("name", "issuer", "number", "number_is_public", "state", "issued_on", "expires_on")
OPEN_TO_CORRECTION = (C.CLAIMED, C.INCOMPLETE, C.DISCREPANCY)


def stated(credential: Credential) -> dict[str, Any]:
    return {name: getattr(credential, name) for name in FACTS}


def version(credential: Credential) -> str:
    row = Credential.objects.get(pk=credential.pk)
    return version_of(stated(row) | {"status": row.status})


@transaction.atomic
def enter(
    *,
    by: User,
    provider: Provider,
    holder: Holder,
    type: str,
    facts: Mapping[str, Any],
    upload: UploadedFile | None = None,
) -> Credential:
    """Claimed and signed by `by`. Raises ValidationError, of the file as DocumentRefused.

    facts: FACTS, and of a DEA registration its dea_number, which is judged and locked away: see dea.py.
    """
    held = hold(provider)
    refuse_unless(_is_theirs(holder, held), _("This person is at another listing too."))
    number, facts = _dea_number(facts), tidied(type, facts)
    _refuse_twice(holder, type, facts)
    with pghistory.context(event="enter_credential", by=by.pk):
        row = credentials.claim(by=by, holder=holder, type=type, **facts)
        row = credentials.attest(by=by, credential=row)
        dea.seal(credential=row, number=number)
        if upload:
            documents.store(by=by, upload=upload, provider=held, credential=row)
    _relink(held, row)
    return row


@transaction.atomic
def correct(
    *,
    by: User,
    provider: Provider,
    credential: Credential,
    version: str,
    facts: Mapping[str, Any],
    upload: UploadedFile | None = None,
) -> Credential:
    """Before anybody has looked it up, or because the source says something else; signed again with it.

    What was confirmed is not edited: another number is another claim.
    """
    held = hold(provider)
    row = locked(credential, OPEN_TO_CORRECTION)
    refuse_stale(version, stated(row) | {"status": row.status})
    number, facts = _dea_number(facts), tidied(row.type, facts)
    with pghistory.context(event="correct_credential", by=by.pk):
        if row.status == C.INCOMPLETE:
            row = credentials.supply(by=by, credential=row, **_signed(facts))
        else:
            row = _say_again(by, row, _signed(facts))
        if row.status == C.DISCREPANCY:
            row = credentials.reply(by=by, credential=row, reason=_("Corrected, and signed again."))
        dea.seal(credential=row, number=number)
        if upload:
            documents.store(by=by, upload=upload, provider=held, credential=row)
    _relink(held, row)
    return row


def _signed(facts: Mapping[str, Any]) -> dict[str, Any]:
    vouched = {"basis": Basis.PROVIDER_ATTESTED, "source": "", "source_url": "", "confirmed_on": today()}
    return {**facts, **vouched, "attested_on": today()}


def _say_again(by: User, row: Credential, facts: dict[str, Any]) -> Credential:
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    return step(by=by, credential=row, event="correct", to=row.status, confirmed_by=by, **facts)


@transaction.atomic
def withdraw(*, by: User, provider: Provider, credential: Credential, reason: str = "") -> Credential:
    """For good: the same license can be entered again as a new one. What is suspended stays to be seen."""
    held = hold(provider)
    suspended = Credential.objects.filter(pk=credential.pk, status=C.SUSPENDED).exists()
    refuse_unless(not suspended, _("It is suspended. Our staff look at it first."))
    row = credentials.withdraw(by=by, credential=credential, reason=reason)
    dea.erase(credential=row)
    _relink(held, row)
    return row


def _dea_number(facts: Mapping[str, Any]) -> str:
    """Raises ValidationError, which does not repeat it."""
    try:
        return dea.tidied(str(facts.get("dea_number") or ""))
    except ValidationError as error:
        raise ValidationError({"dea_number": error.messages}, code="dea") from None


def tidied(type: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Every one of FACTS, and no DEA number in any of them."""
    whole = {name: facts.get(name) for name in ("issued_on", "expires_on")}
    whole |= {name: str(facts.get(name) or "").strip() for name in ("name", "issuer", "number", "state")}
    for name, value in whole.items():
        if isinstance(value, str) and holds_dea(value):
            raise ValidationError(
                {name: _("This looks like a DEA number. It does not belong here.")}, code="dea"
            )
    if type == CredentialType.DEA_REGISTRATION:
        whole["number"] = ""
    return whole | {"number_is_public": bool(facts.get("number_is_public") and whole["number"])}


def _is_theirs(holder: Holder, provider: Provider) -> bool:
    if isinstance(holder, Practitioner):
        return is_kept(holder, provider)
    return (holder.provider_id if isinstance(holder, Location) else holder.pk) == provider.pk


def _refuse_twice(holder: Holder, type: str, facts: Mapping[str, Any]) -> None:
    same = Credential.objects.filter(
        **{HOLDERS[holder.__class__]: holder},
        type=type,
        **{name: facts[name] for name in ("state", "number", "name")},
    ).exclude(status__in=[*TERMINAL, C.EXPIRED, C.DENIED])
    refuse_unless(
        not same.filter(expires_on=facts["expires_on"]).exists(),
        _("This is entered already. Look for it in the list."),
    )


def _relink(provider: Provider, credential: Credential) -> None:
    """A license in a state can carry telehealth there."""
    if credential.type == CredentialType.STATE_LICENCE and credential.practitioner_id:
        follow(provider.locations.filter(roles__practitioner=credential.practitioner_id))
