"""The page of one case: one frame for every kind. What it is about is drawn by the kind's panel."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from providers.actions.clock import today
from providers.models import Case, User
from providers.models.case import CaseEventKind, CaseKind, CaseState
from providers.permissions import Permission, allows

from .case_words import due_in_words, risk_in_words, told
from .entrance import StaffRequest, with_case
from .panels import ASIDE, PANELS, VERBS, Action, Happening, Panel

EVENTS_SHOWN = 40
STAYS = "staff_stays"
TALK = (CaseEventKind.TO_PROVIDER, CaseEventKind.FROM_PROVIDER)


@dataclass(frozen=True)
class Button:
    """An action as it is drawn: its form is the one that was sent, where that was wrong."""

    action: Action
    url: str
    form: forms.Form | None
    why_not: str
    is_open: bool
    sure_is_missing: bool = False

    @property
    def needs_form(self) -> bool:
        return self.action.is_grave or bool(self.form and self.form.visible_fields())


@require_safe
@with_case()
def staff_case(request: StaffRequest, case: Case) -> HttpResponse:
    return page(request, case)


def page(
    request: HttpRequest,
    case: Case,
    *,
    bound: Mapping[str, forms.Form] | None = None,
    refusals: Sequence[str] = (),
    not_sure: str = "",
    status: int = 200,
) -> HttpResponse:
    """bound: the forms that were sent, by verb or by name of ASIDE, with what was typed and what is wrong.

    refusals: sentences of why a step was not taken. not_sure: the grave verb that was sent without its tick.
    """
    user: User = request.user  # type: ignore[assignment]
    bound = bound or {}
    panel = PANELS.get(CaseKind(case.kind), plain_panel)(request, case)
    events = list(case.events.select_related("by").order_by("-at", "-id")[: EVENTS_SHOWN + 1])
    drawn = buttons(user, case, panel, bound, not_sure)
    context = {
        **panel.context,
        **_holding(user, case),
        "case": case,
        "panel": panel,
        "kind": CaseKind(case.kind).label,
        "state": CaseState(case.state).label,
        "risk_in_words": risk_in_words(case.risk),
        "due_in_words": due_in_words(case.due_on, today()),
        "buttons": drawn,
        "typed": _typed(bound, drawn),
        "seen": state_of(case),
        "refusals": refusals,
        "wrong": next(iter(bound.values()), None),
        "talk": [told(event) for event in reversed(events) if event.kind in TALK],
        "history": _history(panel, [told(event) for event in events if event.kind not in TALK]),
        "aside": _aside(case, bound),
        "stays": bool(request.session.get(STAYS)),
    }
    return render(request, "staff/case/page.html", context, status=status)


def plain_panel(request: HttpRequest, case: Case) -> Panel:
    name = case.provider.display_name if case.provider else str(case)
    return Panel(title=name, template="staff/case/_nothing.html", context={})


def _history(panel: Panel, events: list[Happening]) -> list[Happening]:
    """The newest first."""
    return sorted([*panel.history, *events], key=lambda happening: happening.at, reverse=True)


def _holding(user: User, case: Case) -> dict[str, Any]:
    is_held = case.is_held(timezone.now())
    return {
        "is_open": case.state != CaseState.CLOSED,
        "is_held": is_held,
        "is_mine": is_held and case.held_by_id == user.pk,
        "may_work": allows(user, Permission.WORK_CASES),
        "is_lead": allows(user, Permission.LEAD),
    }


def state_of(case: Case) -> str:
    """What the page showed of the row that the case is about: a step taken on something else is refused."""
    subject = case.subject
    if subject is None:
        return ""
    values = [str(getattr(subject, field.attname)) for field in subject._meta.concrete_fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


def buttons(
    user: User, case: Case, panel: Panel, bound: Mapping[str, forms.Form], not_sure: str = ""
) -> list[Button]:
    """Nothing can be done on a closed case, nor on one that is not in hand."""
    if case.state == CaseState.CLOSED:
        return []
    is_mine = _holding(user, case)["is_mine"]
    return [_button(user, case, action, bound, is_mine, not_sure) for action in panel.actions]


def _button(
    user: User, case: Case, action: Action, bound: Mapping[str, forms.Form], is_mine: bool, not_sure: str
) -> Button:
    verb = VERBS.get(CaseKind(case.kind), {}).get(action.verb)
    form = bound.get(action.verb, action.form)
    if form is not None:
        form.auto_id = f"id_{action.verb}_%s"
    why_not = action.why_not
    if verb and not allows(user, verb.permission):
        why_not = _("Not with your rights.")
    elif verb and verb.needs_hold and not is_mine:
        why_not = why_not or _("Take the case first.")
    url = reverse("staff_do", args=[case.pk, action.verb])
    missing = action.verb == not_sure
    return Button(action, url, form, why_not, action.verb in bound or missing, missing)


def _typed(bound: Mapping[str, forms.Form], drawn: list[Button]) -> list[tuple[str, str]]:
    """What was written for a step that cannot be taken now, so that nobody writes it twice."""
    shown = {button.action.verb for button in drawn if not button.why_not} | set(ASIDE)
    return [
        (str(field.label), str(field.value()))
        for verb, form in bound.items()
        if verb not in shown
        for field in form.visible_fields()
        if field.value()
    ]


def _aside(case: Case, bound: Mapping[str, forms.Form]) -> list[dict[str, Any]]:
    """Notes, messages and assignments: each form with its address."""
    drawn = []
    for name, make in ASIDE.items():
        form = bound.get(name) or make(case=case)
        form.auto_id = f"id_{name}_%s"
        drawn.append({"name": name, "form": form, "url": address(name, case)})
    return [part for part in drawn if part["url"] and getattr(part["form"], "is_offered", True)]


def address(name: str, case: Case) -> str:
    """Of staff_case_<name>; empty where there is none."""
    try:
        return reverse(f"staff_case_{name}", args=[case.pk])
    except NoReverseMatch:
        return ""
