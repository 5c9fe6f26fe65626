"""What it costs and who pays, in a result row's few words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from providers.models.vocabulary import CoveragePosition, PlanFamily, PriceComponent, Route, Setting

AT_HOME = (Setting.HOME_LIVE, Setting.HOME_PEER)
MOST_PLANS = 2
GAPS = {
    "sessions": _("number of sessions"),
    "course_length": _("length of the course"),
    PriceComponent.CONSULTATION: _("consultation"),
    PriceComponent.DRUG: _("medicine"),
    PriceComponent.SESSION_BUNDLE: _("session price"),
    PriceComponent.OBSERVATION: _("time being watched"),
}
POSITIONS = {
    CoveragePosition.IN_NETWORK: _("In network: %(plans)s"),
    CoveragePosition.PRIOR_AUTH: _("After approval: %(plans)s"),
    CoveragePosition.SUPERBILL: _("Pay, then claim back: %(plans)s"),
    CoveragePosition.UNKNOWN: _("%(plans)s; not said for ketamine"),
}


@dataclass(frozen=True, slots=True)
class RouteLine:
    label: str
    price: str


class MoneyReader:
    """Reads the routes and the insurance of cards, in the language that was active when it was made."""

    def __init__(self) -> None:
        self.routes = {route.value: str(route.label) for route in Route}
        self.plans = {plan.value: str(plan.label) for plan in PlanFamily}
        self.at_home = gettext("%(route)s, at home")
        self.per_session = gettext("%(amount)s per session")
        self.positions = {position.value: str(words) for position, words in POSITIONS.items()}
        self.gaps = {gap: str(words) for gap, words in GAPS.items()}
        self.whole = gettext("First course: %(total)s (%(route)s)")
        self.gappy = gettext("First course: cannot be computed, not stated: %(gaps)s")
        self.no_price = gettext("Prices: not stated")
        self.not_billed = gettext("Insurance not billed")
        self.no_insurance = gettext("Insurance: not stated")

    def route_lines(self, services: Sequence[Mapping[str, Any]]) -> list[RouteLine]:
        """One for each route in the clinic or at home; the cheaper of two with the same name."""
        lines: dict[str, tuple[float, RouteLine]] = {}
        for service in services:
            label = self.routes[service["route"]]
            if service["setting"] in AT_HOME:
                label = self.at_home % {"route": label}
            low = service["session_low"]
            price = ""
            if low is not None:
                price = self.per_session % {"amount": amount(low, service["session_high"])}
            rank = low if low is not None else float("inf")
            if label not in lines or rank < lines[label][0]:
                lines[label] = rank, RouteLine(label, price)
        return [line for _rank, line in lines.values()]

    def course_line(self, services: Sequence[Mapping[str, Any]]) -> str:
        """The cheapest first course that can be computed; else what keeps one from being computed."""
        whole = [service for service in services if service["course_low"] is not None]
        if whole:
            best = min(whole, key=lambda service: service["course_low"])
            total = amount(best["course_low"], best["course_high"])
            words = {"total": total, "route": self.routes[best["route"]]}
            return self.whole % words
        priced = [service for service in services if service["session_low"] is not None]
        if not priced:
            return self.no_price
        return self.gappy % {"gaps": ", ".join(self.gaps.get(gap, gap) for gap in priced[0]["missing"])}

    def insurance_line(self, coverages: Sequence[Mapping[str, Any]]) -> str:
        """The strongest position with at most two plans of it."""
        if not coverages:
            return self.no_insurance
        stated = {one["position"] for one in coverages}
        for position, words in self.positions.items():
            if position in stated:
                plans = [one["plan_family"] for one in coverages if one["position"] == position]
                return words % {"plans": self.named(list(dict.fromkeys(plans)))}
        return self.not_billed

    def named(self, plans: list[str]) -> str:
        shown = ", ".join(self.plans[plan] for plan in plans[:MOST_PLANS])
        return f"{shown} +{len(plans) - MOST_PLANS}" if len(plans) > MOST_PLANS else shown


@lru_cache(maxsize=8)
def money_reader(language: str) -> MoneyReader:
    """The language is the active one."""
    return MoneyReader()


@lru_cache(maxsize=4096)
def amount(low: float, high: float | None) -> str:
    """ "$450", "$450-600", "$1,200.50"."""
    first, last = _plain(low), _plain(low if high is None else high)
    return f"${first}" if first == last else f"${first}-{last}"


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
