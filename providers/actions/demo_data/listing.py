"""One fictional listing, whole: provider, locations, people, services, prices, answers."""

from __future__ import annotations

import datetime
from typing import Any, Final

from providers.models import FormerSlug, Location, Policy, Provider, Service, TelehealthReach
from providers.models.vocabulary import CredentialType, HsaFsa, Kind, ListingStatus, LocationType, Setting

from .answers import Questions, answer
from .coverages import insure, listed_insurance
from .credentials import credential
from .dice import Dice
from .draft import Draft, clinic_says, register_says
from .ground import Ground
from .identity import Identity, Shape, SiteShape, invent, slug_ending
from .lives import CLAIMED, CURRENT, LISTING_LIVES, Life
from .people import Job, jobs, staff
from .places_to_visit import describe, describe_from_register, location
from .prices import price
from .services import listed_offer, offer, profile

KINDS = {
    Kind.CLINIC: 62, Kind.SOLO_PRACTICE: 18, Kind.HOSPITAL_DEPARTMENT: 7, Kind.TELEHEALTH_COMPANY: 8,
    Kind.MOBILE_SERVICE: 5,
}  # fmt: skip
CHAIN_EVERY, CHAIN_FIRST = 33, 7
AT_HOME = (Setting.HOME_LIVE, Setting.HOME_PEER)
ABOUT: Final = (
    "A fictional clinic, made up to show how this directory works. It treats nobody.",
    "An example listing. The people, prices and licenses here are invented.",
    "",
)
CLOSING: Final = "Ask for records by mail until the end of next year, at the address on this page."


class Plan:
    """What is decided of a listing before its details: kind, life, routes, shape, jobs, states reached."""

    def __init__(self, draft: Draft, ground: Ground, life: Life) -> None:
        dice, number = draft.dice, draft.number
        is_chain = number % CHAIN_EVERY == CHAIN_FIRST and life.status == ListingStatus.PUBLISHED
        self.life = life
        self.kind = Kind.CLINIC if is_chain else dice.one(KINDS)
        self.routes = profile(draft, self.kind)
        self.treats_at_home = any(setting in AT_HOME for _route, setting in self.routes)
        self.type = self._type(dice)
        states = _states(draft, ground, dice.randint(3, 12) if is_chain else 1)
        scattered = [dice.chance(0.92) for _state in states]
        sites = [
            SiteShape(state, is_chain, scatter) for state, scatter in zip(states, scattered, strict=True)
        ]
        self.reaches = self._reaches(dice, ground, states)
        self.jobs: list[Job] = []
        if not life.is_unclaimed:
            is_solo = self.kind in (Kind.SOLO_PRACTICE, Kind.MOBILE_SERVICE)
            self.jobs = jobs(draft, sites=len(sites), is_solo=is_solo, has_therapy=dice.chance(0.4))
        self.shape = Shape(self.kind, tuple(sites), len(self.jobs), life.has_twin)

    def _type(self, dice: Dice) -> str:
        if self.kind != Kind.TELEHEALTH_COMPANY:
            return LocationType.PHYSICAL
        return dice.one({LocationType.VIRTUAL: 4, LocationType.POSTAL: 1})

    def _reaches(self, dice: Dice, ground: Ground, states: list[str]) -> list[str]:
        """Care at home needs states; a clinic that gives it reaches its own and perhaps two more."""
        if self.kind == Kind.TELEHEALTH_COMPANY:
            return sorted({states[0], *dice.sample(ground.codes, dice.choice((2, 4, 7, 12, 20)))})
        if self.treats_at_home or dice.chance(0.12):
            return sorted({states[0], *dice.sample(ground.codes, dice.choice((0, 0, 0, 1, 2)))})
        return []


def _states(draft: Draft, ground: Ground, sites: int) -> list[str]:
    """A chain stays in its state, with now and then a location elsewhere."""
    home = ground.state_for(draft.dice, draft.number)
    away = [ground.state_for(draft.dice, len(ground.codes)) for _site in range(sites - 1)]
    return [home, *(state if draft.dice.chance(0.2) else home for state in away)]


def make(
    *, seed: int, number: int, today: datetime.date, ground: Ground, questions: Questions
) -> tuple[Draft, Shape]:
    """The number-th listing of a seed. Its fields have passed the models' validators."""
    draft = Draft(Dice(f"{seed}:{number}"), today, number)
    life = draft.dice.turn(LISTING_LIVES, (number * 37 + 5) % len(LISTING_LIVES))
    plan = Plan(draft, ground, life)
    identity = invent(plan.shape, ground, draft.dice, slug_ending(seed, number), number)
    if life.is_unclaimed:
        _unclaimed(draft, plan, identity)
    else:
        _claimed(draft, plan, identity, draft.dice.days_before(today, *life.confirmed or (0, 0)), questions)
    draft.clean()
    return draft, plan.shape


def _unclaimed(draft: Draft, plan: Plan, identity: Identity) -> None:
    said = register_says(draft.dice.days_before(draft.today, 200, 900))
    main = _provider(draft, plan, identity, None, said)
    for row in _locations(draft, plan, identity, main, said):
        listed_offer(draft, row, plan.routes if draft.dice.chance(0.7) else ())
        listed_insurance(draft, row)
        describe_from_register(draft, row)
        _reach(draft, row, plan.reaches if plan.type != LocationType.PHYSICAL else [], {}, said)


