"""What the verbs of claims, removals, new listings, edits and exclusion hits have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from providers.actions import cases
from providers.models import Case, User
from providers.models.case import CaseEventKind
from providers.permissions import Permission

from .panels import CaseForm, Shown, Verb

Did = HttpResponse | Shown | None
DONE = _("Done.")


def step(
    code: str,
    act: Callable[[User, Case, dict[str, Any]], Any],
    *,
    permission: Permission,
    form: Callable[..., forms.Form] = CaseForm,
    done: Any = DONE,
    is_grave: bool = False,
) -> Verb:
    """The step and its reason are written into the case first, because what it is about may close it at once.

    Both or neither: the frame holds one transaction around it.
    """

    def do(by: User, case: Case, said: dict[str, Any]) -> Did:
        reason = said.get("reason", "")
        cases.note_event(case, kind=CaseEventKind.STEP, by=by, code=code, text=reason)
        answer = act(by, case, said)
        return answer if isinstance(answer, HttpResponse | Shown) else None

    return Verb(form=form, do=do, permission=permission, done=done, is_grave=is_grave)


class OptionalReasonForm(CaseForm):
    """Where a reason helps whoever reads the case later, and is not needed."""

    reason = forms.CharField(
        label=_("Why (kept with the case)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2000}),
    )
