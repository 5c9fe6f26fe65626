"""Cells: the forms' own fields, read from text and written as text. Codes are written as words in English."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from providers.models.place_names import STATES

NONE = "none"
YES, NO = ("yes", "y", "true", "1", "sí", "si"), ("no", "n", "false", "0")


class Cell:
    """A form field that reads the text of a cell; an empty cell is `empty`."""

    def __init__(self, field: forms.Field, *, empty: Any = "", write: Callable[[Any], str] = str) -> None:
        self.field, self.empty, self._write = field, empty, write

    def read(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return self.empty
        return self.field.clean(self.prepared(text))

    def prepared(self, text: str) -> str:
        return text

    def write(self, value: Any) -> str:
        return "" if value in (None, "") else self._write(value)

    def allowed(self) -> list[str]:
        """What may stand in the cell; empty where that is not a list."""
        return []


class ZipCell(Cell):
    """Spreadsheets take a ZIP code for a number and drop its first zeros."""

    def prepared(self, text: str) -> str:
        return text.zfill(5) if text.isascii() and text.isdigit() and 3 <= len(text) < 5 else text


class WholeCell(Cell):
    """ "6.0" is six to a spreadsheet."""

    def prepared(self, text: str) -> str:
        return text.removesuffix(".0").removesuffix(".00")


class PhoneCell(Cell):
    def write(self, value: Any) -> str:
        return str(self.field.prepare_value(value) or "")


class CodeCell(Cell):
    """One code, by its words in English or in the reader's language, or as it is."""

    def __init__(
        self, codes: type[TextChoices], *, empty: Any = None, without: tuple[TextChoices, ...] = ()
    ) -> None:
        self.codes, self.empty = [code for code in codes if code not in without], empty

    def read(self, text: str) -> Any:
        return self.code(text) if text.strip() else self.empty

    def code(self, text: str) -> str:
        found = self._by_words().get(_plain(text))
        if found is None:
            raise ValidationError(
                _("“%(text)s” is none of these: %(words)s.")
                % {"text": text.strip()[:60], "words": "; ".join(self.allowed())}
            )
        return found

    def _by_words(self) -> dict[str, str]:
        here = {_plain(str(code.label)): str(code.value) for code in self.codes}
        english = {_plain(words): code for code, words in _english(self.codes).items()}
        return here | english | {_plain(str(code.value)): str(code.value) for code in self.codes}

    def write(self, value: Any) -> str:
        return "" if value in (None, "") else _english(self.codes).get(value, str(value))

    def allowed(self) -> list[str]:
        return list(_english(self.codes).values())


class CodesCell(CodeCell):
    """Several, with semicolons between. Empty is not stated; “none” is none of them, where that can be."""

    def __init__(self, codes: type[TextChoices], *, none: bool = False, **kwargs: Any) -> None:
        super().__init__(codes, **kwargs)
        self.none = none

    def read(self, text: str) -> Any:
        parts = [part for part in text.split(";") if part.strip()]
        if not parts:
            return self.empty
        if self.none and [_plain(part) for part in parts] == [NONE]:
            return []
        return list(dict.fromkeys(self.code(part) for part in parts))

    def write(self, value: Any) -> str:
        if value == []:
            return NONE if self.none else ""
        return "; ".join(super(CodesCell, self).write(code) for code in value or ())

    def allowed(self) -> list[str]:
        return [*super().allowed(), *([NONE] if self.none else [])]


class YesNoCell(Cell):
    def __init__(self) -> None:
        self.empty = None

    def read(self, text: str) -> bool | None:
        word = text.strip().casefold()
        if not word:
            return None
        if word not in (*YES, *NO):
            raise ValidationError(_("Write “yes” or “no”."))
        return word in YES

    def write(self, value: Any) -> str:
        return {True: "yes", False: "no"}.get(value, "")

    def allowed(self) -> list[str]:
        return ["yes", "no"]


class StateCell(Cell):
    """A state by its two letters or its name."""

    def __init__(self) -> None:
        self.empty = ""

    def read(self, text: str) -> str:
        word = text.strip()
        by_name = {_plain(str(name)): code for code, name in STATES.items()}
        if not word or word.upper() in STATES:
            return word.upper()
        if _plain(word) not in by_name:
            raise ValidationError(_("Use the two-letter state code."))
        return by_name[_plain(word)]

    def write(self, value: Any) -> str:
        return str(value)


def amount_text(value: Decimal) -> str:
    return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"


def day_text(value: datetime.date) -> str:
    return value.isoformat()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _english(codes: Iterable[Any]) -> dict[str, str]:
    with translation.override("en"):
        return {str(code.value): str(code.label) for code in codes}
