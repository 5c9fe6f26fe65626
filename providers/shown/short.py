"""The few lines at the top of a provider's page that answer a patient in a hurry."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from providers.models.first_course import first_course
from providers.models.listing_facts import ListingFacts
from providers.models.vocabulary import (
    CredentialType,
    NewPatients,
    PlanFamily,
    Profession,
    Standing,
)
from providers.models.vocabulary import ReportedField as F

from .amounts import dollars
from .disputed import beside
from .facts import Fact, Facts, label

CURRENT = (Standing.CURRENT, Standing.EXPIRING)


def in_short(facts: ListingFacts, today: datetime.date) -> Facts:
    told = facts.disputes
    if not facts.has_prescriber and not facts.services:
        return _without_prescriber(facts, today)
    return Facts.of(
        [
            Fact(_("Who prescribes"), _prescribers(facts, today), beside(told, F.PEOPLE)),
            Fact(
                _("How, and what a session costs"),
                routes_and_prices(facts, today),
                beside(told, F.PRICE, F.ROUTE),
            ),
            Fact(_("Lowest first course"), _course(facts, today), beside(told, F.PRICE)),
            Fact(_("Insurance"), insurance(facts), beside(told, F.INSURANCE)),
            Fact(
                _("New patients"),
                label(facts.location.new_patients, NewPatients),
                beside(told, F.ACCEPTING),
            ),
        ]
    )


def _without_prescriber(facts: ListingFacts, today: datetime.date) -> Facts:
    """What the clinic said of its care is not told: it is not unstated either."""
    return Facts.of(
        [
            Fact(_("Who prescribes"), _prescribers(facts, today), beside(facts.disputes, F.PEOPLE)),
            Fact(_("How ketamine is given"), _("No prescriber with a current license here")),
            Fact(_("Insurance"), insurance(facts), beside(facts.disputes, F.INSURANCE)),
        ]
    )


def _prescribers(facts: ListingFacts, today: datetime.date) -> str:
    lines = []
    for role, credentials in zip(facts.roles, facts.credentials, strict=True):
        if not role.prescribes:
            continue
        licensed = any(
            c.type == CredentialType.STATE_LICENCE and c.standing(today) in CURRENT for c in credentials
        )
        words = _("license checked and current") if licensed else _("license not confirmed as current")
        lines.append(f"{label(role.practitioner.profession, Profession)}: {words}")
    return "; ".join(dict.fromkeys(lines))


def routes_and_prices(facts: ListingFacts, today: datetime.date) -> str:
    lines = []
    for service, prices in zip(facts.services, facts.prices, strict=True):
        course = first_course(service, prices, today)
        amount = dollars(course.session_low, course.session_high) or _("price not stated")
        lines.append(f"{service.route_label} ({amount})")
    return ", ".join(dict.fromkeys(lines))


def _course(facts: ListingFacts, today: datetime.date) -> str:
    """The lowest total that can be computed, with its route; nothing if none can."""
    totals = [
        (course.low, course.high, service.route_label)
        for service, prices in zip(facts.services, facts.prices, strict=True)
        if (course := first_course(service, prices, today)).low is not None
    ]
    if not totals:
        return ""
    low, high, route = min(totals, key=lambda total: total[0] or 0)
    return _("%(amount)s for %(route)s, added up below") % {"amount": dollars(low, high), "route": route}


def insurance(facts: ListingFacts) -> str:
    billed = dict.fromkeys(row.plan_family for row in facts.coverages if row.is_billed)
    return ", ".join(label(family, PlanFamily) for family in billed)