def _claimed(draft: Draft, plan: Plan, identity: Identity, on: datetime.date, questions: Questions) -> None:
    said = clinic_says(on)
    main = _provider(draft, plan, identity, on, said)
    places = _locations(draft, plan, identity, main, said)
    for row, words in zip(places, identity.sites, strict=True):
        describe(draft, row, words, on)
        offer(draft, row, plan.routes, on)
        row.closed_on = main.closed_on
    if len(places) > 4:
        places[-1].closed_on = draft.dice.days_before(draft.today, 10, 300)
    licences = staff(draft, plan.jobs, identity.people, places, plan.reaches, on)
    for row in places:
        own = [service for service in draft.of(Service) if service.location_id == row.pk]
        price(draft, own, on)
        insure(draft, row, own, on)
        _reach(draft, row, plan.reaches, {state: licence.pk for state, licence in licences.items()}, said)
    _policy(draft, main, on)
    answer(draft, questions, main.pk, on)
    _own_credentials(draft, main, places)
    _twin(draft, plan, identity, main, said)


def _provider(
    draft: Draft, plan: Plan, identity: Identity, on: datetime.date | None, said: dict[str, Any]
) -> Provider:
    words, dice, status = identity.providers[0], draft.dice, plan.life.status
    ended = status in (ListingStatus.CLOSED, ListingStatus.REMOVED_BY_REQUEST)
    is_paused = status == ListingStatus.TEMPORARILY_CLOSED
    return draft.add(
        Provider(
            slug=words.slug,
            display_name=words.display_name,
            legal_name=words.legal_name if dice.chance(0.4) else "",
            kind=plan.kind,
            npi=words.npi if on and dice.chance(0.5) else "",
            website=words.website if dice.chance(0.85) else "",
            about=dice.choice(ABOUT) if on else "",
            status=status,
            last_confirmed_on=on,
            is_demo=True,
            closed_on=dice.days_before(draft.today, 3, 90) if ended else None,
            reopens_on=draft.today + datetime.timedelta(days=dice.randint(5, 90)) if is_paused else None,
            records_contact=CLOSING if ended else "",
            refund_note="Sessions paid ahead are refunded within 30 days." if ended else "",
            created_at=_noon(dice.days_before(draft.today, 540, 1_000)),
            **said,
        )
    )


def _locations(
    draft: Draft, plan: Plan, identity: Identity, main: Provider, said: dict[str, Any]
) -> list[Location]:
    return [
        location(
            draft,
            site,
            words,
            said,
            type=plan.type,
            treats_at_home=bool(plan.reaches),
            provider=main.pk,
        )
        for site, words in zip(plan.shape.sites, identity.sites, strict=True)
    ]


def _reach(
    draft: Draft, row: Location, states: list[str], licences: dict[str, int], said: dict[str, Any]
) -> None:
    for state in states:
        draft.add(TelehealthReach(location_id=row.pk, state=state, licence_id=licences.get(state), **said))


def _policy(draft: Draft, main: Provider, on: datetime.date) -> None:
    dice = draft.dice
    if dice.chance(0.15):
        return
    draft.add(
        Policy(
            provider_id=main.pk,
            risks_disclosed_in_writing=dice.choice((True, True, None)),
            off_label_notice=dice.choice((True, True, None, False)),
            complaint_route=dice.choice(("Write to the practice manager; we answer within ten days.", "")),
            after_hours_contact=dice.choice(("A nurse on call answers until 10 p.m.; then 988.", "")),
            data_practices_url=dice.choice(("https://privacy.example.org/", "")),
            prepay_required=dice.choice((True, False, False, None)),
            refund_policy=dice.choice(("What was not used is refunded within 14 days.", "")),
            self_pay=dice.choice((True, True, None)),
            sliding_scale=dice.choice((True, False, None)),
            veteran_discount=dice.choice((True, False, None)),
            payment_plan=dice.choice((True, False, None)),
            hsa_fsa=dice.one({HsaFsa.YES: 5, HsaFsa.NO: 1, None: 3}),
            **clinic_says(on),
        )
    )


def _own_credentials(draft: Draft, main: Provider, places: list[Location]) -> None:
    """What the house itself holds, beside its people."""
    if draft.dice.chance(0.1):
        issuer = "Office-based care accreditation body"
        credential(
            draft, CURRENT, type=CredentialType.FACILITY_ACCREDITATION, issuer=issuer, provider_id=main.pk
        )
    for row in places:
        spravato = [s for s in draft.of(Service) if s.location_id == row.pk and s.rems_status]
        if spravato:
            seen = spravato[0].rems_status == "certified_seen"
            credential(
                draft,
                CURRENT if seen else CLAIMED,
                type=CredentialType.REMS_CERTIFICATION,
                issuer="Spravato REMS",
                location_id=row.pk,
            )


def _twin(draft: Draft, plan: Plan, identity: Identity, main: Provider, said: dict[str, Any]) -> None:
    """A second listing of the same clinic, merged into this one, and an address that this one had."""
    if not plan.life.has_twin:
        return
    twin = identity.providers[1]
    draft.add(
        Provider(
            slug=twin.slug,
            display_name=twin.display_name,
            kind=plan.kind,
            status=ListingStatus.MERGED,
            merged_into_id=main.pk,
            is_demo=True,
            created_at=_noon(draft.dice.days_before(draft.today, 540, 1_000)),
            **said,
        )
    )
    draft.add(FormerSlug(slug=f"former-{main.slug}", provider_id=main.pk))


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
