"""Who treats, with the evidence for each credential, and what insurance pays."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from providers.models import Coverage, Credential
from providers.models.evidence import Evidence, evidence, vouched
from providers.models.listing_facts import ListingFacts
from providers.models.vocabulary import (
    CoverageComponent,
    CoveragePosition,
    CredentialStatus,
    CredentialType,
    Duty,
    PlanFamily,
    Presence,
    Profession,
    Route,
)

from .facts import label, labels


@dataclass(frozen=True)
class Person:
    name: str
    profession: str
    does: str
    present: str
    evidence: list[Evidence]
    prescribes: bool
    vouched: str


def _shown(credential: Credential) -> bool:
    """Neither an NPI, which says nothing about standing, nor what was taken back before it was decided."""
    was_never = credential.status == CredentialStatus.WITHDRAWN and credential.decided_on is None
    return credential.type != CredentialType.NPI and not was_never


def evidence_list(credentials: Iterable[Credential], today: datetime.date) -> list[Evidence]:
    order = list(CredentialType.values)
    shown = sorted(filter(_shown, credentials), key=lambda credential: order.index(credential.type))
    return [evidence(c, today, getattr(c, "check_seen", None)) for c in shown]


def people(facts: ListingFacts, today: datetime.date) -> list[Person]:
    return [
        Person(
            name=role.practitioner.name,
            profession=label(role.practitioner.profession, Profession),
            does=labels(role.does, Duty),
            present=label(role.present, Presence),
            evidence=evidence_list(credentials, today),
            prescribes=role.prescribes,
            vouched=vouched(role, today),
        )
        for role, credentials in zip(facts.roles, facts.credentials, strict=True)
    ]


@dataclass(frozen=True)
class InsuranceLine:
    plan: str
    route: str
    part: str
    position: str
    note: str
    vouched: str


def insurance_lines(coverages: Iterable[Coverage], today: datetime.date) -> list[InsuranceLine]:
    return [
        InsuranceLine(
            plan=row.plan_name or str(PlanFamily(row.plan_family).label),
            route=label(row.route, Route) or _("Not said for which route"),
            part=label(row.component, CoverageComponent),
            position=str(CoveragePosition(row.position).label),
            note=_(row.note) if row.note else "",
            vouched=vouched(row, today),
        )
        for row in coverages
    ]
