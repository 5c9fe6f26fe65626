"""Services, safety facts and prices with their arithmetic, as a provider's page shows them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Price, Service
from providers.models.evidence import day, vouched
from providers.models.first_course import COURSE_LENGTH, SESSIONS, FirstCourse, first_course
from providers.models.listing_facts import ListingFacts
from providers.models.vocabulary import (
    AgeGroup,
    Condition,
    DriverRule,
    DrugBasis,
    Emergency,
    Monitor,
    PriceComponent,
    PriceUnit,
    RemsStatus,
    Room,
    Therapy,
)

from .amounts import dollars
from .facts import Fact, Facts, label, labels
from .route_words import route_words


@dataclass(frozen=True)
class PriceLine:
    name: str
    amount: str
    unit: str
    includes: str
    vouched: str
    ended: str


@dataclass(frozen=True)
class SumLine:
    name: str
    times: int
    each: str
    total: str


@dataclass(frozen=True)
class ServiceBlock:
    """One route as the page shows it. total is "" while something is missing; `missing` then says what."""

    route: str
    name: str
    words: str
    setting: str
    status: str
    status_is_seen: bool
    facts: Facts
    safety: Facts
    prices: list[PriceLine]
    sum_lines: list[SumLine]
    total: str
    missing: str
    vouched: str


def missing_words(missing: Sequence[str]) -> str:
    """ "first visit and evaluation, the number of sessions": what keeps a total from being computed."""
    names = {SESSIONS: _("the number of sessions"), COURSE_LENGTH: _("how long the course lasts")}
    return ", ".join(names.get(code) or str(PriceComponent(code).label).lower() for code in missing)


def _price_line(price: Price, today: datetime.date) -> PriceLine:
    ended = "" if price.holds_on(today) else _("not valid now")
    if price.valid_to and _has_ended(price, today):
        ended = _("ended %(day)s") % {"day": day(price.valid_to)}
    return PriceLine(
        str(PriceComponent(price.component).label),
        dollars(price.amount_min, price.amount_max),
        str(PriceUnit(price.per).label),
        labels(price.includes, PriceComponent).lower(),
        vouched(price, today),
        ended,
    )


def _told(prices: Sequence[Price], today: datetime.date) -> list[Price]:
    """What holds or is still to come; of a part that only ended, its last amount."""
    told = [price for price in prices if not _has_ended(price, today)]
    stands = {(price.component, price.per) for price in told}
    last = {
        (price.component, price.per): price for price in sorted(prices, key=lambda price: price.valid_from)
    }
    return told + [price for part, price in last.items() if part not in stands]


def _has_ended(price: Price, today: datetime.date) -> bool:
    return price.valid_to is not None and price.valid_to < today


def _part_order(price: Price) -> tuple[int, datetime.date]:
    """First visit, then what a session costs, then the rest: the order of the vocabulary."""
    return list(PriceComponent.values).index(price.component), price.valid_from


def _sum_lines(course: FirstCourse) -> list[SumLine]:
    return [
        SumLine(
            line.label, line.times, dollars(line.low, line.high), dollars(line.total_low, line.total_high)
        )
        for line in course.lines
    ]


def _minutes(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def _ages(service: Service) -> str:
    if service.min_age is not None and service.max_age is not None:
        return _("%(low)d to %(high)d years") % {"low": service.min_age, "high": service.max_age}
    if service.min_age is not None:
        return _("%(low)d years and over") % {"low": service.min_age}
    if service.max_age is not None:
        return _("up to %(high)d years") % {"high": service.max_age}
    return labels(service.age_groups, AgeGroup)


def _sessions(service: Service) -> str:
    if service.sessions_first_course is None:
        return ""
    count = service.sessions_first_course
    sessions = ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}
    if service.interval_days is None:
        return sessions
    days = service.interval_days
    apart = ngettext("%(days)d day apart", "%(days)d days apart", days) % {"days": days}
    return f"{sessions}, {apart}"


def _care_facts(service: Service) -> Facts:
    return Facts.of(
        [
            Fact(_("Drug"), label(service.drug_basis, DrugBasis)),
            Fact(_("Conditions"), labels(service.conditions, Condition)),
            Fact(_("Ages"), _ages(service)),
            Fact(_("Usual first course"), _sessions(service)),
            Fact(_("Length of a session"), _minutes(service.session_minutes)),
            Fact(_("Therapy"), label(service.therapy, Therapy)),
        ]
    )


def _safety_facts(service: Service) -> Facts:
    watcher = service.max_patients_per_observer
    return Facts.of(
        [
            Fact(_("Watched after the dose"), _minutes(service.observation_minutes)),
            Fact(_("What is measured"), labels(service.monitoring, Monitor)),
            Fact(
                _("Ready for an emergency"),
                _("None") if service.emergency == [] else labels(service.emergency, Emergency),
            ),
            Fact(_("Patients per watcher"), _("at most %(count)d") % {"count": watcher} if watcher else ""),
            Fact(_("Room"), label(service.room, Room)),
            Fact(_("Going home"), label(service.driver_rule, DriverRule)),
        ]
    )


def service_blocks(facts: ListingFacts, today: datetime.date) -> list[ServiceBlock]:
    blocks = []
    for service, prices in zip(facts.services, facts.prices, strict=True):
        course = first_course(service, prices, today)
        blocks.append(
            ServiceBlock(
                route=service.route,
                name=service.route_label,
                words=route_words(service.route),
                setting=service.setting_label,
                status=_rems(service),
                status_is_seen=service.rems_status == RemsStatus.CERTIFIED_SEEN,
                facts=_care_facts(service),
                safety=_safety_facts(service),
                prices=[_price_line(price, today) for price in sorted(_told(prices, today), key=_part_order)],
                sum_lines=[] if course.missing else _sum_lines(course),
                total=dollars(course.low, course.high),
                missing=missing_words(course.missing),
                vouched=vouched(service, today),
            )
        )
    return blocks


def _rems(service: Service) -> str:
    status = label(service.rems_status, RemsStatus)
    return f"{status}, {day(service.rems_checked_on)}" if status and service.rems_checked_on else status
