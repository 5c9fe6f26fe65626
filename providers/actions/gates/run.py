"""When the gates look, and what moves by itself after them: forward where all is clean, else to the provider.

Whoever asks a register over the network does so before any transaction begins. Twice is the same as once.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.formats import date_format

from providers.actions import (
    business_days,
    credential_mail,
    credentials,
    dea,
    duplicate_finder,
    exclusion_run,
)
from providers.actions.case_needs import INCOMPLETE_DAYS, REPLY_BUSINESS_DAYS
from providers.actions.clock import today
from providers.actions.credential_steps import step
from providers.models import Claim, Credential, Practitioner, Provider
from providers.models.credential import TERMINAL
from providers.models.vocabulary import CheckResult, Gate
from providers.models.vocabulary import CredentialStatus as C

from . import claims, duplicate, expiry, holders, npi_digit, npi_register, register
from .looks import Look, keep_all, sentence

UNDECIDED = (
    *(C.CLAIMED, C.INCOMPLETE, C.IDENTITY_MATCHED, C.SOURCE_REQUESTED, C.SOURCE_UNAVAILABLE),
    *(C.SOURCE_CHECKED, C.DISCREPANCY, C.PROVIDER_REPLY, C.IN_REVIEW, C.APPEAL),
)
LIVE = (C.ACTIVE, C.EXPIRING)
LONGEST = 2000  # of a decision's reason
HOLDERS = ("practitioner", "provider", "location__provider")


def on_credential(pk: int) -> list[Look]:
    """Every gate that concerns it; nothing for one whose life is over."""
    row = Credential.objects.select_related(*HOLDERS).filter(pk=pk).first()
    if row is None or row.status in TERMINAL:
        return []
    if row.practitioner:
        exclusion_run.check_practitioner(row.practitioner)
    exclusion_run.check_holder(row)
    npi = holders.npi_of(row)
    answer = register.ask(npi) if row.status in UNDECIDED else register.known(npi)
    return _settle(pk, answer)


@transaction.atomic
def _settle(pk: int, answer: register.Answer | None) -> list[Look]:
    rows = Credential.objects.select_related(*HOLDERS).select_for_update(of=("self",))
    row = rows.exclude(status__in=TERMINAL).filter(pk=pk).first()
    if row is None:
        return []
    looks = keep_all(row, looks_at(row, answer))
    advance(row, looks)
    return looks


def looks_at(row: Credential, answer: register.Answer | None) -> list[Look | None]:
    """answer: of the number that it had a moment ago; another one is asked about the next time."""
    looks: list[Look | None] = [dea.look(row)]
    if row.status not in LIVE or expiry.band(row.expires_on, today()) is None:
        looks.append(expiry.look(row.expires_on, today()))  # near the end, its clock looks and reminds
    if claimed := holders.of_credential(row):
        looks += _at_register(claimed, answer)
    return looks


def advance(row: Credential, looks: list[Look]) -> Credential:
    """As far as it goes without a person. The caller holds the row."""
    if row.status == C.INCOMPLETE and asked_by_itself(row) and not gaps(row):
        row = step(by=None, credential=row, event="complete", to=C.CLAIMED)
    if row.status == C.CLAIMED:
        row = _match(row)
    if row.status == C.IDENTITY_MATCHED:
        row = _ask(row, looks)
    if row.status in LIVE and has_left_the_register(looks):
        row = _leave(row, [sentence(one) for one in differences(looks)])
    return row


def _leave(row: Credential, differs: list[str]) -> Credential:
    """What was confirmed rests on somebody who is no longer in the register: a person looks at it again."""
    moved = step(
        by=None, credential=row, event="left_register", to=C.IN_REVIEW, reason="\n".join(differs)[:LONGEST]
    )
    credential_mail.tell(moved, "left_register", items=differs)
    return moved


def gaps(row: Credential) -> list[str]:
    return [*credentials.gaps(row), *holders.missing(row)]


def asked_by_itself(row: Credential) -> bool:
    """What a person of our staff asked for, a person judges."""
    asked = row.decisions.filter(to_status=C.INCOMPLETE).last()
    return asked is not None and asked.by_id is None


def _match(row: Credential) -> Credential:
    missing = gaps(row)
    if not missing:
        return credentials.match_identity(by=None, credential=row)
    moved = credentials.mark_incomplete(by=None, credential=row, also=holders.missing(row))
    until = today() + datetime.timedelta(days=INCOMPLETE_DAYS)
    credential_mail.tell(moved, "incomplete", items=missing, until=date_format(until, "j M Y"))
    return moved


def _ask(row: Credential, looks: list[Look]) -> Credential:
    """Where the register cannot be asked, it waits: tomorrow's run asks again, and a person may."""
    if any(look.gate == Gate.NPI_REGISTER and look.result == CheckResult.NO_ANSWER for look in looks):
        return row
    differs = [sentence(one) for one in differences(looks)]
    if not differs:
        return credentials.request_source(by=None, credential=row)
    moved = credentials.find_discrepancy(by=None, credential=row, reason="\n".join(differs)[:LONGEST])
    until = business_days.add(today(), REPLY_BUSINESS_DAYS)
    credential_mail.tell(moved, "discrepancy", items=differs, until=date_format(until, "j M Y"))
    return moved


def differences(looks: list[Look]) -> list[dict[str, str]]:
    return [one for look in looks for one in look.differs]


def has_left_the_register(looks: list[Look]) -> bool:
    """Taken back, or gone: whoever this is does not practice under that number now."""
    for look in looks:
        if look.gate == Gate.NPI_REGISTER:
            is_off = any(one["field"] == "active" for one in look.differs)
            return is_off or look.result == CheckResult.NOT_FOUND
    return False


def on_person(pk: int) -> list[Look]:
    """The number of somebody who treats, and what of theirs waits for it."""
    person = Practitioner.objects.filter(pk=pk).first()
    if person is None:
        return []
    exclusion_run.check_practitioner(person)
    exclusion_run.check_practitioner(person)
    answer = register.ask(person.npi)
    with transaction.atomic():
        row = Practitioner.objects.select_for_update().get(pk=pk)
        looks = keep_all(row, _at_register(holders.of_person(row), answer))
    for credential in person.credentials.filter(status__in=UNDECIDED).order_by("pk"):
        on_credential(credential.pk)
    return looks


def on_listing(pk: int) -> list[Look]:
    listing = Provider.objects.filter(pk=pk).first()
    if listing is None:
        return []
    exclusion_run.check_provider(listing)
    exclusion_run.check_provider(listing)
    duplicate_finder.find_for(listing)
    answer = register.ask(listing.npi)
    with transaction.atomic():
        row = Provider.objects.select_for_update().get(pk=pk)
        looks = [*_at_register(holders.of_listing(row), answer), duplicate.look(row)]
        return keep_all(row, looks)


def _at_register(claimed: npi_register.Claimed, answer: register.Answer | None) -> list[Look | None]:
    if not claimed.npi:
        return []
    digit = npi_digit.look(claimed.npi)
    own = answer if answer and answer.npi == claimed.npi else None
    return [digit, npi_register.look(claimed, own) if digit.is_clean else None]


@transaction.atomic
def on_claim(pk: int) -> list[Look]:
    rows = Claim.objects.select_related("provider", "claimant").select_for_update(of=("self",))
    row = rows.filter(pk=pk).first()
    return claims.on_claim(row) if row else []
