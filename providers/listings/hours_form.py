"""The form of opening hours: a week of days, each closed or with its spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions.editing_hours import Span, overlapping
from providers.models import OpeningHours

from .conflict import MergingForm

SPANS = 3
DAYS = range(7)


class ClockField(forms.TimeField):
    """09:00, 9:00 or 9:00 AM: a browser sends the first, a person without one types any."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"],
            error_messages={"invalid": gettext_lazy("Write a time like 9:00 AM or 17:30.")},
        )
        self.widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class HoursForm(MergingForm):
    """Nothing at all is "not stated"; once a day is stated, each of the others must be too."""

    def __init__(self, data: Any = None, *, rows: Iterable[OpeningHours] = (), **kwargs: Any) -> None:
        by_day: dict[int, list[OpeningHours]] = {}
        for row in rows:
            by_day.setdefault(row.weekday, []).append(row)
        self.boxes = range(max([SPANS, *map(len, by_day.values())]))
        super().__init__(data, initial=initial_of(by_day), **kwargs)
        for number in DAYS:
            self.fields.update(self._fields_of(number))
        self.remember()

    def _fields_of(self, number: int) -> dict[str, forms.Field]:
        day = {"day": WEEKDAYS[number]}
        closed = forms.BooleanField(label=_("%(day)s: closed") % day, required=False)
        found: dict[str, forms.Field] = {f"closed_{number}": closed}
        for opens, closes in self._pairs(number):
            found[opens] = ClockField(_("%(day)s: opens at") % day)
            found[closes] = ClockField(_("%(day)s: closes at") % day)
        return found

    def _pairs(self, number: int) -> list[tuple[str, str]]:
        """The names of the day's boxes."""
        return [(f"opens_{number}_{box}", f"closes_{number}_{box}") for box in self.boxes]

    def days(self) -> Iterator[dict[str, Any]]:
        """For the template."""
        for number in DAYS:
            first, *more = [(self[opens], self[closes]) for opens, closes in self._pairs(number)]
            yield {
                "name": str(WEEKDAYS[number]),
                "closed": self[f"closed_{number}"],
                "first": first,
                "more": more,
                "has_more": any(field.value() or field.errors for pair in more for field in pair),
            }

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        is_stated = any(self._is_closed(number) or self._typed(number) for number in DAYS)
        for number in DAYS:
            self._check_day(number, is_asked=is_stated)
        if is_stated and not self.errors and not self.spans():
            self.add_error(None, _("Give the hours of one day at least, or clear the whole week."))
        return facts

    def _is_closed(self, number: int) -> bool:
        return bool(self.cleaned_data.get(f"closed_{number}"))

    def _typed(self, number: int) -> bool:
        """Whether any of the day's boxes holds something, however wrong."""
        return any(self[name].data for pair in self._pairs(number) for name in pair)

    def _check_day(self, number: int, *, is_asked: bool) -> None:
        typed, closed = self._typed(number), self._is_closed(number)
        if closed and typed:
            self.add_error(f"closed_{number}", _("This day is closed and has times. Keep one of them."))
        elif is_asked and not typed and not closed:
            self.add_error(f"opens_{number}_0", _("Give the hours of this day, or mark it closed."))
        for opens, closes in self._pairs(number):
            self._check_span(opens, closes)
        for wrong in overlapping(self._spans_of(number)):
            if wrong.opens < wrong.closes:
                self.add_error(self._box_of(wrong), _("Two spans of this day overlap."))

    def _check_span(self, opens: str, closes: str) -> None:
        if opens in self.errors or closes in self.errors:
            return
        first, last = self.cleaned_data.get(opens), self.cleaned_data.get(closes)
        if first and last and first >= last:
            self.add_error(closes, _("Closing time comes after opening time."))
        elif bool(first) != bool(last):
            self.add_error(closes if first else opens, _("Give both times."))

    def _box_of(self, wrong: Span) -> str:
        names = [opens for opens, _closes in reversed(self._pairs(wrong.weekday))]
        return next((name for name in names if self.cleaned_data.get(name) == wrong.opens), names[-1])

    def _spans_of(self, number: int) -> list[Span]:
        said = self.cleaned_data
        pairs = [(said.get(opens), said.get(closes)) for opens, closes in self._pairs(number)]
        return [Span(number, opens, closes) for opens, closes in pairs if opens and closes]

    def spans(self) -> list[Span]:
        return [span for number in DAYS for span in self._spans_of(number)]


def initial_of(by_day: Mapping[int, list[OpeningHours]]) -> dict[str, Any]:
    """A week with any hours has its other days closed."""
    initial: dict[str, Any] = {}
    for number in DAYS if by_day else ():
        rows = by_day.get(number, [])
        initial[f"closed_{number}"] = not rows
        for box, row in enumerate(rows):
            initial[f"opens_{number}_{box}"], initial[f"closes_{number}_{box}"] = row.opens, row.closes
    return initial
