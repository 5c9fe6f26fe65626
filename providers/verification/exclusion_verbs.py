"""What is decided of a possible hit on the exclusion list: hiding takes one person, clearing takes two."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import case_holding, exclusion_matches
from providers.models import Case, ExclusionMatch, User
from providers.models.case import CaseKind
from providers.models.exclusion import MatchState
from providers.permissions import Permission

from . import calls
from .panels import VERBS, Action, ReasonForm
from .steps import step

RIGHT = Permission.DECIDE_CREDENTIALS


def _confirm(by: User, case: Case, said: dict[str, Any]) -> None:
    exclusion_matches.confirm(by=by, match=case.subject, reason=said["reason"])


def _endorse(by: User, case: Case, said: dict[str, Any]) -> None:
    """The second person can then take the case."""
    exclusion_matches.endorse(by=by, match=case.subject, reason=said["reason"])
    case_holding.release(by=by, case=case)


def _clear(by: User, case: Case, said: dict[str, Any]) -> None:
    exclusion_matches.clear(by=by, match=case.subject, reason=said["reason"])


def _restore(by: User, case: Case, said: dict[str, Any]) -> None:
    exclusion_matches.restore_listing(by=by, match=case.subject, reason=said["reason"])


VERBS[CaseKind.EXCLUSION] = {
    "call": calls.CALL,
    "confirm": step(
        *("confirm_match", _confirm),
        permission=RIGHT,
        form=ReasonForm,
        done=gettext_lazy("Confirmed. What was vouched for is suspended."),
        is_grave=True,
    ),
    "endorse": step(
        *("endorse_clearing", _endorse),
        permission=RIGHT,
        form=ReasonForm,
        done=gettext_lazy("Written down. Another person must now clear it."),
    ),
    "clear": step(
        "clear_match", _clear, permission=RIGHT, form=ReasonForm, done=gettext_lazy("Cleared: somebody else.")
    ),
    "restore": step(
        *("restore_listing", _restore),
        permission=RIGHT,
        form=ReasonForm,
        done=gettext_lazy("Patients see the listing again."),
    ),
}


def actions(request: HttpRequest, case: Case, match: ExclusionMatch) -> list[Action]:
    form = ReasonForm(case=case)
    if match.state in (MatchState.CLEARED, MatchState.ENDED):
        if not exclusion_matches.waits_for_restoring(match):
            return []
        return [Action("restore", _("Restore the listing"), "a", form)]
    found = []
    if match.state == MatchState.OPEN:
        label = _("It is the same: suspend what is vouched for")
        found.append(Action("confirm", label, "s", form, is_grave=True))
    return [*found, _clearing(request, case, match)]


def _clearing(request: HttpRequest, case: Case, match: ExclusionMatch) -> Action:
    """One person where nothing is suspended; else the first says so, and another clears it."""
    form = ReasonForm(case=case)
    if exclusion_matches.takes_two(match) and match.endorsed_by_id is None:
        return Action("endorse", _("It is somebody else: first of two people"), "d", form)
    own = match.endorsed_by_id == request.user.pk
    why_not = _("You have said so already: another person must clear it.") if own else ""
    return Action("clear", _("It is somebody else: clear it"), "d", form, why_not=why_not)
