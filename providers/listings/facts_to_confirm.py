"""Every fact of a listing on one page, in the words and with the ages that patients see."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from providers.actions.known_facts import facts_of, with_facts
from providers.models import Answer, Location, Policy, Provider, Question
from providers.models.evidence import vouched
from providers.models.listing_facts import ListingFacts
from providers.models.provenance import Provenance
from providers.models.vocabulary import Kind
from providers.shown.access import access_lines, access_voice, telehealth_states, week
from providers.shown.amounts import address_lines, telephone
from providers.shown.facts import Fact, Facts, Voice, label
from providers.shown.listing import Listing
from providers.shown.page import intake_facts, money_facts, promise_facts
from providers.shown.people import insurance_lines, people
from providers.shown.services import PriceLine, ServiceBlock, service_blocks

from .places_to_go import to_section
from .sections import section_of


@dataclass(frozen=True)
class Part:
    """vouched: who says so, and how long ago, where a fact says nothing else. url: where it is changed."""

    title: str | Promise
    url: str
    facts: Facts
    vouched: str = ""


@dataclass(frozen=True)
class Group:
    """The practice as a whole (no name), or one of its locations."""

    name: str
    parts: list[Part]


def groups_of(listing: Provider, today: datetime.date) -> list[Group]:
    """A fixed number of queries for any number of locations."""
    places = with_facts(Location.objects.filter(provider=listing, closed_on=None)).order_by("pk")
    groups = [Group("", list(_of_practice(listing, today)))]
    for place in places:
        name = ", ".join(part for part in (place.name or place.street, place.city, place.state) if part)
        groups.append(Group(name, list(_of_place(_without_ended_prices(facts_of(place), today), today))))
    return groups


def _without_ended_prices(facts: ListingFacts, today: datetime.date) -> ListingFacts:
    held = [
        [price for price in prices if not (price.valid_to and price.valid_to < today)]
        for prices in facts.prices
    ]
    return dataclasses.replace(facts, prices=held)


def _part(
    key: str,
    facts: Facts,
    rows: Iterable[Provenance],
    today: datetime.date,
    place: ListingFacts | None = None,
    listing: Provider | None = None,
    title: str = "",
) -> Part:
    owner = place.provider if place else listing
    assert owner is not None
    url = to_section(key, owner, place.location if place else None)
    voice = Voice.of(rows, today).most if facts.stated else ""
    return Part(title or section_of(key).title, url, facts, voice)


def _of_practice(listing: Provider, today: datetime.date) -> Iterator[Part]:
    names = [
        Fact(_("Name"), listing.display_name),
        Fact(_("Legal name"), listing.legal_name),
        Fact(_("Also known as"), ", ".join(listing.other_names)),
        Fact(_("Kind"), label(listing.kind, Kind)),
        Fact(_("National provider number (NPI)"), listing.npi),
        Fact(_("Website"), listing.website),
        Fact(_("In your own words"), listing.about),
    ]
    yield _part("about", Facts.of(names), [listing], today, listing=listing)
    policy = Policy.objects.filter(provider=listing).first()
    rows = [policy] if policy else []
    yield _part("insurance", money_facts(policy), rows, today, listing=listing, title=_("Paying"))
    promises = _("Risks in writing, complaints, after hours")
    yield _part("safety", promise_facts(policy), rows, today, listing=listing, title=promises)
    yield _answers(listing, today)


def _answers(listing: Provider, today: datetime.date) -> Part:
    language = (get_language() or "en").split("-")[0]
    questions = Question.objects.current().with_words(language)
    given = {answer.question_id: answer for answer in Answer.objects.filter(provider=listing)}
    asked = [(question, given[question.pk]) for question in questions if question.pk in given]
    voice = Voice.of((answer for _question, answer in asked), today)
    facts = [Fact(question.words["text"], answer.text, voice.beside([answer])) for question, answer in asked]
    title, url = section_of("answers").title, to_section("answers", listing)
    return Part(title, url, _or_nothing(facts), voice.most)


def _of_place(facts: ListingFacts, today: datetime.date) -> Iterator[Part]:
    place = facts.location
    yield _part("location", _contact(facts), [place], today, facts)
    hours = Voice.of(facts.opening_hours, today)
    days = [Fact(each.name, each.spans, each.who) for each in week(facts, hours)]
    yield _part("hours", _or_nothing(days), facts.opening_hours, today, facts)
    yield _people(facts, today)
    for block, service, prices in zip(
        service_blocks(facts, today), facts.services, facts.prices, strict=True
    ):
        yield from _service(facts, block, [service], prices, today)
    yield _insurance(facts, today)
    if facts.telehealth_reach:
        reach = Voice.of(facts.telehealth_reach, today)
        states = [Fact(_("States"), ", ".join(telehealth_states(facts, reach)))]
        yield _part("telehealth", Facts.of(states), facts.telehealth_reach, today, facts)
    voice = access_voice(facts, today)
    yield _part("access", access_lines(facts, voice), [*facts.access_facts, *facts.languages], today, facts)


def _or_nothing(facts: list[Fact]) -> Facts:
    return Facts(facts, []) if facts else Facts([], [_("All of it")])


def _contact(facts: ListingFacts) -> Facts:
    place = facts.location
    known = [
        Fact(_("Address"), ", ".join(address_lines(place))),
        Fact(_("Telephone"), telephone(place.phone, place.phone_extension)),
        Fact(_("E-mail"), place.email),
        Fact(_("Booking page"), place.booking_url),
    ]
    intake = intake_facts(Listing(facts, (place,), (), ()))
    own = Facts.of(known)
    return Facts([*own.stated, *intake.stated], [*own.unstated, *intake.unstated])


def _people(facts: ListingFacts, today: datetime.date) -> Part:
    voice = Voice.of(facts.roles, today)
    lines = []
    for person, role in zip(people(facts, today), facts.roles, strict=True):
        words = ", ".join(part for part in (person.profession, person.does, person.present) if part)
        lines.append(Fact(person.name, words, voice.beside([role])))
        for seen in person.evidence:
            words = capfirst(seen.line.removeprefix(f"{seen.title} · "))
            lines.append(Fact(f"{person.name}: {seen.title}", words))
    return _part("people", _or_nothing(lines), facts.roles, today, facts)


def _service(
    facts: ListingFacts,
    block: ServiceBlock,
    rows: list[Provenance],
    prices: Iterable[Provenance],
    today: datetime.date,
) -> Iterator[Part]:
    title = " · ".join(part for part in (block.name, block.setting) if part)
    stated = [*block.facts.stated, *block.safety.stated]
    if block.status:
        stated.insert(0, Fact(_("Spravato certification"), block.status))
    every = Facts(stated, [*block.facts.unstated, *block.safety.unstated])
    url = to_section("services", facts.provider, facts.location)
    yield Part(title, url, every, vouched(rows[0], today))
    voice = Voice.of(prices, today)
    lines = [
        Fact(line.name, _price(line), "" if line.vouched == voice.most else line.vouched)
        for line in block.prices
    ]
    costs = Facts(lines, []) if lines else Facts([], [_("Every price")])
    url = to_section("prices", facts.provider, facts.location)
    yield Part(_("Prices: %(service)s") % {"service": title}, url, costs, voice.most)


def _price(line: PriceLine) -> str:
    words = f"{line.amount} {line.unit}"
    if line.includes:
        words = _("%(price)s; includes %(parts)s") % {"price": words, "parts": line.includes}
    return f"{words} ({line.ended})" if line.ended else words


def _insurance(facts: ListingFacts, today: datetime.date) -> Part:
    voice = Voice.of(facts.coverages, today)
    lines = []
    for line in insurance_lines(facts.coverages, today):
        words = ", ".join(part for part in (line.position, line.route, line.part, line.note) if part)
        lines.append(Fact(line.plan, words, "" if line.vouched == voice.most else line.vouched))
    return _part("insurance", _or_nothing(lines), facts.coverages, today, facts)
