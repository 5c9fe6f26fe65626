"""A listing being made up: unsaved rows that refer to each other by numbers of their own."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.db.models import Model

from providers.models import Check, Credential, Location, Practitioner, Provider, Service
from providers.models.vocabulary import Basis

from .dice import Dice

M = TypeVar("M", bound=Model)

NUMBERED: tuple[type[Model], ...] = (Provider, Location, Practitioner, Service, Credential, Check)
REGISTER = "Demo register"
REGISTER_URL = "https://register.example.org/"


class Draft:
    """Rows by table. Those that others refer to are numbered from 1 in `pk`."""

    def __init__(self, dice: Dice, today: datetime.date, number: int) -> None:
        self.dice, self.today, self.number = dice, today, number
        self.rows: dict[type[Model], list[Any]] = {}

    def add(self, row: M) -> M:
        rows = self.rows.setdefault(type(row), [])
        rows.append(row)
        if isinstance(row, NUMBERED):
            row.pk = len(rows)
        return row

    def of(self, model: type[M]) -> list[M]:
        return self.rows.get(model, [])

    def clean(self) -> None:
        """The models' validators on every field. The rules across fields are the database's to hold."""
        for rows in self.rows.values():
            for row in rows:
                row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])


def register_says(on: datetime.date | None = None) -> dict[str, Any]:
    return {
        "basis": Basis.PUBLIC_IMPORT,
        "source": REGISTER,
        "source_url": REGISTER_URL,
        "confirmed_on": on,
    }


def clinic_says(on: datetime.date) -> dict[str, Any]:
    return {"basis": Basis.PROVIDER_ATTESTED, "confirmed_on": on}


def document_says(on: datetime.date) -> dict[str, Any]:
    return {"basis": Basis.DOCUMENT_SEEN, "source": "Copy of the document", "confirmed_on": on}


def source_says(source: str, on: datetime.date) -> dict[str, Any]:
    return {
        "basis": Basis.VERIFIED_SOURCE,
        "source": source,
        "source_url": REGISTER_URL,
        "confirmed_on": on,
    }


def visitor_says() -> dict[str, Any]:
    return {"basis": Basis.USER_REPORT, "source": "A visitor's report"}
