"""What an address asks for: parsed, or refused with the field named. Nothing here searches."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, MultipleChoiceFilter, NumberFilter

from providers.models import SearchRow
from providers.models.place_names import plain_words
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

from .criteria import CONFIRMED, COURSE_PRICE, DISTANCE, Criteria

WITHIN = (5, 10, 25, 50, 100, 250)
USUAL_WITHIN = 25
MOST_WORDS = 8
MANY = ("route", "setting", "condition", "insurance", "credential", "language", "age", "access")
FLAGS = ("verified", "accepting", "telehealth", "confirmed")
AMOUNTS = ("max_session_price", "max_course_price")
SORTS = {
    DISTANCE: _("Nearest first"),
    COURSE_PRICE: _("Lowest first-course price"),
    CONFIRMED: _("Most recently confirmed"),
}
UNKNOWN_CHOICE = {
    "invalid_choice": _("One of these choices does not exist."),
    "invalid_list": _("One of these choices does not exist."),
}
NOT_DOLLARS = {"invalid": _("Give whole dollars, for example 600.")}
NOT_A_PAGE = _("There is no such page.")


class WholeNumberFilter(NumberFilter):  # type: ignore[misc]
    field_class = forms.IntegerField


def many(codes: Any) -> MultipleChoiceFilter:
    return MultipleChoiceFilter(choices=codes, error_messages=UNKNOWN_CHOICE)


def one(codes: Any) -> ChoiceFilter:
    return ChoiceFilter(choices=codes, error_messages=UNKNOWN_CHOICE)


def flag() -> ChoiceFilter:
    return one([("1", _("Yes"))])


def dollars(most: int) -> NumberFilter:
    return WholeNumberFilter(min_value=1, max_value=most, error_messages=NOT_DOLLARS)


class SearchFilters(FilterSet):  # type: ignore[misc]
    """Every parameter of a search. Choices within one parameter are alternatives, but for `access`."""

    near = CharFilter(max_length=120)
    within = one([(str(miles), miles) for miles in WITHIN])
    q = CharFilter(max_length=100)
    route = many(Route.choices)
    setting = many(Setting.choices)
    condition = many(Condition.choices)
    insurance = many(PlanFamily.choices)
    credential = many(Profession.choices)
    language = many([(tag, tag) for tag in LANGUAGES])
    age = many(AgeGroup.choices)
    access = many(AccessFeature.choices)
    max_session_price = dollars(99_999)
    max_course_price = dollars(999_999)
    verified = flag()
    accepting = flag()
    telehealth = flag()
    confirmed = flag()
    stale = flag()
    reach = flag()
    sort = one(list(SORTS.items()))
    page = WholeNumberFilter(min_value=1, error_messages={"invalid": NOT_A_PAGE, "min_value": NOT_A_PAGE})


FIELDS: dict[str, forms.Field] = SearchFilters(queryset=SearchRow.objects.none()).get_form_class().base_fields


@lru_cache(maxsize=256)
def form_with(names: frozenset[str]) -> type[forms.Form]:
    """A form of these fields only: Django copies every field of a form for every request."""
    return type("SearchForm", (forms.Form,), {name: FIELDS[name] for name in FIELDS if name in names})


@dataclass(frozen=True)
class Asked:
    """errors: sentences by field. The other values are meaningful only where there are none."""

    near: str = ""
    within: int = USUAL_WITHIN
    q: str = ""
    criteria: Criteria = field(default_factory=Criteria)
    sort: str = DISTANCE
    page: int = 1
    reach: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)


def read(params: QueryDict) -> Asked:
    """Empty parameters count as not given; of a repeated single value the last counts."""
    given = without_blanks(params)
    form = form_with(frozenset(given))(given)
    if not form.is_valid():
        errors = {name: [str(text) for text in texts] for name, texts in form.errors.items()}
        return Asked(errors=errors)
    asked = form.cleaned_data
    q = asked.get("q", "")
    chosen: dict[str, Any] = {
        **{name: tuple(asked[name]) for name in MANY if name in asked},
        **{name: True for name in (*FLAGS, "stale") if name in asked},
        **{name: asked[name] for name in AMOUNTS if name in asked},
    }
    return Asked(
        near=asked.get("near", ""),
        within=int(asked.get("within", USUAL_WITHIN)),
        q=q,
        criteria=Criteria(**chosen, words=tuple(plain_words(q)[:MOST_WORDS])),
        sort=asked.get("sort", DISTANCE),
        page=asked.get("page", 1),
        reach="reach" in asked,
    )


def without_blanks(params: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name in params.keys() & FIELDS.keys():
        if values := [value for value in params.getlist(name) if value.strip()]:
            kept.setlist(name, values)
    return kept


__all__ = ["AMOUNTS", "FLAGS", "MANY", "SORTS", "WITHIN", "Asked", "read"]
