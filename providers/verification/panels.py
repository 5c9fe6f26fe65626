"""What a case page shows for each kind of case, and what can be done there. Each kind registers itself.

A panel's module says `PANELS[CaseKind.CLAIM] = panel`, `VERBS[CaseKind.CLAIM] = {...}`; urls.py imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from providers.models import Case, User
from providers.models.case import CaseKind


@dataclass(frozen=True)
class Difference:
    """One field on both sides. is_same: None where one side says nothing."""

    name: str
    claim: str
    source: str
    is_same: bool | None = None


@dataclass(frozen=True)
class Action:
    """One button: verb: the last part of its address; key: one letter that does the same; form: what it asks.

    is_grave: cannot be undone, so it asks for a reason and for a second look. why_not: a sentence in place of
    the button where it cannot be done now.
    """

    verb: str
    label: str
    key: str
    form: forms.Form | None = None
    is_grave: bool = False
    why_not: str = ""


@dataclass(frozen=True)
class Panel:
    """title: what the case is about, in a line. template: the two sides, drawn with `context`."""

    title: str
    template: str
    context: Mapping[str, Any]
    differences: list[Difference] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass(frozen=True)
class Verb:
    """form: made with the posted data (and case=); do: calls the action with what the form holds.

    `do` may give back an answer of its own, such as a letter to print; else the next page is the case or,
    where it closed, the queue's next case.
    """

    form: Callable[..., forms.Form]
    do: Callable[[User, Case, dict[str, Any]], HttpResponse | None]
    needs_hold: bool = True


PANELS: dict[CaseKind, Callable[[HttpRequest, Case], Panel]] = {}
VERBS: dict[CaseKind, dict[str, Verb]] = {}
