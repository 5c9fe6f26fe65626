"""The sections of a listing in the order in which a clinic fills them, and where each is edited."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models import Location, Provider


@dataclass(frozen=True)
class Section:
    """per_location: its address ends in a location's slug; without, the listing's first location is meant.

    preview: the patients' template of this part.
    """

    key: str
    title: str | Promise
    url_name: str
    per_location: bool = False
    preview: str = ""

    def url(self, listing: Provider, location: Location | None = None) -> str:
        place = [location.slug] if location and self.per_location else []
        return reverse(self.url_name, args=[listing.slug, *place])


PIECES = "search/provider"
OURS = "listings/preview"
SECTIONS = [
    Section("about", _("About the practice"), "edit_about", False, "listings/preview/about.html"),
    Section("location", _("Place and contact"), "edit_location", True, "listings/preview/location.html"),
    Section("hours", _("Opening hours"), "edit_hours", True, f"{PIECES}/_hours.html"),
    Section("people", _("People and credentials"), "edit_people", True, f"{PIECES}/_people.html"),
    Section("services", _("Ways of giving ketamine"), "edit_services", True, f"{OURS}/services.html"),
    Section("safety", _("Safety"), "edit_safety", True, f"{OURS}/safety.html"),
    Section("prices", _("Prices"), "edit_prices", True, f"{OURS}/prices.html"),
    Section("insurance", _("Insurance and paying"), "edit_insurance", True, f"{PIECES}/_money.html"),
    Section("telehealth", _("Telehealth states"), "edit_telehealth", True, f"{PIECES}/_telehealth.html"),
    Section("access", _("Access and languages"), "edit_access", True, f"{PIECES}/_access.html"),
    Section(
        "answers", _("Answers to patients’ questions"), "edit_answers", False, f"{PIECES}/_questions.html"
    ),
]
BY_KEY = {section.key: section for section in SECTIONS}


def section_of(key: str) -> Section:
    return BY_KEY[key]


@dataclass(frozen=True)
class Link:
    title: str | Promise
    url: str
    is_here: bool


def navigation(listing: Provider, here: str, location: Location | None) -> list[Link]:
    return [Link(section.title, section.url(listing, location), section.key == here) for section in SECTIONS]
