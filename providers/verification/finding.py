"""The search for a file: a listing, a person or a license, by name or number, and its open cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from providers.models import Case, Credential, Location, Practitioner, PractitionerRole, Provider
from providers.models.case import CaseKind
from providers.models.identifiers import is_npi
from providers.models.provider import LISTED
from providers.models.vocabulary import CredentialStatus, ListingStatus, Profession

from .entrance import StaffRequest, staff
from .queue_reading import COLUMNS
from .queue_words import about

SHOWN = (*LISTED, ListingStatus.CLOSED)
SHORTEST, LONGEST, MOST = 2, 100, 20
CASES_EACH = 5


@dataclass
class Found:
    """number: an identifier, masked unless it was asked for. file_url: the file as it was on any day."""

    name: str
    about: str
    number: str = ""
    page_url: str = ""
    file_url: str = ""
    cases: list[tuple[str, str]] = field(default_factory=list)


@require_safe
@staff()
def staff_find(request: StaffRequest) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    shows = request.GET.get("numbers") == "1"
    is_enough = len(words) >= SHORTEST
    listings = _listings(words) if is_enough else []
    people = _people(words) if is_enough else []
    credentials = _credentials(words) if is_enough else []
    groups = [
        (_("Listings"), _found_listings(listings, shows)),
        (_("People"), _found_people(people, shows)),
        (_("Licenses and other credentials"), _found_credentials(credentials, shows)),
    ]
    context = {
        "words": words,
        "is_enough": is_enough,
        "shows": shows,
        "groups": [(title, found) for title, found in groups if found],
        "most": MOST,
        "is_bounded": max(len(listings), len(people), len(credentials)) == MOST,
    }
    return render(request, "staff/queue/find.html", context)


def _number(words: str) -> str:
    """An NPI as it is typed on forms, with spaces or dashes."""
    digits = re.sub(r"[\s-]", "", words)
    return digits if is_npi(digits) else ""


def _listings(words: str) -> list[Provider]:
    named = Q(display_name__icontains=words) | Q(legal_name__icontains=words) | Q(slug=words.lower())
    if number := _number(words):
        named = Q(npi=number)
    return list(Provider.objects.filter(named).order_by("display_name", "pk")[:MOST])


def _people(words: str) -> list[Practitioner]:
    number = _number(words)
    named = Q(npi=number) if number else Q(name__icontains=words)
    return list(Practitioner.objects.filter(named).order_by("name", "pk")[:MOST])


def _credentials(words: str) -> list[Credential]:
    """By the whole number, as the board writes it."""
    if not any(letter.isdigit() for letter in words):
        return []
    rows = Credential.objects.filter(number__iexact=words).select_related(
        "practitioner", "provider", "location__provider"
    )
    return list(rows.order_by("pk")[:MOST])


def _masked(number: str, shows: bool) -> str:
    if not number or shows:
        return number
    return f"•••{number[-3:]}" if len(number) > 5 else "•••"


def _found_listings(rows: list[Provider], shows: bool) -> list[Found]:
    cases = _cases(Q(provider__in=rows), "provider") if rows else {}
    places = _places(rows) if rows else {}
    return [
        Found(
            row.display_name,
            " · ".join(filter(None, [places.get(row.pk, ""), str(ListingStatus(row.status).label)])),
            _masked(row.npi, shows),
            row.get_absolute_url() if row.status in SHOWN else address("staff_preview", row.slug),
            address("staff_listing", row.slug),
            cases.get(row.pk, []),
        )
        for row in rows
    ]


def _found_people(rows: list[Practitioner], shows: bool) -> list[Found]:
    if not rows:
        return []
    about = _cases(Q(credential__practitioner__in=rows), "credential__practitioner")
    matched = _cases(Q(exclusion_match__practitioner__in=rows), "exclusion_match__practitioner")
    at = _workplaces(rows)
    return [
        Found(
            row.name,
            " · ".join(filter(None, [str(Profession(row.profession).label), *at.get(row.pk, [])])),
            _masked(row.npi, shows),
            cases=[*matched.get(row.pk, []), *about.get(row.pk, [])][:CASES_EACH],
        )
        for row in rows
    ]


def _found_credentials(rows: list[Credential], shows: bool) -> list[Found]:
    cases = _cases(Q(credential__in=rows), "credential") if rows else {}
    return [
        Found(
            ", ".join(filter(None, [row.label, row.state, str(_holder(row))])),
            str(CredentialStatus(row.status).label),
            _masked(row.number, shows),
            file_url=address("staff_credential", row.pk),
            cases=cases.get(row.pk, []),
        )
        for row in rows
    ]


def _holder(row: Credential) -> str:
    holder = row.practitioner or row.provider or (row.location and row.location.provider)
    return getattr(holder, "name", "") or getattr(holder, "display_name", "")


def _cases(which: Q, column: str) -> dict[int, list[tuple[str, str]]]:
    """The open ones, the most pressing first: label and address, by the key of what they are about."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Case.objects.open().filter(which).in_order().annotate(key=F(column))
    for row in rows.values_list(*COLUMNS, "key", named=True)[: MOST * CASES_EACH * 2]:
        mine = found.setdefault(row.key, [])
        if len(mine) < CASES_EACH:
            mine.append((f"{CaseKind(row.kind).label}: {about(row)[0]}", address("staff_case", row.pk)))
    return found


def _places(rows: Iterable[Provider]) -> dict[int, str]:
    first = Location.objects.filter(provider__in=rows).order_by("provider", "pk").distinct("provider")
    return {
        key: f"{city}, {state}" if city else state
        for key, city, state in first.values_list("provider", "city", "state")
    }


def _workplaces(rows: Iterable[Practitioner]) -> dict[int, list[str]]:
    roles = PractitionerRole.objects.filter(practitioner__in=rows).order_by("pk")
    at: dict[int, list[str]] = {}
    for person, name in roles.values_list("practitioner", "location__provider__display_name")[: MOST * 5]:
        names = at.setdefault(person, [])
        if name not in names and len(names) < 3:
            names.append(name)
    return at


def address(name: str, *arguments: Any) -> str:
    """Empty where there is no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
