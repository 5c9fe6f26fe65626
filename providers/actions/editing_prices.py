"""Prices of one way of giving ketamine, in dated parts: stated by the clinic and live at once."""

from __future__ import annotations

from collections.abc import Sequence

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Price, Service, User
from providers.models.vocabulary import Basis

from . import search_index
from .clock import today
from .price_plan import Part, Plan, UnknownPart, plan
from .refusals import TransitionRefused, refuse_unless
from .stated import hold, vouch
from .versions import refuse_stale, version_of

__all__ = ["Part", "UnknownPart", "as_if_saved", "carry_out", "prices_of", "save", "version"]


def version(service: Service) -> str:
    return version_of(prices_of(service))


def prices_of(service: Service) -> list[Price]:
    """Every dated part, ended ones too."""
    return list(Price.objects.filter(service=service).order_by("component", "valid_from", "pk"))


def as_if_saved(made: Plan) -> list[Price]:
    """The parts as they would be, stated by the clinic today; nothing is stored."""
    for row in (*made.changed, *made.created):
        row.basis, row.source, row.confirmed_on = Basis.PROVIDER_ATTESTED, "", made.day
    return made.after


@transaction.atomic
def save(*, by: User, service: Service, version: str, parts: Sequence[Part]) -> Plan:
    """Rows of the service that are not among the parts stay as they are.

    Raises Stale, UnknownPart, or TransitionRefused with every problem.
    """
    hold(service.location.provider)
    is_there = Service.objects.filter(pk=service.pk).exists()
    refuse_unless(is_there, _("This way of giving ketamine is no longer part of the listing."))
    prices = prices_of(service)
    refuse_stale(version, prices)
    made = plan(service, prices, parts, today())
    if made.problems:
        raise TransitionRefused([problem.sentence for problem in made.problems])
    if not made.is_empty():
        carry_out(made, by=by)
        search_index.reindex([service.location_id])
    return made


def carry_out(made: Plan, *, by: User) -> None:
    """Old rows go before new ones come: two may hold one another's place."""
    with pghistory.context(event="edit_prices", by=by.pk):
        Price.objects.filter(pk__in=[row.pk for row in made.deleted]).delete()
        for row in made.ended:
            row.save(update_fields=["valid_to"])
        for row in made.changed:
            vouch(row, by=by, **{name: getattr(row, name) for name in _MAY_CHANGE})
        for row in made.created:
            vouch(row, by=by)


_MAY_CHANGE = ("includes", "valid_to", "evidence")
