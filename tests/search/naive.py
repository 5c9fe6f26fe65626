"""The rules of search written a second time, slowly and from the listings, to check the engine by."""

import datetime
import math
from functools import cache

from providers.models import Location
from providers.models.credential import standing
from providers.models.first_course import first_course
from providers.models.vocabulary import Standing
from providers.search.criteria import Criteria

YEARS = {"child": (0, 17), "young_adult": (18, 25), "adult": (26, 64), "senior": (65, 200)}
CHOICES = ("route", "setting", "condition", "insurance", "age", "credential")
FLAGS = ("verified", "accepting", "telehealth", "confirmed")


def haversine(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    a, b, c, d = (math.radians(x) for x in (lat1, lng1, lat2, lng2))
    square = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 3958.7613 * math.asin(math.sqrt(square))


class Offer:
    """All services of one route at one location."""

    def __init__(self, location, route, services, today):
        self.route = route
        self.setting = {s.setting for s in services}
        self.condition = {code for s in services for code in s.conditions or []}
        self.age = {code for s in services for code in ages(s)}
        self.insurance = paid(location, route)
        courses = [first_course(s, s.prices.all(), today) for s in services]
        self.session = min((c.session_low for c in courses if c.session_low is not None), default=None)
        self.course = min((c.low for c in courses if c.low is not None), default=None)

    def suits(self, wanted: Criteria) -> bool:
        if wanted.route and self.route not in wanted.route:
            return False
        for name in ("setting", "condition", "age", "insurance"):
            if getattr(wanted, name) and not set(getattr(wanted, name)) & getattr(self, name):
                return False
        for limit, price in (
            (wanted.max_session_price, self.session),
            (wanted.max_course_price, self.course),
        ):
            if limit is not None and (price is None or price > limit):
                return False
        return True


def ages(service):
    if service.age_groups is not None:
        return service.age_groups
    if service.min_age is None and service.max_age is None:
        return []
    low, high = service.min_age or 0, service.max_age or 200
    return [code for code, (first, last) in YEARS.items() if max(low, first) <= min(high, last)]


def paid(location, route):
    rows = list(location.coverages.all())
    found = set()
    for family in {row.plan_family for row in rows}:
        own = [row for row in rows if row.plan_family == family and route and row.route == route]
        general = [row for row in rows if row.plan_family == family and row.route is None]
        if any(row.position != "not_billed" for row in own or general):
            found.add(family)
    return found


def licences(location, states):
    """Of those who prescribe, for these states, that somebody ever decided on."""
    held = {reach.licence for reach in location.telehealth_reach.all() if reach.state in states}
    for role in location.roles.all():
        if "prescribes" in role.does:
            held |= set(role.practitioner.credentials.all())
    mine = {one for one in held - {None} if one.type == "state_licence" and one.state in states}
    return [one for one in mine if one.decided_on]


def is_good(licence, today):
    ended = licence.status in ("expired", "suspended", "revoked", "withdrawn", "denied")
    return not ended and (licence.expires_on is None or licence.expires_on >= today)


def is_told(location, today):
    """Its routes and prices go when every license that carried them has ended."""
    reached = {reach.state for reach in location.telehealth_reach.all()}
    here = licences(location, reached if location.location_type == "virtual" else {location.state})
    carrying = here + [one for state in reached for one in licences(location, {state})]
    return not here or any(is_good(one, today) for one in carrying)


@cache
def offers(location, today):
    services = list(location.services.all()) if is_told(location, today) else []
    if not services:
        return [Offer(location, None, [], today)]
    routes = {s.route for s in services}
    return [Offer(location, r, [s for s in services if s.route == r], today) for r in routes]


def is_verified(location, today):
    states = {location.state}
    if location.location_type == "virtual":
        states = {reach.state for reach in location.telehealth_reach.all()}
    for role in location.roles.all():
        for held in role.practitioner.credentials.all() if "prescribes" in role.does else []:
            now = standing(held.status, held.checked_on, held.expires_on, today)
            is_here = held.type == "state_licence" and held.state in states
            if is_here and now in (Standing.CURRENT, Standing.EXPIRING):
                return True
    return False


def confirmed_on(location):
    return None if location.provider.is_unconfirmed else location.provider.last_confirmed_on


def holds(location: Location, wanted: Criteria, today: datetime.date) -> bool:
    """Everything but staleness."""
    if wanted != Criteria(stale=wanted.stale) and not any(o.suits(wanted) for o in offers(location, today)):
        return False
    professions = {role.practitioner.profession for role in location.roles.all()}
    if wanted.credential and not professions & set(wanted.credential):
        return False
    tags = {language.tag for language in location.languages.all()}
    if wanted.language and not tags & set(wanted.language):
        return False
    there = {fact.feature for fact in location.access_facts.all() if fact.is_available}
    if not set(wanted.access) <= there:
        return False
    day, paused = confirmed_on(location), location.provider.status == "temporarily_closed"
    return (
        (not wanted.verified or is_verified(location, today))
        and (not wanted.accepting or (location.new_patients == "newpt" and not paused))
        and (not wanted.telehealth or offers_telehealth(location, today))
        and (not wanted.confirmed or (day is not None and (today - day).days <= 90))
    )


def reached(location, today):
    """States of telehealth that some license still carries, or that none ever did."""
    states = {reach.state for reach in location.telehealth_reach.all()}
    held = {state: licences(location, {state}) for state in states}
    return {state for state in states if not held[state] or any(is_good(one, today) for one in held[state])}


def offers_telehealth(location, today):
    return (
        bool(location.offers_telehealth)
        or location.location_type == "virtual"
        or bool(reached(location, today))
    )


def is_stale(location, today):
    day = confirmed_on(location)
    return day is not None and (today - day).days > 180


def results(locations, wanted: Criteria, today: datetime.date) -> set[int]:
    return {
        location.pk
        for location in locations
        if holds(location, wanted, today) and (wanted.stale or not is_stale(location, today))
    }


def hidden(locations, wanted: Criteria, today: datetime.date) -> set[int]:
    if wanted.stale:
        return set()
    return {one.pk for one in locations if holds(one, wanted, today) and is_stale(one, today)}
