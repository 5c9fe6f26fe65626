"""Whom and what the history speaks of, by name; also what is gone. A fixed number of queries for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from providers.models import Location, Membership, Practitioner, Provider, Question, Service, User
from providers.models.listing_history import Change, latest_rows
from providers.models.source_record import Register
from providers.models.vocabulary import Basis

from .history_values import value_words


@dataclass(frozen=True)
class Names:
    """people: accounts by key. members: keys of those who run the listing or once did. Rows by key."""

    reader: User
    people: dict[int, User]
    members: set[int]
    locations: dict[int, dict[str, Any]]
    services: dict[int, dict[str, Any]]
    practitioners: dict[int, dict[str, Any]]
    questions: dict[int, str]

    def person(self, pk: Any, you: str = "") -> str:
        """Colleagues by name, our staff as such, and nobody else by name."""
        if pk == self.reader.pk:
            return you or _("You")
        found = self.people.get(pk)
        if found is None:
            return _("Somebody whose account is gone")
        if pk in self.members:
            return found.name or found.email
        return _("Our staff") if found.is_staff else _("Somebody else")

    def author(self, change: Change) -> str:
        """Who made a change; a register by its name."""
        person = change.context.get("by") or change.context.get("user")
        if person:
            return self.person(person)
        register = change.context.get("register")
        if register in Register.values:
            return str(Register(register).label)
        if change.row.get("basis") == Basis.PUBLIC_IMPORT and change.row.get("source"):
            return str(change.row["source"])
        return _("This site, by itself")

    def place(self, pk: Any) -> str:
        """Of a location; "" where the listing has only ever had one."""
        row = self.locations.get(pk)
        if row is None or len(self.locations) < 2:
            return ""
        return str(row["name"] or row["street"] or row["city"])

    def service(self, pk: Any) -> str:
        return service_words(self.services[pk]) if pk in self.services else ""

    def practitioner(self, pk: Any) -> str:
        return str(self.practitioners.get(pk, {}).get("name", ""))

    def question(self, pk: Any) -> str:
        return self.questions.get(pk, "")


def service_words(row: dict[str, Any]) -> str:
    """ "IV infusion: In the clinic, watched"."""
    words = [value_words("service", name, row[name]) for name in ("route", "setting") if row[name]]
    return ": ".join(words)


def names_for(reader: User, provider: Provider, changes: Iterable[Change]) -> Names:
    changes = list(changes)
    services = latest_rows(Service, _keys(changes, "service_id"))
    members = _events(Membership).filter(provider=provider)
    places = _events(Location).filter(provider=provider)
    return Names(
        reader=reader,
        people=User.objects.in_bulk(_people(changes)),
        members=set(members.values_list("user_id", flat=True)),
        locations=latest_rows(Location, places.values_list("pgh_obj_id", flat=True)),
        services=services,
        practitioners=latest_rows(Practitioner, _keys(changes, "practitioner_id")),
        questions=_questions(_keys(changes, "question_id")),
    )


def _events(model: Any) -> models.QuerySet[Any]:
    """Of those that are gone too."""
    return model.pgh_event_model.objects.all()  # type: ignore[no-any-return]


def _keys(changes: list[Change], name: str) -> set[int]:
    return {change.row[name] for change in changes if change.row.get(name)}


def _people(changes: list[Change]) -> set[int]:
    said = {change.context.get(name) for change in changes for name in ("by", "user", "asked_by")}
    return {key for key in said | _keys(changes, "user_id") if isinstance(key, int)}


def _questions(pks: set[int]) -> dict[int, str]:
    asked = Question.objects.filter(pk__in=pks).with_words(get_language() or "en")
    return {question.pk: question.words["text"] for question in asked}
