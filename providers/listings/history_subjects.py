"""Which row a sentence of the history speaks of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from providers.models.listing_history import Change
from providers.models.place_names import STATES
from providers.shown.access import language_name

from .history_names import Names, service_words
from .history_values import amount_words, hours_words, value_words


def subject_of(change: Change, names: Names) -> str:
    """ "the price “Session, all in” (IV infusion, Boulder)"; "" for the listing itself."""
    words = WORDS[change.kind](change.row, names) if change.kind in WORDS else ""
    place = _place_of(change, names)
    if not place or change.kind == "location":
        return words
    return f"{words} ({place})" if words else place


def _place_of(change: Change, names: Names) -> str:
    row = change.row
    if row.get("service_id") in names.services:
        row = names.services[row["service_id"]]
    return names.place(row.get("location_id"))


def _location(row: dict[str, Any], names: Names) -> str:
    place = names.place(row["id"])
    return _("the location %(place)s") % {"place": place} if place else _("the location")


def _hours(row: dict[str, Any], names: Names) -> str:
    return _("the opening hours %(hours)s") % {"hours": hours_words(row)}


def _access(row: dict[str, Any], names: Names) -> str:
    return _("the entry “%(feature)s”") % {"feature": value_words("accessfact", "feature", row["feature"])}


def _language(row: dict[str, Any], names: Names) -> str:
    return _("the language %(language)s") % {"language": language_name(row["tag"])}


def _reach(row: dict[str, Any], names: Names) -> str:
    return _("telehealth in %(state)s") % {"state": STATES.get(row["state"], row["state"])}


def _practitioner(row: dict[str, Any], names: Names) -> str:
    return str(row["name"])


def _role(row: dict[str, Any], names: Names) -> str:
    person = names.practitioner(row["practitioner_id"])
    return _("%(person)s among the people who treat") % {"person": person}


def _credential(row: dict[str, Any], names: Names) -> str:
    """Never its number."""
    kind = row["name"] or value_words("credential", "type", row["type"])
    state = STATES.get(row["state"], row["state"])
    kind = f"{kind}, {state}" if state else kind
    holder = names.practitioner(row["practitioner_id"])
    return _("the credential “%(kind)s” of %(person)s") % {"kind": kind, "person": holder} if holder else kind


def _service(row: dict[str, Any], names: Names) -> str:
    return f"“{service_words(row)}”"


def _price(row: dict[str, Any], names: Names) -> str:
    words = {
        "part": value_words("price", "component", row["component"]),
        "amount": amount_words(row),
        "per": value_words("price", "per", row["per"]),
        "service": names.service(row["service_id"]),
    }
    return _("the price “%(part)s”, %(amount)s %(per)s, for %(service)s") % words


def _coverage(row: dict[str, Any], names: Names) -> str:
    plan = row["plan_name"] or value_words("coverage", "plan_family", row["plan_family"])
    return _("the insurance “%(plan)s”") % {"plan": plan}


def _answer(row: dict[str, Any], names: Names) -> str:
    return _("the answer to “%(question)s”") % {"question": names.question(row["question_id"])}


def _membership(row: dict[str, Any], names: Names) -> str:
    role = value_words("membership", "role", row["role"])
    return _("%(person)s (%(role)s)") % {"person": names.person(row["user_id"], _("you")), "role": role}


WORDS = {
    "location": _location,
    "openinghours": _hours,
    "accessfact": _access,
    "language": _language,
    "telehealthreach": _reach,
    "practitioner": _practitioner,
    "practitionerrole": _role,
    "credential": _credential,
    "service": _service,
    "price": _price,
    "coverage": _coverage,
    "answer": _answer,
    "membership": _membership,
}
