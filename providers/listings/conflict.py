"""Two people at one form: what only the other changed is taken over, what both changed is shown twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

BOOLEANS = {True: "on", False: ""}


class MergingForm(forms.Form):
    """Sends along what each field held when the page was drawn: a conflict can tell who changed what."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember()

    def remember(self) -> None:
        """Again, after fields were added."""
        for field in self.fields.values():
            field.show_hidden_initial = True


@dataclass(frozen=True)
class Difference:
    """is_taken: it was theirs alone to change, and the field holds it now."""

    label: str
    field_id: str
    now_saved: str
    is_taken: bool = False


def mark(typed: Any, saved: Any) -> list[Difference]:
    """Gives each differing field of `typed` the saved value in words (`now_saved`, drawn by field.html).

    Forms of one shape; a formset's forms are compared one by one, where both have them.
    """
    if not isinstance(typed, BaseForm):
        pairs = zip(getattr(typed, "forms", []), getattr(saved, "forms", []), strict=False)
        return [difference for pair in pairs for difference in mark(*pair)]
    vars(typed)["data"] = vars(typed)["data"].copy()
    found = [_compare(typed, field, saved) for field in typed if field.name in saved.fields]
    return [difference for difference in found if difference]


def _compare(typed: BaseForm, field: BoundField, saved: BaseForm) -> Difference | None:
    now = saved.get_initial_for_field(saved.fields[field.name], field.name)
    is_mine, is_theirs = _who_changed(typed, field, now)
    differs = not field.is_hidden and field.field.has_changed(now, field.data)
    if differs and not is_mine:
        _put(typed, field.html_name, field.field, now)
    _remember(typed, field, now)
    if not differs or not is_theirs:
        return None
    words = in_words(saved[field.name])
    if is_mine:
        vars(field.field)["now_saved"] = words
    return Difference(str(field.label), field.id_for_label, words, is_taken=not is_mine)


def _who_changed(typed: BaseForm, field: BoundField, now: Any) -> tuple[bool, bool]:
    """Since the page was drawn: who typed, and somebody else. Both, where nobody knows what it held."""
    hidden = field.field.hidden_widget()
    several = isinstance(hidden, forms.MultipleHiddenInput)  # of which none says nothing
    if not field.field.show_hidden_initial or not (several or field.html_initial_name in typed.data):
        return True, True
    try:
        held = hidden.value_from_datadict(typed.data, typed.files, field.html_initial_name)
        is_mine = field.field.has_changed(field.field.to_python(held), field.data)
    except ValidationError:
        return True, True
    return is_mine, field.field.has_changed(now, held)


def _remember(typed: BaseForm, field: BoundField, now: Any) -> None:
    """The page that comes next is drawn from what is saved now."""
    if field.field.show_hidden_initial:
        _put(typed, field.html_initial_name, field.field, now)


def _put(form: Any, name: str, field: Any, value: Any) -> None:
    ready = field.prepare_value(value)
    if isinstance(ready, list | tuple | set):
        form.data.setlist(name, [str(code) for code in ready])
    elif isinstance(ready, bool):
        form.data[name] = BOOLEANS[ready]
    elif hasattr(field, "choices"):
        form.data[name] = "" if ready is None else str(ready)
    else:
        form.data[name] = "" if ready is None else str(field.widget.format_value(ready) or "")


def in_words(field: BoundField) -> str:
    """The field's saved value as a person reads it."""
    value = field.field.prepare_value(field.initial)
    choices = getattr(field.field, "choices", None)
    if choices is not None:
        labels = {str(code): str(label) for code, label in choices if not isinstance(label, list | tuple)}
        chosen = value if isinstance(value, list | tuple | set) else [value]
        value = ", ".join(labels.get("" if code is None else str(code), str(code)) for code in chosen)
    elif isinstance(value, bool):
        value = _("Yes") if value else _("No")
    else:
        value = field.field.widget.format_value(value)
    return str(value) if value not in (None, "") else _("Not stated")
