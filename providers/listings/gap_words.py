"""The parts that a listing leaves unsaid, in words, each with the page where it is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.actions.gaps import Gaps
from providers.models import Provider

from .places_to_go import to_section

PARTS: dict[str, tuple[str | Promise, str]] = {
    "routes": (_("Ways of giving ketamine"), "services"),
    "setting": (_("Where it is given, and who watches"), "services"),
    "conditions": (_("Conditions that you treat"), "services"),
    "session price": (_("What one session costs"), "prices"),
    "first-course total": (_("Every price that a first course needs"), "prices"),
    "insurance": (_("Insurance"), "insurance"),
    "a named prescriber": (_("Who prescribes"), "people"),
    "a prescriber's license seen at the source": (_("A license that our staff have checked"), "people"),
    "monitoring": (_("What is measured during a session"), "safety"),
    "emergency readiness": (_("What is ready for an emergency"), "safety"),
    "ages": (_("Ages that you treat"), "services"),
    "accepting new patients": (_("Whether you accept new patients"), "location"),
    "telephone": (_("Telephone number"), "location"),
    "street address": (_("Street address"), "location"),
    "hours": (_("Opening hours"), "hours"),
    "languages": (_("Languages"), "access"),
    "access": (_("Access for people with disabilities"), "access"),
}  # fmt: skip


@dataclass(frozen=True)
class MissingPart:
    label: str | Promise
    url: str


def missing_parts(gaps: Gaps, listing: Provider) -> list[MissingPart]:
    named = (PARTS[name] for name in gaps.missing)
    return [MissingPart(label, to_section(key, listing, gaps.location)) for label, key in named]
