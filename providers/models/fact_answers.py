"""Answers that a listing's own facts already give, each with the weakest basis that it rests on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from .first_course import first_course
from .listing_facts import ListingFacts
from .place_names import STATES
from .provenance import Provenance
from .vocabulary import (
    Basis,
    CredentialType,
    DriverRule,
    Duty,
    Emergency,
    Evaluator,
    Monitor,
    Presence,
    Profession,
    RemsStatus,
    Room,
    Route,
    Standing,
    Therapy,
)

VERIFIED = (Basis.VERIFIED_SOURCE, Basis.DOCUMENT_SEEN)
STRENGTH = list(Basis.values)


@dataclass(frozen=True)
class GivenAnswer:
    """basis: a Basis code. is_verified: our staff saw it at the source or in a document.

    is_disputed: it rests on what visitors report as wrong.
    """

    text: str
    basis: str
    confirmed_on: datetime.date | None
    is_disputed: bool = False

    @property
    def is_verified(self) -> bool:
        return self.basis in VERIFIED

    @property
    def basis_label(self) -> str:
        return str(Basis(self.basis).label)


def _given(sentences: Iterable[str], rows: Iterable[Provenance]) -> GivenAnswer | None:
    text, rows = " ".join(dict.fromkeys(s for s in sentences if s)), list(rows)
    if not text or not rows:
        return None
    weakest = max((row.basis for row in rows), key=STRENGTH.index)
    days = [row.confirmed_on for row in rows if row.confirmed_on]
    return GivenAnswer(text, weakest, min(days) if days else None)


def _sentence(template: str, **words: object) -> str:
    return str(format_lazy(template, **words))


def _list(codes: Iterable[str], labels: type) -> str:
    return ", ".join(str(labels(code).label) for code in codes)


def _who_prescribes(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    sentences: list[str] = []
    rows: list[Provenance] = []
    for role, credentials in zip(facts.roles, facts.credentials, strict=True):
        licences = [c for c in credentials if c.type == CredentialType.STATE_LICENCE]
        if not role.prescribes:
            continue
        current = [c for c in licences if c.standing(today) in (Standing.CURRENT, Standing.EXPIRING)]
        person = f"{role.practitioner.name}, {role.practitioner.profession}"
        if current:
            states = ", ".join(STATES.get(c.state, c.state) for c in current)
            sentences.append(_sentence(_("{who}: license current in {states}."), who=person, states=states))
            rows.extend(current)
        else:
            sentences.append(_sentence(_("{who}: license not confirmed by us."), who=person))
            rows.append(role)
    return _given(sentences, rows)


def _board(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    held = [
        (role, credential)
        for role, credentials in zip(facts.roles, facts.credentials, strict=True)
        for credential in credentials
        if credential.type == CredentialType.BOARD_CERTIFICATION
        and credential.standing(today) in (Standing.CURRENT, Standing.EXPIRING)
    ]
    return _given((f"{r.practitioner.name}: {c.label}." for r, c in held), (c for _r, c in held))


def _who_watches(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    watching = [role for role in facts.roles if Duty.MONITORS in role.does]
    sentences = [
        f"{Profession(role.practitioner.profession).label}"
        + (f", {Presence(role.present).label}." if role.present else ".")
        for role in watching
    ]
    crowded = [s for s in facts.services if s.max_patients_per_observer]
    sentences += [
        _sentence(
            _("{route}: at most {n} patients per watcher."),
            route=s.route_label,
            n=s.max_patients_per_observer,
        )
        for s in crowded
    ]
    return _given(sentences, [*watching, *crowded])


def _evaluation(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    who = facts.location.evaluation_by
    text = _sentence(_("{who} does the evaluation."), who=Evaluator(who).label) if who else ""
    return _given([text], [facts.location])


def _nasal(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    nasal = [s for s in facts.services if s.route in (Route.SPRAVATO, Route.NASAL_COMPOUNDED)]
    sentences = [
        RemsStatus(s.rems_status).label + "." if s.rems_status else _("Compounded nasal spray, not Spravato.")
        for s in nasal
    ]
    return _given(map(str, sentences), nasal)


def _measures(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.monitoring]
    return _given((f"{s.route_label}: {_list(s.monitoring, Monitor)}." for s in rows), rows)


def _rescue(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.emergency]
    return _given((f"{s.route_label}: {_list(s.emergency, Emergency)}." for s in rows), rows)


def _emergency_plan(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.emergency and Emergency.TRANSFER_PLAN in s.emergency]
    return _given([_("Has a hospital transfer plan; ask which hospital.")], rows)


def _room(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.room]
    return _given((f"{s.route_label}: {Room(str(s.room)).label}." for s in rows), rows)


def _leaving(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.observation_minutes or s.driver_rule]
    sentences = []
    for s in rows:
        watched = (
            _sentence(_("watched {n} minutes"), n=s.observation_minutes) if s.observation_minutes else ""
        )
        drive = str(DriverRule(s.driver_rule).label) if s.driver_rule else ""
        sentences.append(f"{s.route_label}: {', '.join(filter(None, [watched, drive]))}.")
    return _given(sentences, rows)


def _telehealth(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    reach = facts.telehealth_reach
    states = ", ".join(STATES.get(row.state, row.state) for row in reach)
    return _given([_sentence(_("Treats by telehealth in {states}."), states=states) if reach else ""], reach)


def _course(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.sessions_first_course]
    return _given(
        (
            _sentence(
                _("{route}: {n} sessions in a first course."), route=s.route_label, n=s.sessions_first_course
            )
            for s in rows
        ),
        rows,
    )


def _therapy(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    rows = [s for s in facts.services if s.therapy]
    return _given((f"{s.route_label}: {Therapy(str(s.therapy)).label}." for s in rows), rows)


def _after_hours(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    return _given([facts.policy.after_hours_contact], [facts.policy]) if facts.policy else None


def _total(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    sentences: list[str] = []
    rows: list[Provenance] = []
    for service, prices in zip(facts.services, facts.prices, strict=True):
        course = first_course(service, prices, today)
        if course.low is not None and course.high is not None:
            amount = f"${course.low:,.0f}" + (f"-{course.high:,.0f}" if course.high != course.low else "")
            sentences.append(
                _sentence(_("{route}: first course {amount}."), route=service.route_label, amount=amount)
            )
            rows.extend(prices)
    return _given(sentences, rows)


def _refunds(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    policy = facts.policy
    if policy is None:
        return None
    words = {True: _("You pay ahead."), False: _("You do not pay ahead."), None: ""}
    prepay = words[policy.prepay_required]
    return _given([prepay, policy.refund_policy], [policy]) if policy.refund_policy else None


def _complaints(facts: ListingFacts, today: datetime.date) -> GivenAnswer | None:
    if facts.policy is None or not facts.policy.complaint_route:
        return None
    return _given([_sentence(_("Complaints: {route}"), route=facts.policy.complaint_route)], [facts.policy])


BY_NUMBER: dict[int, Callable[[ListingFacts, datetime.date], GivenAnswer | None]] = {
    1: _who_prescribes, 2: _board, 4: _who_watches, 5: _evaluation, 11: _nasal, 13: _measures, 14: _rescue,
    15: _emergency_plan, 16: _room, 17: _leaving, 18: _telehealth, 20: _course, 22: _therapy,
    23: _after_hours, 24: _total, 26: _refunds, 27: _complaints,
}  # fmt: skip


def given_answers(facts: ListingFacts, today: datetime.date) -> dict[int, GivenAnswer]:
    """By question number: the clinic's own words first, else what its facts say. No entry: not stated."""
    found = {number: rule(facts, today) for number, rule in BY_NUMBER.items()}
    given = {number: answer for number, answer in found.items() if answer}
    for number, answer in facts.answers.items():
        given[number] = GivenAnswer(answer.text, answer.basis, answer.confirmed_on)
    for number in given.keys() & facts.disputes.numbers:
        given[number] = replace(given[number], is_disputed=True)
    return given
