"""Several rows, or several forms, in one page and one save; and what becomes of them when two people edit."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, ManagementForm
from django.forms.renderers import get_default_renderer
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.functional import Promise

from .conflict import MergingForm

ADD = "another"


@dataclass(frozen=True)
class Complaint:
    """One error, with the address of its field; "" above the form."""

    where: str
    text: str


def complaints_of(form: forms.BaseForm, title: str = "") -> Iterator[Complaint]:
    for sentence in form.non_field_errors():
        yield Complaint("", f"{title}: {sentence}" if title else str(sentence))
    for field in form:
        for sentence in field.errors:
            name = f"{title}, {field.label}" if title else str(field.label)
            yield Complaint(field.auto_id, f"{name}: {sentence}")


class Several:
    """Forms that are saved together. It looks like a form to the frame."""

    fields: Mapping[str, Any] = {}

    def __init__(self, forms: Mapping[str, Any]) -> None:
        """forms: by name, in order; a form or a formset each."""
        self.parts = dict(forms)
        self.refusals: list[str] = []

    @property
    def is_bound(self) -> bool:
        return any(part.is_bound for part in self.parts.values())

    @property
    def forms(self) -> list[forms.BaseForm]:
        single = [getattr(part, "forms", [part]) for part in self.parts.values()]
        return [form for group in single for form in group]

    def is_valid(self) -> bool:
        judged = [part.is_valid() for part in self.parts.values()]
        return all(judged)

    def add_error(self, field: str | None, error: ValidationError | list[ValidationError]) -> None:
        """Above the forms: a refusal does not say which of them it means."""
        self.refusals += ValidationError(error).messages

    @property
    def complaints(self) -> list[Complaint]:
        found = [Complaint("", sentence) for sentence in self.refusals]
        for part in self.parts.values():
            if isinstance(part, BaseFormSet):
                found += [Complaint("", str(sentence)) for sentence in part.non_form_errors()]
                for number, form in enumerate(part.forms, 1):
                    found += complaints_of(form, f"{getattr(part, 'row_name', '')} {number}")
            else:
                found += complaints_of(part, getattr(part, "title", ""))
        return found


class Row(MergingForm):
    """One row of a list. pk: of the stored row that it was drawn from; empty for a new one."""

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)
    typed: tuple[str, ...] = ()  # a new row in which none of these is typed is not there

    def has_changed(self) -> bool:
        names = ("pk", *self.typed)
        return any(str(self[name].data or "").strip() for name in names)

    @property
    def is_new(self) -> bool:
        return not self["pk"].value()


class Rows(BaseFormSet):  # type: ignore[type-arg]
    """row_name: what errors call a row. max_num: more rows than this are refused unread."""

    row_name: str | Promise = ""
    max_num = 30
    extra = min_num = 0
    validate_max = True
    validate_min = can_order = can_delete = can_delete_extra = False

    def __init__(self, data: Any, *, prefix: str, initial: list[dict[str, Any]]) -> None:
        self.absolute_max = self.max_num
        self.renderer = get_default_renderer()
        super().__init__(data, prefix=prefix, initial=None if data is not None else initial)

    def _construct_form(self, index: int, **kwargs: Any) -> Any:
        """Any row may stay empty, wherever it stands: how many came with content is the browser's word."""
        return super()._construct_form(index, **{**kwargs, "empty_permitted": True})  # type: ignore[misc]

    def keep_quiet(self) -> None:
        """Draws what was typed without judging it yet: a row is half typed when another is asked for."""
        self._errors: list[Any] = []
        self._non_form_errors = self.error_class()
        for form in self.forms:
            form._errors = ErrorDict()

    def filled(self) -> list[Any]:
        """The rows that say something; call it once they are valid."""
        return [form for form in self.forms if form.has_changed()]

    def meet(self, stored: Mapping[int, Hashable], key_of: Callable[[Any], Hashable]) -> None:
        """After a conflict: a row that somebody replaced follows its twin; one that is gone becomes new."""
        data = cast(QueryDict, self.data).copy()
        held = {form["pk"].data for form in self.forms if form["pk"].data}
        free = {key: pk for pk, key in stored.items() if str(pk) not in held}
        for form in self.forms:
            if form["pk"].data and not _is_key_of(form["pk"].data, stored):
                data[form.add_prefix("pk")] = str(free.pop(key_of(form), ""))
        self.data = data
        for form in self.forms:
            form.data = data


def _is_key_of(typed: str, stored: Mapping[int, Hashable]) -> bool:
    return typed.isascii() and typed.isdigit() and int(typed[:19]) in stored


def one_more(data: QueryDict, prefix: str, most: int) -> QueryDict:
    """What was typed, and an empty row after it."""
    grown = data.copy()
    management = ManagementForm(data, prefix=prefix)
    total: int = management.cleaned_data["TOTAL_FORMS"] or 0 if management.is_valid() else 0
    grown[f"{prefix}-TOTAL_FORMS"] = str(min(max(total, 0) + 1, most))
    grown.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return grown
