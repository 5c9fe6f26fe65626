"""Rules of one way of giving ketamine that speak at a field before the database refuses: DOMAIN.md 4d.

Each gives a list of (field, sentence), as listing_rules.py does for what spans rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _

from .listing_rules import Problems
from .service import SPRAVATO_OBSERVATION_MINUTES
from .vocabulary import Condition, DrugBasis, Monitor, Route, Setting

# Spravato's label; every other use of ketamine for the mind is off-label.
APPROVED_FOR = (Condition.TRD, Condition.MDD_SUICIDALITY)
FDA = r"(?:\bF\.?D\.?A\b|\bFood and Drug Administration\b)"
APPROVES = r"(?:approv|clear|authori[sz])"
SAYS_APPROVED = re.compile(
    rf"{FDA}\W*(?:is\W+|has\W+|been\W+)*{APPROVES}"
    rf"|\b{APPROVES}\w*\W+(?:by|from)\W+(?:the\W+)?(?:U\.?S\.?\W+)?{FDA}",
    re.IGNORECASE,
)
# “Ketamine is not FDA-approved for depression” is what a careful clinic says.
DENIED = re.compile(
    r"\b(?:not(?!\W+only\b)|no|never|nor|without|(?:is|are|has)n.t)[^\w.!?]+(?:\w+[^\w.!?]+){0,3}$",
    re.IGNORECASE,
)


def setting_problems(route: str | None, setting: str | None) -> Problems:
    if route == Route.SPRAVATO and setting != Setting.CLINIC_MONITORED:
        return [("setting", _("Spravato is given only in a certified clinic, watched: choose that setting."))]
    return []


def basis_problems(
    route: str | None, drug_basis: str | None, conditions: Collection[str] | None = None
) -> Problems:
    """Nothing but Spravato, and that only for depression, may be called FDA-approved."""
    if route == Route.NASAL_COMPOUNDED and drug_basis not in (None, "", DrugBasis.COMPOUNDED):
        return [("drug_basis", _("A compounded nasal spray is a compounded drug. It is never Spravato."))]
    if drug_basis != DrugBasis.FDA_APPROVED:
        return []
    if route != Route.SPRAVATO:
        return [("drug_basis", _("Only Spravato is FDA-approved for a psychiatric use."))]
    if set(conditions or ()) - set(APPROVED_FOR):
        return [
            (
                "conditions",
                _(
                    "The FDA has approved Spravato only for treatment-resistant depression and for "
                    "depression with acute suicidal thoughts. Take the other conditions out, or choose "
                    "“off-label”."
                ),
            )
        ]
    return []


def age_problems(min_age: int | None, max_age: int | None) -> Problems:
    if min_age is not None and max_age is not None and min_age > max_age:
        return [("max_age", _("The lowest age comes before the highest."))]
    return []


def observation_problems(route: str | None, minutes: int | None) -> Problems:
    if route == Route.SPRAVATO and minutes is not None and minutes < SPRAVATO_OBSERVATION_MINUTES:
        return [("observation_minutes", _("After Spravato, patients are watched for at least 120 minutes."))]
    return []


def claim_problems(field: str, text: str, route: str | None) -> Problems:
    """No free text may say that the FDA approved what it did not."""
    found = (match.start() for match in SAYS_APPROVED.finditer(text))
    if route != Route.SPRAVATO and any(not DENIED.search(text[max(0, at - 60) : at]) for at in found):
        return [
            (
                field,
                _("Of ketamine for the mind, the FDA has approved only Spravato. Leave these words out."),
            )
        ]
    return []


def monitoring_problems(route: str | None, monitoring: Collection[str] | None) -> Problems:
    if route == Route.SPRAVATO and monitoring is not None and Monitor.NONE_STATED in monitoring:
        return [
            ("monitoring", _("Spravato’s safety program has blood pressure and oxygen measured each time."))
        ]
    return []


def care_problems(route: str, said: Callable[[str], Any]) -> Problems:
    """All of them but where it is given, for one row as it would be: said gives its fields by name."""
    found = basis_problems(route, said("drug_basis"), said("conditions"))
    found += age_problems(said("min_age"), said("max_age"))
    found += observation_problems(route, said("observation_minutes"))
    return found + monitoring_problems(route, said("monitoring"))
