"""Facts of the whole site with a source and an end date, and the price ranges that others publish."""

from __future__ import annotations

import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from .fields import CodeField, one_of, rule
from .loaded import Loaded
from .vocabulary import PriceUnit, Route


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SiteFact(Loaded):
    """texts: {language: {"title", "before", "after"}}; "after" is shown once valid_to has passed."""

    key = models.SlugField(unique=True)
    texts = models.JSONField()
    source = models.CharField(max_length=200)
    source_url = models.URLField(blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key

    def title(self, language: str) -> str:
        return str((self.texts.get(language) or self.texts["en"])["title"])

    def text(self, language: str, today: datetime.date) -> str:
        words = self.texts.get(language) or self.texts["en"]
        is_over = self.valid_to is not None and self.valid_to < today
        return str(words["after"] if is_over else words["before"])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReferencePrice(Loaded):
    """What others publish as usual prices, always shown with source and year. labels: {language: text}.

    A null route is a part that every route may have, such as the first evaluation.
    """

    key = models.SlugField(max_length=120, unique=True)
    route = CodeField(Route, null=True, blank=True)
    labels = models.JSONField()
    low = models.DecimalField(max_digits=9, decimal_places=2)
    high = models.DecimalField(max_digits=9, decimal_places=2)
    per = CodeField(PriceUnit)
    source = models.CharField(max_length=200)
    source_url = models.URLField(blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            one_of("referenceprice", "route", Route),
            one_of("referenceprice", "per", PriceUnit),
            rule("referenceprice_in_order", Q(low__lte=F("high")), "The lower amount comes first."),
        ]

    def __str__(self) -> str:
        return self.key

    def label(self, language: str) -> str:
        return str(self.labels.get(language) or self.labels["en"])
