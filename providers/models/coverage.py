"""Insurance: the position of one plan on one route and one part of the care, with its date."""

import pghistory
from django.db import models

from .fields import CodeField, one_of
from .location import Location
from .provenance import Provenance
from .vocabulary import CoverageComponent, CoveragePosition, PlanFamily, Route


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Coverage(Provenance):
    """A null route or component means that the statement does not say which: it is about the facility."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="coverages")
    plan_family = CodeField(PlanFamily)
    plan_name = models.CharField(max_length=200, blank=True)
    route = CodeField(Route, null=True, blank=True)
    component = CodeField(CoverageComponent, null=True, blank=True)
    position = CodeField(CoveragePosition, default=CoveragePosition.UNKNOWN)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["plan_family", "plan_name", "route", "component"]
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(
                fields=["location", "plan_family", "plan_name", "route", "component"],
                name="coverage_unique",
                nulls_distinct=False,
            ),
            one_of("coverage", "plan_family", PlanFamily),
            one_of("coverage", "route", Route),
            one_of("coverage", "component", CoverageComponent),
            one_of("coverage", "position", CoveragePosition),
        ]

    def __str__(self) -> str:
        return f"{self.plan_family} {self.position}"

    @property
    def is_billed(self) -> bool:
        """The plan pays something, as far as is said."""
        return self.position != CoveragePosition.NOT_BILLED
