"""Result rows, ready to print: a stored card becomes sentences for today, in the reader's language."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from providers.models.vocabulary import NewPatients
from providers.models.vocabulary import ReportedField as F

from .row_evidence import EvidenceReader, SeenEvidence
from .row_money import RouteLine, money_reader

MOST_ROUTES = MOST_PEOPLE = 2
SLUG, LOCATION_SLUG = "slug-goes-here", "location-slug-goes-here"
NEW_PATIENTS = {
    NewPatients.NEWPT: _("Accepting new patients"),
    NewPatients.NOPT: _("Not accepting patients"),
    NewPatients.EXISTPTONLY: _("Existing patients only"),
    NewPatients.EXISTPTFAM: _("Existing patients and their families only"),
    None: _("New patients: not stated"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One location in a list. Every text is ready to print; empty where there is nothing to say.

    at: "40.015,-105.2705", for the map.
    """

    pk: int
    url: str
    name: str
    place_line: str
    distance: str
    is_demo: bool
    at: str
    evidence: list[SeenEvidence]
    more_people: str
    routes: list[RouteLine]
    more_routes: str
    course_line: str
    insurance_line: str
    accepting_line: str
    confirmed_line: str
    answers_line: str
    is_unconfirmed: bool
    disputed_line: str
    price_is_disputed: bool
    cover_is_disputed: bool


