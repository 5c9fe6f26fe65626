"""Services, what they cost, who pays, and which states they reach."""

from decimal import Decimal
from typing import Any

from providers.models import Coverage, Credential, Location, Price, Service, TelehealthReach
from providers.models.vocabulary import (
    CoveragePosition,
    PlanFamily,
    PriceComponent,
    PriceUnit,
    RemsStatus,
    Route,
    Setting,
)

from . import listings
from .facts import attested, day


def service(location: Location | None = None, **over: Any) -> Service:
    """IV in the clinic, six sessions three days apart, unless told otherwise."""
    over.setdefault("route", Route.IV)
    over.setdefault("setting", Setting.CLINIC_MONITORED)
    over.setdefault("sessions_first_course", 6)
    over.setdefault("interval_days", 3)
    return Service.objects.create(location=location or listings.location(), **attested(over))


def spravato(location: Location | None = None, **over: Any) -> Service:
    over.setdefault("rems_status", RemsStatus.CLAIMED)
    over.setdefault("observation_minutes", 120)
    return service(location, route=Route.SPRAVATO, **over)


def price(
    service: Service,
    component: str = PriceComponent.SESSION_BUNDLE,
    amount: int | str = 450,
    to: int | str | None = None,
    **over: Any,
) -> Price:
    """Amounts in dollars; per session unless told otherwise; a consultation is paid once."""
    once = component == PriceComponent.CONSULTATION
    over.setdefault("per", PriceUnit.COURSE if once else PriceUnit.SESSION)
    over.setdefault("valid_from", day(10))
    over.setdefault("amount_min", Decimal(amount))
    over.setdefault("amount_max", Decimal(amount if to is None else to))
    return Price.objects.create(service=service, component=component, **attested(over))


def priced_service(location: Location | None = None, *, session: int = 450, **over: Any) -> Service:
    """A service whose first course can be computed: sessions and one consultation of 200 dollars."""
    offered = service(location, **over)
    price(offered, PriceComponent.SESSION_BUNDLE, session)
    price(offered, PriceComponent.CONSULTATION, 200)
    return offered


def coverage(location: Location | None = None, **over: Any) -> Coverage:
    over.setdefault("plan_family", PlanFamily.MEDICAID)
    over.setdefault("position", CoveragePosition.IN_NETWORK)
    return Coverage.objects.create(location=location or listings.location(), **attested(over))


def telehealth(
    location: Location, state: str = "CO", licence: Credential | None = None, **over: Any
) -> TelehealthReach:
    return TelehealthReach.objects.create(location=location, state=state, licence=licence, **attested(over))
