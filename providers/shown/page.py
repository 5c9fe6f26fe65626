"""The patients' page of one location, as data ready to print: the page draws it, and so does a preview."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Freshness, Policy, Provider
from providers.models.evidence import age, day, vouched
from providers.models.listing_facts import ListingFacts
from providers.models.place_names import STATES
from providers.models.vocabulary import (
    Appointment,
    Evaluator,
    HsaFsa,
    IntakeNeed,
    Kind,
    ListingStatus,
    NewPatients,
)

from . import disputed
from .access import access_lines, access_voice, telehealth_states, week
from .amounts import address_lines, telephone, telephone_link
from .facts import Fact, Facts, Voice, label, labels
from .listing import Listing, offered
from .people import evidence_list, insurance_lines, people
from .questions import answered_questions
from .services import service_blocks
from .short import in_short


def listing_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    """Everything that the templates of search/provider/ read, but for the site's own facts."""
    listing = offered(listing, today)
    return {
        "provider": listing.provider,
        "location": listing.location,
        "other_locations": [other for other in listing.locations if other.pk != listing.location.pk],
        **head_context(listing, today),
        **about_context(listing.provider, today),
        **care_context(listing, today),
        **practical_context(listing, today),
        **question_context(listing.facts, today),
    }


def head_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    """Who this is, where, how to reach them, and how fresh the listing is."""
    provider, location = listing.provider, listing.location
    return {
        "kind": label(provider.kind, Kind),
        "place_name": f"{location.city}, {location.state}",
        "telephone": telephone(location.phone, location.phone_extension),
        "telephone_link": telephone_link(location.phone, location.phone_extension),
        "confirmed": confirmed_line(provider, today),
        "freshness": str(provider.freshness(today)),
        "is_stale": provider.freshness(today) == Freshness.STALE,
        "reopens_on": day(provider.reopens_on) if provider.reopens_on else "",
        "closed_on": closed_day(listing),
        "short": in_short(listing.facts, today),
        "disputed": disputed.notes(listing.facts.disputes),
        "report_outcomes": disputed.outcomes(listing.facts.disputes),
        "nearby_url": f"{reverse('search')}?near={location.zip or location.city + ', ' + location.state}",
    }


def about_context(provider: Provider, today: datetime.date) -> dict[str, Any]:
    """Its names beside the one in the heading, and its own words."""
    names = [
        Fact(_("Also known as"), ", ".join(provider.other_names)),
        Fact(_("Legal name"), provider.legal_name),
        Fact(_("National provider number (NPI)"), provider.npi),
    ]
    return {
        "names": [name for name in names if name.text],
        "about": provider.about,
        "provider_vouched": vouched(provider, today),
    }


def care_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    """People, services, prices and insurance."""
    facts = listing.facts
    of_place = (*listing.location_credentials, *listing.provider_credentials)
    return {
        "people": people(facts, today),
        "place_evidence": evidence_list(of_place, today),
        "services": service_blocks(facts, today),
        "has_prescriber": facts.has_prescriber,
        "insurance": insurance_lines(facts.coverages, today),
        "money": money_facts(facts.policy),
        "money_vouched": vouched(facts.policy, today) if facts.policy else "",
    }


def practical_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    facts = listing.facts
    hours, reach = Voice.of(facts.opening_hours, today), Voice.of(facts.telehealth_reach, today)
    access = access_voice(facts, today)
    return {
        "address_lines": address_lines(listing.location),
        "intake": intake_facts(listing),
        "location_vouched": vouched(listing.location, today),
        "week": week(facts, hours),
        "hours_vouched": hours.most,
        "telehealth_states": telehealth_states(facts, reach),
        "telehealth_vouched": reach.most,
        "lapsed_states": [STATES.get(state, state) for state in facts.lapsed_states],
        "access": access_lines(facts, access),
        "access_vouched": access.most,
        "promises": promise_facts(facts.policy),
    }


def question_context(facts: ListingFacts, today: datetime.date) -> dict[str, Any]:
    questions = answered_questions(facts, today)
    return {
        "answered": [question for question in questions if question.answer],
        "unanswered": [question for question in questions if not question.answer],
        "total": len(questions),
    }


def closed_day(listing: Listing) -> str:
    """The last day of this location, or of its provider; "" while it is open."""
    provider_closed = listing.provider.closed_on if listing.provider.status == ListingStatus.CLOSED else None
    last = listing.location.closed_on or provider_closed
    return day(last) if last else ""


def confirmed_line(provider: Provider, today: datetime.date) -> str:
    if provider.is_unconfirmed:
        source = provider.source or _("a public register")
        return _("Not confirmed by the clinic; from %(source)s") % {"source": source}
    if provider.last_confirmed_on is None:
        return _("Not confirmed by the clinic")
    return _("Confirmed by the clinic on %(day)s (%(age)s)") % {
        "day": day(provider.last_confirmed_on),
        "age": age(provider.last_confirmed_on, today),
    }


def intake_facts(listing: Listing) -> Facts:
    location = listing.location
    days = location.wait_days
    wait = (
        "" if days is None else ngettext("about %(days)d day", "about %(days)d days", days) % {"days": days}
    )
    needs = _("Nothing") if location.needs == [] else labels(location.needs, IntakeNeed)
    return Facts.of(
        [
            Fact(_("New patients"), label(location.new_patients, NewPatients)),
            Fact(_("Wait for a first visit"), wait),
            Fact(_("Appointments"), label(location.appointment, Appointment)),
            Fact(_("What you need to bring"), needs),
            Fact(_("Who evaluates you"), label(location.evaluation_by, Evaluator)),
        ]
    )


def yes_no(value: bool | None) -> str:
    return {True: _("Yes"), False: _("No")}.get(value, "") if value is not None else ""


def money_facts(policy: Policy | None) -> Facts:
    policy = policy or Policy()
    return Facts.of(
        [
            Fact(_("Takes self-payment"), yes_no(policy.self_pay)),
            Fact(_("Pay ahead"), yes_no(policy.prepay_required)),
            Fact(_("Refunds"), policy.refund_policy),
            Fact(_("Payment plan"), yes_no(policy.payment_plan)),
            Fact(_("Lower price for low income"), yes_no(policy.sliding_scale)),
            Fact(_("Discount for veterans"), yes_no(policy.veteran_discount)),
            Fact(_("HSA and FSA"), label(policy.hsa_fsa, HsaFsa)),
        ]
    )


def promise_facts(policy: Policy | None) -> Facts:
    policy = policy or Policy()
    return Facts.of(
        [
            Fact(_("Risks given in writing"), yes_no(policy.risks_disclosed_in_writing)),
            Fact(_("Says in writing when a use is off-label"), yes_no(policy.off_label_notice)),
            Fact(_("Contact after hours"), policy.after_hours_contact),
            Fact(_("Where to complain"), policy.complaint_route),
            Fact(_("How your data is used"), policy.data_practices_url),
        ]
    )