class RowReader:
    """Reads many cards for one page: what the page's rows share is looked up once."""

    def __init__(self, today: datetime.date, routes: Collection[str] = ()) -> None:
        """routes: those that were asked for; a row speaks of them first, and of their price."""
        self.today = today
        self.asked_for = frozenset(routes)
        self.language = get_language() or "en"
        self.only_url, self.site_url = _addresses(self.language)
        self.money = money_reader(self.language)
        self.evidence = EvidenceReader(today, self.language)
        self.new_patients = _new_patients(self.language)

    def row(self, pk: int, card: dict[str, Any], tenths: int | None = None) -> Row:
        """tenths: the distance in tenths of a mile; None where there is none to show."""
        routes, hidden, course_line = self.care(card)
        disputed = tuple(card.get("disputed", ()))
        return Row(
            pk=pk,
            url=self.url(card),
            name=card["name"],
            place_line=place_line(card),
            distance=distance(tenths, self.language),
            is_demo=card["is_demo"],
            at="" if card["latitude"] is None else f"{card['latitude']},{card['longitude']}",
            evidence=[self.evidence.seen(person) for person in card["who"][:MOST_PEOPLE]],
            more_people=more(len(card["who"]) - MOST_PEOPLE),
            routes=routes,
            more_routes=hidden,
            course_line=course_line,
            insurance_line=self.money.insurance_line(card["insurance"]),
            accepting_line=self.accepting_line(card),
            confirmed_line=self.confirmed_line(card),
            answers_line=answers_line(card["answered"], card["questions"], self.language),
            is_unconfirmed=card["unconfirmed"],
            disputed_line=disputed_line(disputed, self.language),
            price_is_disputed=F.PRICE in disputed,
            cover_is_disputed=F.INSURANCE in disputed or F.ACCEPTING in disputed,
        )

    def url(self, card: dict[str, Any]) -> str:
        if card["is_only_location"]:
            return self.only_url.replace(SLUG, card["slug"])
        return self.site_url.replace(LOCATION_SLUG, card["location_slug"]).replace(SLUG, card["slug"])

    def care(self, card: dict[str, Any]) -> tuple[list[RouteLine], str, str]:
        """Routes, how many more there are, and the first course; neither where nobody may prescribe it."""
        if has_lapsed(card, self.today):
            return [RouteLine(gettext("No prescriber with a current license here"), "")], "", ""
        asked_for, others = self.services(card)
        routes, hidden = self.routes([*asked_for, *others])
        return routes, hidden, self.money.course_line(asked_for or others)

    def services(self, card: dict[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Those of the routes that were asked for, and the others."""
        if not self.asked_for:
            return [], card["routes"]
        services, routes = card["routes"], self.asked_for
        return [s for s in services if s["route"] in routes], [
            s for s in services if s["route"] not in routes
        ]

    def routes(self, services: list[dict[str, Any]]) -> tuple[list[RouteLine], str]:
        lines = self.money.route_lines(services)
        if not lines:
            return [RouteLine(gettext("How ketamine is given: not stated"), "")], ""
        return lines[:MOST_ROUTES], more(len(lines) - MOST_ROUTES)

    def accepting_line(self, card: dict[str, Any]) -> str:
        if card["reopens_on"]:
            day = day_text(card["reopens_on"], self.language)
            return gettext("Closed until about %(day)s") % {"day": day}
        return self.new_patients[card["new_patients"]]

    def confirmed_line(self, card: dict[str, Any]) -> str:
        if card["unconfirmed"]:
            if card["source"]:
                return gettext("Not confirmed by the clinic; from %(source)s") % {"source": card["source"]}
            return gettext("Not confirmed by the clinic")
        if not card["confirmed_on"]:
            return gettext("Not confirmed by the clinic")
        days = (self.today - datetime.date.fromisoformat(card["confirmed_on"])).days
        return confirmed_ago(days, self.language)


def has_lapsed(card: dict[str, Any], today: datetime.date) -> bool:
    """By the day alone: nothing has to run for it."""
    until = card.get("offered_until")
    return until is not None and datetime.date.fromisoformat(until) < today


def more(hidden: int) -> str:
    """A row stays short: what does not fit is on the listing's own page."""
    return gettext("+ %(count)d more") % {"count": hidden} if hidden > 0 else ""


def row_from_card(pk: int, card: dict[str, Any], today: datetime.date, tenths: int | None = None) -> Row:
    """One row by itself; for a list, one RowReader is cheaper."""
    return RowReader(today).row(pk, card, tenths)


@lru_cache(maxsize=8)
def _addresses(language: str) -> tuple[str, str]:
    """The addresses of a listing and of one of its locations, with the slugs to be filled in."""
    return reverse("provider", args=[SLUG]), reverse("provider_location", args=[SLUG, LOCATION_SLUG])


# What follows is remembered: the language is part of each key, and is the active one.
@lru_cache(maxsize=8)
def _new_patients(language: str) -> dict[str | None, str]:
    return {code: str(words) for code, words in NEW_PATIENTS.items()}


@lru_cache(maxsize=1024)
def confirmed_ago(days: int, language: str) -> str:
    if days <= 0:
        return gettext("Confirmed by the clinic today")
    text = ngettext(
        "Confirmed by the clinic %(days)d day ago", "Confirmed by the clinic %(days)d days ago", days
    )
    return text % {"days": days}


@lru_cache(maxsize=4096)
def day_text(iso: str, language: str) -> str:
    """ "12 Mar 2026"."""
    return date_format(datetime.date.fromisoformat(iso), "j M Y")


@lru_cache(maxsize=4096)
def distance(tenths: int | None, language: str) -> str:
    if tenths is None:
        return ""
    if tenths == 0:
        return gettext("Less than 0.1 mile")
    return gettext("%(miles)s miles") % {"miles": f"{tenths / 10:.1f}" if tenths < 1000 else tenths // 10}


def place_line(card: dict[str, Any]) -> str:
    where = f"{card['city']}, {card['state']}"
    if card["by_video"]:
        where = gettext("By video, from %(place)s") % {"place": where}
    elif card["street"]:
        where = f"{card['street']}, {where}"
    if card["location_name"] and not card["is_only_location"]:
        return f"{card['location_name']} · {where}"
    return where


@lru_cache(maxsize=1024)
def answers_line(answered: int, questions: int, language: str) -> str:
    text = gettext("Answers %(answered)d of %(questions)d questions")
    return text % {"answered": answered, "questions": questions} if questions else ""


@lru_cache(maxsize=1024)
def disputed_line(fields: tuple[str, ...], language: str) -> str:
    """ "" for almost every row."""
    if not fields:
        return ""
    names = ", ".join(str(F(field).label) for field in fields)
    return gettext("Visitors report as wrong: %(fields)s. Ask the clinic.") % {"fields": names}


__all__ = ["Row", "RowReader", "row_from_card"]
