"""A draft as COPY text with gaps: filled in as often as wanted, each time with other numbers and names."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import NOT_PROVIDED, Field, ForeignKey, JSONField, Model

from providers.actions.search_cards import words_vector
from providers.actions.search_index import Entries
from providers.models import (
    AccessFact,
    Answer,
    Check,
    Coverage,
    Credential,
    Decision,
    FormerSlug,
    Language,
    Location,
    OpeningHours,
    Policy,
    Practitioner,
    PractitionerRole,
    Price,
    Provider,
    SearchCard,
    SearchReach,
    SearchRow,
    Service,
    TelehealthReach,
)

from .draft import NUMBERED, Draft
from .identity import Identity, PersonWords, ProviderWords, Shape, SiteWords

TABLES: tuple[type[Model], ...] = (
    Provider, FormerSlug, Policy, Answer, Location, Service, Price, Coverage, Practitioner, PractitionerRole,
    Credential, Check, Decision, TelehealthReach, OpeningHours, AccessFact, Language,
    SearchRow, SearchCard, SearchReach,
)  # fmt: skip
SEARCH_TABLES = TABLES[-3:]
GAP = re.compile("\ue000([0-9]+)\ue001")
CARD_GAPS = {
    "location_name": "name", "location_slug": "slug", "city": "city", "zip": "zip", "street": "street",
    "phone": "phone", "latitude": "latitude", "longitude": "longitude",
}  # fmt: skip
VARIED = (Provider, FormerSlug, Location, Practitioner, Credential, SearchRow, SearchCard)
BARE = ("latitude", "longitude")
SEARCH_GAPS = {"latband": "latband", "lng": "longitude", "x": "x", "y": "y", "z": "z", "county": "county"}


def columns(model: type[Model]) -> list[Field]:
    """Those that COPY names: all but the keys and the values that the database makes itself."""
    return [
        field
        for field in model._meta.concrete_fields
        if (model in NUMBERED or not field.primary_key or isinstance(field, ForeignKey))
        and field.db_default is NOT_PROVIDED
    ]


@dataclass(frozen=True)
class Template:
    """counts: rows per numbered table. texts: table, text with %s, and which value fills which gap."""

    shape: Shape
    counts: tuple[int, ...]
    texts: tuple[tuple[int, str, itemgetter], ...]
    has_legal_name: bool

    def fill(self, bases: Sequence[int], identity: Identity, into: list[list[str]]) -> None:
        """Appends the rows of one more listing to each table's text. bases: the first key of each table."""
        values = [
            str(key)
            for base, count in zip(bases, self.counts, strict=True)
            for key in range(base, base + count)
        ]
        for group in identity:
            for words in group:
                values.extend(words)
        main = identity.providers[0]
        legal = main.legal_name if self.has_legal_name else ""
        values.extend(words_vector((main.display_name, legal, site.name)) for site in identity.sites)
        for table, text, pick in self.texts:
            into[table].append(text % pick(values))


class Slots:
    """Where each thing that differs stands among the values."""

    def __init__(self, draft: Draft, shape: Shape) -> None:
        self.counts = tuple(len(draft.of(model)) for model in NUMBERED)
        self.places: dict[tuple[Any, ...], int] = {}
        for model, count in zip(NUMBERED, self.counts, strict=True):
            for key in range(1, count + 1):
                self._next(model, key)
        for words, count in (
            (ProviderWords, 1 + shape.has_twin),
            (SiteWords, len(shape.sites)),
            (PersonWords, shape.people),
        ):
            for key in range(1, count + 1):
                for name in words._fields:
                    self._next(words, key, name)
        for key in range(1, len(shape.sites) + 1):
            self._next("words", key)

    def _next(self, *what: Any) -> None:
        self.places[what] = len(self.places)

    def gap(self, *what: Any) -> str:
        return f"\ue000{self.places[what]}\ue001"


class Writer:
    """Turns one row into a line of COPY text with gaps."""

    def __init__(self, draft: Draft, shape: Shape) -> None:
        self.draft, self.slots = draft, Slots(draft, shape)

    def line(self, row: Model) -> str:
        return "\t".join(self.value(row, field) for field in columns(type(row))) + "\n"

    def value(self, row: Model, field: Field) -> str:
        value = getattr(row, field.attname)
        if value is None:
            return "\\N"
        target = field.related_model if isinstance(field, ForeignKey) else type(row)
        if target in NUMBERED and (field.primary_key or isinstance(field, ForeignKey)):
            return self.slots.gap(target, value)
        gap = self.gap(row, field.name) if type(row) in VARIED and value != "" else None
        return gap or escaped(plain(value, field))

    def gap(self, row: Any, name: str) -> str | None:
        """The gap for a field that differs between listings, if this is one."""
        gap = self.slots.gap
        match row:
            case Provider() if name in ProviderWords._fields:
                return gap(ProviderWords, row.pk, name)
            case FormerSlug() if name == "slug":
                return f"former-{gap(ProviderWords, 1, 'slug')}"
            case Location() if name in SiteWords._fields:
                return gap(SiteWords, row.pk, name)
            case Practitioner() if name in PersonWords._fields:
                return gap(PersonWords, row.pk, name)
            case Credential() if name == "number" and row.type == "npi":
                return gap(PersonWords, row.practitioner_id, "npi")
            case SearchRow() if name in SEARCH_GAPS:
                return gap(SiteWords, row.location_id, SEARCH_GAPS[name])
            case SearchCard():
                return self.card_gap(row, name)
        return None

    def card_gap(self, row: SearchCard, name: str) -> str | None:
        key = row.location_id
        if name == "name":
            return self.slots.gap(ProviderWords, 1, "display_name")
        if name == "words":
            return self.slots.gap("words", key)
        return escaped(self.card(row.card, key)) if name == "card" else None

    def card(self, card: dict[str, Any], key: int) -> str:
        """JSON with gaps; positions are numbers, so their gaps stand without quotes."""
        gap = self.slots.gap
        filled = {
            name: gap(SiteWords, key, CARD_GAPS[name]) if name in CARD_GAPS and value else value
            for name, value in card.items()
        }
        filled["name"] = gap(ProviderWords, 1, "display_name")
        filled["slug"] = gap(ProviderWords, 1, "slug")
        text = json.dumps(filled, ensure_ascii=False)
        for name in BARE:
            text = text.replace(f'"{filled[name]}"', str(filled[name]))
        return text


def template(draft: Draft, shape: Shape, entries: Sequence[Entries]) -> Template:
    """The draft's rows and its search entries, ready to be repeated."""
    writer = Writer(draft, shape)
    found: dict[type[Model], list[Any]] = dict(draft.rows)
    found[SearchRow] = [each.row for each in entries]
    found[SearchCard] = [each.card for each in entries]
    found[SearchReach] = [reach for each in entries for reach in each.reach]
    texts = []
    for number, model in enumerate(TABLES):
        text = "".join(writer.line(row) for row in found.get(model, []))
        if text:
            gaps = [int(gap) for gap in GAP.findall(text)]
            # itemgetter of one place gives no tuple: one is asked for again, and shown with no characters.
            filled = GAP.sub("%s", text.replace("%", "%%")) + "%.0s"
            texts.append((number, filled, itemgetter(*gaps, gaps[0])))
    return Template(shape, writer.slots.counts, tuple(texts), bool(draft.of(Provider)[0].legal_name))


def plain(value: Any, field: Field) -> str:
    """As PostgreSQL reads it in a text column of COPY, not yet escaped."""
    if isinstance(field, JSONField):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(field, ArrayField):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
