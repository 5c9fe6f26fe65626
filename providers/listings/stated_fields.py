"""Form fields of facts that may stay open: nothing chosen is "not stated", which is not the same as "no"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NONE = "none_of_these"
NOT_STATED = _("Not stated")
LARGEST = Decimal(100_000)
AMOUNT = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?", re.ASCII)
RANGE = re.compile(r".*\d\s*(?:-|–|—|to)\s*\$?\s*\d.*", re.ASCII)

Choices = Iterable[tuple[str, str | Promise]]


class CodeField(forms.TypedChoiceField):
    """One code; None while nothing is chosen, which `open_words` names."""

    def __init__(
        self,
        *,
        choices: Choices,
        required: bool = False,
        open_words: str | Promise = NOT_STATED,
        **kwargs: Any,
    ) -> None:
        offered = choices if required else [("", open_words), *choices]
        super().__init__(choices=offered, required=required, empty_value=None, **kwargs)


class YesNoField(CodeField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("yes", _("Yes")), ("no", _("No"))])
        super().__init__(coerce=lambda value: value == "yes", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != (data or ""))


class CodesField(forms.MultipleChoiceField):
    """Several codes. Nothing ticked is None, not stated; `none`: the words of a box for "none of them"."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Choices, none: str | Promise = "", **kwargs: Any) -> None:
        offered = [*choices, (NONE, none)] if none else list(choices)
        super().__init__(choices=offered, required=False, **kwargs)

    def clean(self, value: Any) -> list[str] | None:
        chosen: Sequence[str] = super().clean(value)
        if NONE in chosen and len(chosen) > 1:
            raise ValidationError(_("Choose either “none” or what there is."), code="none_and_some")
        if not chosen:
            return None
        return [] if NONE in chosen else list(chosen)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or ()) != sorted(data or ())


def ticked(codes: Sequence[str] | None) -> list[str] | None:
    """The boxes that stand for a stored list: "none of them" has its own."""
    return [NONE] if codes == [] else list(codes) if codes is not None else None


class WholeField(forms.IntegerField):
    """A count between two bounds, typed with the number keys."""

    def __init__(self, *, low: int, high: int, unit: str | Promise = "", **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(min_value=low, max_value=high, **kwargs)
        # A number field with arrows loses what was typed wrongly; a text field keeps it.
        self.widget = forms.TextInput(
            attrs={"inputmode": "numeric", "maxlength": "6", "class": "is-short", "data-unit": unit}
        )


class AmountField(forms.Field):
    """Dollars: "450", "$450", "1,200.50". Anything else is named, never guessed."""

    default_error_messages = {
        "form": _("Write the amount in digits, like 450 or 1,200.50."),
        "range": _("Write one amount here. The highest one has its own box."),
        "negative": _("A price cannot be below zero."),
        "large": _("This is above $100,000. Check the amount."),
    }
    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "maxlength": "24", "class": "is-amount", "autocomplete": "off"}
    )

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal) or value is None:
            return value
        typed = _in_our_digits(str(value)).strip()
        if not typed:
            return None
        if found := AMOUNT.fullmatch(typed):
            return self._bounded(Decimal(found[1].replace(",", "") + (found[2] or "")))
        raise self._refusal(typed)

    def _bounded(self, amount: Decimal) -> Decimal:
        if amount > LARGEST:
            raise ValidationError(self.error_messages["large"], code="large")
        return amount

    def _refusal(self, typed: str) -> ValidationError:
        below = typed.replace("$", "").replace("−", "-").strip()
        if below.startswith("-") and AMOUNT.fullmatch(below[1:].strip()):
            return ValidationError(self.error_messages["negative"], code="negative")
        code = "range" if RANGE.fullmatch(typed) else "form"
        return ValidationError(self.error_messages[code], code=code)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"


def _in_our_digits(text: str) -> str:
    """Digits of any script are digits: a keyboard's language is not a mistake."""
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text
    )


class DayField(forms.DateField):
    """A day within reason; the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(input_formats=["%Y-%m-%d", "%m/%d/%Y", "%d %b %Y"], **kwargs)
        self.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not 2000 <= value.year <= 2100:
            raise ValidationError(_("Give a day with a year between 2000 and 2100."), code="far")
