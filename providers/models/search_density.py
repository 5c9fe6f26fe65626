"""How many locations lie where, in three grids: tells a search how near the nearest few thousand are.

A guide, never a fact that anybody reads: it may be a day old. actions/search_density.py fills it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

CELLS_PER_DEGREE = (50.0, 5.0, 0.5)  # about 1, 14 and 140 miles


class SearchDensity(models.Model):
    """One cell that holds any location. lat, lng: floor(degrees x CELLS_PER_DEGREE[grid])."""

    grid = models.SmallIntegerField()
    lat = models.SmallIntegerField()
    lng = models.SmallIntegerField()
    locations = models.IntegerField()

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["grid", "lat", "lng"], include=["locations"], name="searchdensity_cell"),
        ]

    def __str__(self) -> str:
        return f"{self.locations} in {self.lat}, {self.lng}"
