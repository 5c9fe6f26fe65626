"""The form by which two listings become one: a choice for each fact and each place (merge_choices.py)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import merge_plan
from providers.actions.duplicates import LONGEST
from providers.actions.merge_choices import GONE, KEPT, Choice, Group, groups
from providers.actions.refusals import TransitionRefused
from providers.models import Provider

DRAWN = "drawn"


@dataclass(frozen=True)
class Line:
    """One choice as it is drawn: its field, and both sides where it chooses between them."""

    choice: Choice
    field: forms.BoundField

    @property
    def is_between(self) -> bool:
        """One side or the other; else one of several ways."""
        return {value for value, _label in self.choice.options} == {KEPT, GONE}

    @property
    def kept(self) -> forms.boundfield.BoundWidget:
        return self._radio(KEPT)

    @property
    def gone(self) -> forms.boundfield.BoundWidget:
        return self._radio(GONE)

    def _radio(self, side: str) -> forms.boundfield.BoundWidget:
        return next(one for one in self.field.subwidgets if one.data["value"] == side)


class MergeForm(forms.Form):
    """goes, stays: the two listings in the direction that was chosen.

    A place that is said to be another one than the page had drawn brings other questions: those that were
    answered for the old one are asked anew.
    """

    reason = forms.CharField(
        label=gettext_lazy("Why are they one practice?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
        help_text=gettext_lazy("Kept with the case. Nobody outside reads it."),
    )

    def __init__(self, data: QueryDict | None, *, goes: Provider, stays: Provider) -> None:
        self.goes, self.stays = goes, stays
        sent = fresh({key: str(value) for key, value in (data or QueryDict()).items()})
        self.groups = groups(goes, stays, merge_plan.twins_of(sent, goes, stays))
        for choice in self.choices():
            sent.setdefault(choice.key, choice.default)
        super().__init__(sent if data is not None else None, initial=sent)
        for choice in self.choices():
            self.fields[choice.key] = forms.ChoiceField(
                label=choice.label,
                choices=choice.options,
                initial=choice.default,
                widget=forms.Select if len(choice.options) > 2 else forms.RadioSelect,
                error_messages={"invalid_choice": gettext_lazy("Choose one of these.")},
            )

    def choices(self) -> list[Choice]:
        return [choice for group in self.groups for choice in group.choices]

    def drawn(self) -> list[tuple[Group, list[Line]]]:
        return [
            (group, [Line(choice, self[choice.key]) for choice in group.choices]) for group in self.groups
        ]

    def twins(self) -> str:
        """As this page draws them, to be sent back with it."""
        return json.dumps({key: self[key].value() for key in self.fields if is_place(key)})

    def chosen(self) -> dict[str, str]:
        return {choice.key: self.cleaned_data[choice.key] for choice in self.choices()}

    def digest(self) -> str:
        """Of what was chosen and of what each side says: a merge is of what the preview showed."""
        said = [[c.key, self.cleaned_data[c.key], c.kept, c.gone] for c in self.choices()]
        return hashlib.sha256(json.dumps([self.goes.pk, said]).encode()).hexdigest()[:32]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                merge_plan.settled(self.goes, self.stays, self.chosen())
            except TransitionRefused as refusal:
                self.add_error(None, forms.ValidationError(refusal.messages))
        return said


def is_place(key: str) -> bool:
    return key.startswith("place:") and key.count(":") == 1


def fresh(sent: Mapping[str, str]) -> dict[str, str]:
    """Without the answers about a place that is now said to be another one."""
    drawn = _read(sent.get(DRAWN, ""))
    moved = [key for key, value in sent.items() if is_place(key) and drawn.get(key, value) != value]
    return {
        key: value for key, value in sent.items() if not any(key.startswith(f"{place}:") for place in moved)
    }


def _read(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def look_first() -> str:
    return _("Look at the preview first: what was chosen, or what the listings say, has changed.")
