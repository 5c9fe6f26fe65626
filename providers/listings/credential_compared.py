"""What we compared of a credential and what differs, for the clinic: its words beside the source's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.actions.credential_compare import field_name
from providers.models import Check, Credential
from providers.models.vocabulary import CheckResult, Gate

# Whom the exclusion list may name is private even here: what follows from it is said with the suspension.
SHOWN_GATES = (Gate.NPI_DIGIT, Gate.NPI_REGISTER, Gate.DEA_DIGIT, Gate.EXPIRY)


@dataclass(frozen=True)
class Difference:
    field: str
    claim: str
    source: str


@dataclass(frozen=True)
class Compared:
    """One source: when it was asked, what it answered, and each field that differs."""

    name: str
    source: str
    source_url: str
    day: datetime.date
    result: str
    agrees: bool
    differences: list[Difference]


def compared_of(credential: Credential) -> list[Compared]:
    """The newest look at each source: our staff's first, then the gates'. One query."""
    about = Q(credential=credential)
    if credential.practitioner_id:
        about |= Q(practitioner=credential.practitioner_id, gate__in=SHOWN_GATES)
    rows = Check.objects.filter(about).filter(Q(gate__isnull=True) | Q(gate__in=SHOWN_GATES))
    newest = rows.order_by("gate", "-checked_at", "-pk").distinct("gate")
    return sorted(map(_compared, newest), key=lambda one: one.name != _at_issuer())


def _at_issuer() -> str:
    return _("Our staff, at the issuer")


def _compared(check: Check) -> Compared:
    name = str(Gate(check.gate).label) if check.gate else _at_issuer()
    return Compared(
        name=name,
        source=check.source,
        source_url=check.source_url,
        day=timezone.localdate(check.checked_at),
        result=str(CheckResult(check.result).label),
        agrees=check.result == CheckResult.AGREES,
        differences=_differences(check.found),
    )


def _differences(found: Any) -> list[Difference]:
    """Whatever shape was stored: a row without the three words is left out."""
    told = found.get("differs", []) if isinstance(found, dict) else []
    rows = [row for row in told if isinstance(row, dict)] if isinstance(told, list) else []
    return [
        Difference(
            field_name(str(row.get("field", ""))), str(row.get("claim") or ""), str(row.get("source") or "")
        )
        for row in rows
    ]
