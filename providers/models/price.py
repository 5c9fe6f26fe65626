"""Prices as dated parts. What they add up to is in first_course.py."""

from __future__ import annotations

import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from .fields import CodeField, CodeListField, one_of, rule, some_of
from .provenance import Provenance
from .service import Service
from .vocabulary import PriceComponent, PriceUnit


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Price(Provenance):
    """Amounts in whole currency units with cents; `per` says of what; `includes` what needs no extra pay."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="prices")
    component = CodeField(PriceComponent)
    amount_min = models.DecimalField(max_digits=9, decimal_places=2)
    amount_max = models.DecimalField(max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3, default="USD")
    per = CodeField(PriceUnit)
    includes = CodeListField(PriceComponent, null=False, default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["component", "-valid_from", "id"]
        constraints = [
            *Provenance.Meta.constraints,
            one_of("price", "component", PriceComponent),
            one_of("price", "per", PriceUnit),
            some_of("price", "includes", PriceComponent),
            rule("price_not_negative", Q(amount_min__gte=0), "A price cannot be below zero."),
            rule(
                "price_range_in_order",
                Q(amount_min__lte=F("amount_max")),
                "The lower amount comes before the higher.",
            ),
            rule("price_currency_usd", Q(currency="USD"), "Prices are in US dollars."),
            rule(
                "price_days_in_order",
                Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                "The price ends after it starts.",
            ),
            models.UniqueConstraint(
                fields=["service", "component", "per", "valid_from"], name="price_unique_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.amount_min}-{self.amount_max} per {self.per}"

    def holds_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)
