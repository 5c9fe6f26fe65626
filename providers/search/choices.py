"""The filters as the form shows them: every choice with its count, what is chosen, and how to unchoose it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.http import query_with
from providers.models.search_row import LANGUAGES
from providers.models.vocabulary import (
    AccessFeature,
    AgeGroup,
    Condition,
    PlanFamily,
    Profession,
    Route,
    Setting,
)
from providers.shown.access import language_name

from .criteria import Criteria
from .filters import AMOUNTS, FLAGS, MANY
from .tally import Tally

FLAG_LABELS: dict[str, Promise] = {
    "verified": _("Prescriber’s license current"),
    "accepting": _("Accepting new patients"),
    "confirmed": _("Confirmed within 90 days"),
    "telehealth": _("Offers telehealth"),
}
LEGENDS: dict[str, Promise] = {
    "route": _("How ketamine is given"),
    "condition": _("Condition"),
    "insurance": _("Insurance"),
    "credential": _("Who treats you"),
    "setting": _("Where it is given"),
    "age": _("Age"),
    "language": _("Language"),
    "access": _("Access (all that you need)"),
    "max_session_price": _("Highest price of a session"),
    "max_course_price": _("Highest price of a first course"),
}
LABELS: dict[str, dict[str, Any]] = {
    "route": dict(Route.choices),
    "condition": dict(Condition.choices),
    "insurance": dict(PlanFamily.choices),
    "credential": dict(Profession.choices),
    "setting": dict(Setting.choices),
    "age": dict(AgeGroup.choices),
    "access": dict(AccessFeature.choices),
}
FIELDS: dict[str, Promise] = {
    **FLAG_LABELS,
    **LEGENDS,
    "near": _("Place"),
    "within": _("Distance"),
    "q": _("Name"),
    "sort": _("Order"),
    "page": _("Page"),
    "stale": _("Unconfirmed listings"),
    "reach": _("Telehealth"),
}
NOT_COUNTED = ("language", "access")
OPEN_AT_FIRST = ("route", "condition", "insurance")


@dataclass(slots=True)  # a hundred to a page: freezing them would double their cost
class Choice:
    """count: what choosing this too would give; None where it is not counted. is_partial: or more."""

    value: str
    label: str
    is_selected: bool
    count: int | None = None
    is_partial: bool = False

    @property
    def count_label(self) -> str:
        if self.count is None or (self.is_partial and not self.count):
            return ""
        return f"{self.count:,}{'+' if self.is_partial else ''}"

    @property
    def is_empty(self) -> bool:
        return self.count == 0 and not self.is_selected and not self.is_partial


@dataclass(frozen=True, slots=True)
class Group:
    """kind: flag, many or amount. value: what was typed into an amount."""

    key: str
    legend: str
    kind: str
    choices: tuple[Choice, ...] = ()
    value: str = ""
    error: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    remove_url: str


def field_label(name: str) -> str:
    return str(FIELDS[name])


def groups(
    params: QueryDict, tally: Tally | None, errors: dict[str, list[str]], *, is_partial: bool = False
) -> list[Group]:
    """Every filter; without a tally (nothing was searched) nothing is counted."""
    found = [_flag(name, params, tally, is_partial) for name in FLAG_LABELS]
    for name in LEGENDS:
        if name in AMOUNTS:
            error = " ".join(errors.get(name, []))
            found.append(Group(name, str(LEGENDS[name]), "amount", value=params.get(name, ""), error=error))
        else:
            found.append(_many(name, params, tally, is_partial))
    return found


def _flag(name: str, params: QueryDict, tally: Tally | None, is_partial: bool) -> Group:
    label = str(FLAG_LABELS[name])
    count = tally.of(name, name) if tally else None
    return Group(name, label, "flag", (Choice("1", label, params.get(name) == "1", count, is_partial),))


def _many(name: str, params: QueryDict, tally: Tally | None, is_partial: bool) -> Group:
    chosen, counted = params.getlist(name), tally if name not in NOT_COUNTED else None
    choices = tuple(
        Choice(value, label, value in chosen, counted.of(name, value) if counted else None, is_partial)
        for value, label in labels_of(name, get_language() or "")
    )
    is_open = name in OPEN_AT_FIRST or any(choice.is_selected for choice in choices)
    return Group(name, str(LEGENDS[name]), "many", choices, is_open=is_open)


@lru_cache(maxsize=64)
def labels_of(name: str, language: str) -> tuple[tuple[str, str], ...]:
    """Values and words of one group. `language` is the active one: the cache needs it."""
    if name == "language":
        return tuple(sorted(((tag, language_name(tag)) for tag in LANGUAGES), key=lambda pair: pair[1]))
    return tuple((value, str(label)) for value, label in LABELS[name].items())


def label_of(name: str, value: Any) -> str:
    """A chosen value in words, as on a chip."""
    if name in FLAGS:
        return str(FLAG_LABELS[name])
    if name == "max_session_price":
        return gettext("Session up to $%(amount)s") % {"amount": f"{value:,}"}
    if name == "max_course_price":
        return gettext("First course up to $%(amount)s") % {"amount": f"{value:,}"}
    if name == "language":
        return language_name(value)
    return str(LABELS[name][value])


def chips(params: QueryDict, criteria: Criteria, q: str) -> list[Chip]:
    """One for each chosen value, with the address of the same search without it."""
    found = [
        Chip(label_of(name, value), without_value(params, name, value))
        for name, value in _chosen_values(criteria)
    ]
    if q:
        found.append(Chip(f"“{q}”", without(params, "q")))
    if params.get("reach"):
        found.append(Chip(gettext("By telehealth into this state"), without(params, "reach")))
    if criteria.stale:
        found.append(Chip(gettext("Also those not confirmed for half a year"), without(params, "stale")))
    return found


def _chosen_values(criteria: Criteria) -> Iterator[tuple[str, Any]]:
    for name in (*FLAGS, *MANY, *AMOUNTS):
        value = getattr(criteria, name)
        if isinstance(value, tuple):
            yield from ((name, one) for one in value)
        elif value:
            yield name, value


def without(params: QueryDict, name: str) -> str:
    return query_with(params, **{name: None, "page": None}) or "?"


def without_value(params: QueryDict, name: str, value: Any) -> str:
    rest = [one for one in params.getlist(name) if one != str(value)] if name in MANY else []
    return query_with(params, **{name: rest, "page": None}) or "?"


def dropped_label(criteria: Criteria, name: str, q: str) -> str:
    """The whole filter in words: all its chosen values."""
    if name == "words":
        return q
    value = getattr(criteria, name)
    values = value if isinstance(value, tuple) else [value]
    return ", ".join(label_of(name, one) for one in values)
