"""Both versions side by side: what somebody else saved is shown at each field that differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    label: str
    field_id: str
    now_saved: str


def mark(typed: Any, saved: Any) -> list[Difference]:
    """Gives each differing field of `typed` the saved value in words (`now_saved`, drawn by field.html).

    Forms of one shape; a formset's forms are compared one by one, where both have them.
    """
    if not isinstance(typed, BaseForm):
        pairs = zip(getattr(typed, "forms", []), getattr(saved, "forms", []), strict=False)
        return [difference for pair in pairs for difference in mark(*pair)]
    found = []
    for field in typed:
        if field.name not in saved.fields or field.is_hidden:
            continue
        now = saved.get_initial_for_field(saved.fields[field.name], field.name)
        if field.field.has_changed(now, field.data):
            words = in_words(saved[field.name])
            vars(field.field)["now_saved"] = words
            found.append(Difference(str(field.label), field.id_for_label, words))
    return found


def in_words(field: BoundField) -> str:
    """The field's saved value as a person reads it."""
    value = field.initial
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        labels = {str(code): str(label) for code, label in choices if not isinstance(label, list | tuple)}
        chosen = value if isinstance(value, list | tuple | set) else [value]
        value = ", ".join(labels.get("" if code is None else str(code), str(code)) for code in chosen)
    elif isinstance(value, bool):
        value = _("Yes") if value else _("No")
    else:
        value = field.field.prepare_value(value)
    return str(value) if value not in (None, "") else _("Not stated")
