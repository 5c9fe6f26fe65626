"""The sections of a listing in the order in which a clinic fills them, and where each is edited."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models import Location, Provider


@dataclass(frozen=True)
class Section:
    """per_location: its address ends in a location's slug; without, the listing's first location is meant."""

    key: str
    title: str | Promise
    url_name: str
    per_location: bool = False

    def url(self, listing: Provider, location: Location | None = None) -> str:
        place = [location.slug] if location and self.per_location else []
        return reverse(self.url_name, args=[listing.slug, *place])


SECTIONS = [
    Section("about", _("About the practice"), "edit_about"),
    Section("location", _("Place and contact"), "edit_location", per_location=True),
    Section("hours", _("Opening hours"), "edit_hours", per_location=True),
    Section("people", _("People and credentials"), "edit_people", per_location=True),
    Section("services", _("Ways of giving ketamine"), "edit_services", per_location=True),
    Section("safety", _("Safety"), "edit_safety", per_location=True),
    Section("prices", _("Prices"), "edit_prices", per_location=True),
    Section("insurance", _("Insurance and paying"), "edit_insurance", per_location=True),
    Section("telehealth", _("Telehealth states"), "edit_telehealth", per_location=True),
    Section("access", _("Access and languages"), "edit_access", per_location=True),
    Section("answers", _("Answers to patients’ questions"), "edit_answers"),
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
    links = []
    for section in SECTIONS:
        try:
            links.append(Link(section.title, section.url(listing, location), section.key == here))
        except NoReverseMatch:
            continue
    return links
