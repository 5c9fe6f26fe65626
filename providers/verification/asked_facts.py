"""What a call of the sample asks about: each fact as we publish it, and the question to read out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from providers.models import Location, Provider
from providers.models.listing_facts import ListingFacts
from providers.models.vocabulary import NewPatients
from providers.shown import amounts, short
from providers.shown.facts import label
from providers.shown.listing import find, load


@dataclass(frozen=True)
class Asked:
    """code: one of actions.accuracy.FACTS; said: what patients read; question: read aloud."""

    code: str
    label: str
    said: str
    question: str


def asked_of(location: Location, today: datetime.date) -> list[Asked]:
    """Only what we state: what we say nothing of cannot be wrong."""
    every = Provider.objects.filter(pk=location.provider_id)
    facts = load(find(location.provider.slug, location.slug, among=every)).facts
    asked = [*_place(facts), *_care(facts, today)]
    return [one for one in asked if one.said]


def _place(facts: ListingFacts) -> list[Asked]:
    place = facts.location
    number = amounts.telephone(place.phone, place.phone_extension)
    address = ", ".join(amounts.address_lines(place))
    return [
        Asked("phone", _("Telephone number"), number, _("Is this the number that new patients should call?")),
        Asked("address", _("Address"), address, _("Do patients come to %s?") % address),
    ]


def _care(facts: ListingFacts, today: datetime.date) -> list[Asked]:
    accepting = label(facts.location.new_patients, NewPatients)
    routes = ", ".join(dict.fromkeys(service.route_label for service in facts.services))
    prices = short.routes_and_prices(facts, today)
    paid = short.insurance(facts)
    return [
        Asked("accepting", _("New patients"), accepting, _("Do you take new ketamine patients now?")),
        Asked("routes", _("Ways of giving ketamine"), routes, _("Do you offer: %s? Anything else?") % routes),
        Asked("prices", _("Prices"), prices, _("What does one session cost somebody who pays alone?")),
        Asked("insurance", _("Insurance"), paid, _("Do you bill: %s?") % paid),
    ]
