"""Form fields of what a clinic writes: one line, several lines, a telephone number, a web address."""

from __future__ import annotations

import unicodedata
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers.models.identifiers import refuse_dea, validate_https

# What turns the direction of writing around can make one name look like another.
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refuse_controls(value: str) -> None:
    """Line breaks and other invisible signs do not belong in a name or an address."""
    if any(unicodedata.category(sign) == "Cc" or sign in TURNS for sign in value):
        raise ValidationError(_("Leave out line breaks and hidden characters."), code="controls")


def refuse_hidden(value: str) -> None:
    """As above, but line breaks and tabs may stand."""
    refuse_controls(value.replace("\r", "").replace("\n", "").replace("\t", ""))


class LineField(forms.CharField):
    """One line, stripped, without anything invisible in it."""

    default_validators = [refuse_controls, refuse_dea]


class TextField(forms.CharField):
    """Several lines; line breaks count once, so that the browser's limit and ours are the same."""

    default_validators = [refuse_hidden, refuse_dea]

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget = forms.Textarea(attrs={"rows": rows, "maxlength": self.max_length or ""})
        self.widget.is_required = self.required

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.to_python(initial or ""), self.to_python(data or ""))


class LinesField(TextField):
    """A short list, one entry a line; the value is a list."""

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        self.most, self.longest = most, longest
        super().__init__(max_length=most * (longest + 2), **kwargs)

    def clean(self, value: Any) -> list[str]:
        lines = list(dict.fromkeys(line.strip() for line in super().clean(value).split("\n")))
        entries = [line for line in lines if line]
        if len(entries) > self.most:
            raise ValidationError(_("At most %(most)d lines.") % {"most": self.most}, code="many")
        if any(len(entry) > self.longest for entry in entries):
            raise ValidationError(
                _("Each line may have %(longest)d letters.") % {"longest": self.longest}, code="long"
            )
        return entries

    def to_python(self, value: Any) -> str:
        return super().to_python(self.prepare_value(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class TelephoneField(LineField):
    """A US number as people write it; the value is E.164. Judged by length: area codes are added."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "off", "maxlength": "40"})

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return self._e164(typed) if typed else ""

    def _e164(self, typed: str) -> str:
        try:
            number = phonenumbers.parse(typed, "US")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number) or number.country_code != 1:
            raise ValidationError(_("Give a US number with its area code, like 303 555 0142."), code="phone")
        if number.extension:
            raise ValidationError(_("Put the extension in its own box."), code="extension")
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))

    def prepare_value(self, value: Any) -> Any:
        """The stored number as people read it; what was typed stays as it is."""
        if not isinstance(value, str) or not value.startswith("+"):
            return value
        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return value
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _digits(self.prepare_value(initial)) != _digits(self.prepare_value(data))


def _digits(text: Any) -> str:
    return "".join(sign for sign in str(text or "") if sign.isdigit())


class WebAddressField(forms.URLField):
    """https only; typed without a scheme it is meant."""

    default_validators = [*forms.URLField.default_validators, validate_https, refuse_controls]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        super().__init__(assume_scheme="https", **kwargs)
        # A browser's own check of an address would refuse what we understand.
        self.widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url", "maxlength": "200"})
