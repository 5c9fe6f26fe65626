"""The page of one provider: everything known of one of its locations, and who vouches for each fact."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from providers.models import Freshness, Policy, Provider, SiteFact
from providers.models.evidence import age, day, vouched
from providers.models.listing_facts import ListingFacts
from providers.models.vocabulary import (
    Appointment,
    Evaluator,
    HsaFsa,
    IntakeNeed,
    Kind,
    ListingStatus,
    NewPatients,
)

from .amounts import address_lines, telephone, telephone_link
from .listing import Listing, current_address, find, load
from .shown import Fact, Facts, label, labels
from .shown_access import access_lines, telehealth_states, week
from .shown_people import evidence_list, insurance_lines, people
from .shown_questions import answered_questions
from .shown_services import service_blocks
from .shown_short import in_short
from .structured_data import json_ld


def provider(request: HttpRequest, slug: str, location_slug: str = "") -> HttpResponse:
    """A former address redirects; a closed listing shows a tombstone; a withheld one is not found."""
    locations = find(slug, location_slug)
    if not locations:
        if address := current_address(slug):
            return redirect(address, permanent=True)
        raise Http404
    listing = load(locations)
    context = page_context(request, listing, timezone.localdate())
    template = (
        "search/closed.html" if listing.provider.status == ListingStatus.CLOSED else "search/provider.html"
    )
    return render(request, template, context)


def page_context(request: HttpRequest, listing: Listing, today: datetime.date) -> dict[str, Any]:
    canonical = request.build_absolute_uri(address_of(listing))
    return {
        "provider": listing.provider,
        "location": listing.location,
        "other_locations": [other for other in listing.locations if other.pk != listing.location.pk],
        "site_facts": site_facts(today),
        "canonical": canonical,
        "json_ld": json_ld(listing, canonical, today),
        **head_context(listing, today),
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
        "nearby_url": f"{reverse('search')}?near={location.zip or location.city + ', ' + location.state}",
    }


def care_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    """People, services, prices and insurance."""
    facts = listing.facts
    of_place = (*listing.location_credentials, *listing.provider_credentials)
    return {
        "people": people(facts, today),
        "place_evidence": evidence_list(of_place, today),
        "services": service_blocks(facts, today),
        "insurance": insurance_lines(facts.coverages, today),
        "money": money_facts(facts.policy),
        "money_vouched": vouched(facts.policy, today) if facts.policy else "",
    }


def practical_context(listing: Listing, today: datetime.date) -> dict[str, Any]:
    facts = listing.facts
    return {
        "address_lines": address_lines(listing.location),
        "intake": intake_facts(listing),
        "week": week(facts),
        "location_vouched": vouched(listing.location, today),
        "telehealth_states": telehealth_states(facts),
        "access": access_lines(facts),
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


def address_of(listing: Listing) -> str:
    """A listing with one location has one address; a chain's locations each have their own."""
    single = len(listing.locations) == 1
    return listing.provider.get_absolute_url() if single else listing.location.get_absolute_url()


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


def site_facts(today: datetime.date) -> list[dict[str, str]]:
    """The dated facts of the whole site, in the reader's language."""
    language = (get_language() or "en").split("-")[0]
    return [
        {
            "key": fact.key,
            "title": fact.title(language),
            "text": fact.text(language, today),
            "source": fact.source,
            "source_url": fact.source_url,
            "year": str(fact.source_year or ""),
        }
        for fact in SiteFact.objects.order_by("pk")
    ]
