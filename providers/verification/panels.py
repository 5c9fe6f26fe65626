"""What a case page shows for each kind of case, and what can be done there. Each kind registers itself.

A panel's module says `PANELS[CaseKind.CLAIM] = panel`, `VERBS[CaseKind.CLAIM] = {...}`; urls.py imports it.
The keys t (take), b (put back), n (note), m (message) and ? are the frame's own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from providers.models import Case, User
from providers.models.case import CaseKind
from providers.permissions import Permission

DONE = _("Done.")


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
class Happening:
    """One line of a history: what was done, by whom, and the words that were written."""

    at: datetime.datetime
    who: str
    what: str
    text: str = ""


@dataclass(frozen=True)
class Panel:
    """title: what the case is about, in a line. template: the two sides, drawn with `context` and the page's.

    The frame draws `differences` as one table above the template. history: what the case's own events do not
    say, such as the decisions on a credential.
    """

    title: str
    template: str
    context: Mapping[str, Any]
    differences: list[Difference] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    history: list[Happening] = field(default_factory=list)


@dataclass(frozen=True)
class Shown:
    """A page that a step shows once, such as a code to read out: drawn by the frame, kept by no cache."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Verb:
    """form: called as form(request.POST, request.FILES, case=case); do: calls the action with cleaned_data.

    `do` runs in one transaction with the look at who holds the case. It may give back an answer of its own,
    such as a letter to print; else the next page is the case or, where it closed or now waits, the queue's
    next case. done: what the message says then, such as "Approved." is_grave: not done without the tick that
    the frame draws under an Action with is_grave.
    """

    form: Callable[..., forms.Form]
    do: Callable[[User, Case, dict[str, Any]], HttpResponse | Shown | None]
    needs_hold: bool = True
    permission: Permission = Permission.DECIDE_CREDENTIALS
    done: Any = DONE
    is_grave: bool = False


class CaseForm(forms.Form):
    """What a verb asks: nothing, until a form adds its fields."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class ReasonForm(CaseForm):
    """One that asks why: kept with the decision, and read to the provider where the verb says so."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000})
    )


PANELS: dict[CaseKind, Callable[[HttpRequest, Case], Panel]] = {}
VERBS: dict[CaseKind, dict[str, Verb]] = {}

# The forms beside the actions, by the last part of their address (staff_case_<name>): note, message, assign.
# Each is called as form(case=case); its view draws the page anew with case_page.page(bound={name: form}).
ASIDE: dict[str, Callable[..., forms.Form]] = {}
